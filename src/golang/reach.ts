import { type Declaration, lookUp, resolve } from './declarations.ts';
import { importedNames } from './imported-names.ts';
import { children, field, type Located, tokensNamed } from './node.ts';
import type { GoPackage, GoProgram } from './program.ts';
import { functionMeant, importOf, initialValue } from './types.ts';

/**
 * The functions that run from `start` on, as far as names tell, `start` first. Methods count where the type of their receiver
 * is known, called or handed on (`RunE: o.run`), and `func init` of the packages that are linked in: it adds commands to commands. What
 * a framework calls back (a Reconcile) is not reached, which is what tells a deployed manager
 * from one that serves workload clusters. Only the packages in `entered` (import paths) are looked into.
 */
export function functionsReachedFrom(
  program: GoProgram,
  start: Located,
  entered: ReadonlySet<string>,
): Located[] {
  const packages = [...entered].flatMap((importPath) => program.packageByImport(importPath) ?? []);
  const reached = new Map<string, Located>();
  const waiting = [start, ...initFunctions(program, start, packages)];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const key = `${next.file.path}:${next.node.startIndex}`;
    if (reached.has(key)) continue;
    reached.set(key, next);
    waiting.push(...calledIn(program, next, packages));
  }
  return [...reached.values()];
}

/** `func init` of the package of `start` and of those that it imports, as far as they are among `packages`. */
function initFunctions(program: GoProgram, { file }: Located, packages: readonly GoPackage[]): Located[] {
  const home = program.packageOf(file.path);
  const linked = new Set(home ? [home] : []);
  for (const next of linked) {
    const imported = new Set(next.paths.flatMap((path) => program.importsOf(path)));
    for (const one of packages) if (imported.has(one.importPath)) linked.add(one);
  }
  return [...linked].flatMap(({ paths }) =>
    paths
      .filter((path) => /^func init\(\)/m.test(program.text(path)))
      .flatMap((path) => program.file(path) ?? [])
      .flatMap((one) => children(one.root).map((node) => ({ file: one, node })))
      .filter(({ node }) => node.type === 'function_declaration' && field(node, 'name')?.text === 'init'),
  );
}

/**
 * Functions, methods and initial values of package variables that a piece of code speaks of. Its words are sorted out by
 * the text of the packages first: of the thousand names in a func main, a dozen are worth resolving.
 */
function calledIn(program: GoProgram, { file, node }: Located, packages: readonly GoPackage[]): Located[] {
  const text = file.text.slice(node.startIndex, node.endIndex);
  const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  const declared = [...words].filter((word) => packages.some((one) => program.declares(one, word)));
  return declared
    .flatMap((word) => tokensNamed(file, word, node))
    .flatMap((token) => meant(program, { file, node: token }))
    .filter((found) => packages.includes(program.packageOf(found.file.path) as GoPackage));
}

function meant(program: GoProgram, { file, node }: Located): Located[] {
  if (node.type === 'identifier') return ownName(program, { file, node });
  const selector = node.parent;
  if (node.type !== 'field_identifier' || selector?.type !== 'selector_expression') return [];
  const operand = field(selector, 'operand');
  const importPath = operand && importOf(program, { file, node: operand });
  if (importPath !== undefined) return importedName(program, importPath, node.text);
  const callee = functionMeant(program, { file, node: selector });
  return callee ? [callee] : [];
}

function ownName(program: GoProgram, { file, node }: Located): Located[] {
  if (importedNames(file).has(node.text)) return [];
  const declaration = resolve(program, { file, node });
  return declaration?.packageLevel ? codeOf(declaration) : [];
}

function importedName(program: GoProgram, importPath: string, name: string): Located[] {
  const goPackage = program.packageByImport(importPath);
  const declaration = goPackage && lookUp(program, goPackage, name);
  return declaration ? codeOf(declaration) : [];
}

function codeOf(declaration: Declaration): Located[] {
  const { file, kind, owner } = declaration;
  if (kind === 'function') return [{ file, node: owner }];
  const value = kind === 'variable' ? initialValue(declaration) : undefined;
  return value ? [{ file, node: value }] : [];
}
