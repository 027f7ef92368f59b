import { type Declaration, lookUp, resolve } from './declarations.ts';
import { importedNames } from './imported-names.ts';
import { children, field, type Located, tokensNamed } from './node.ts';
import { oncePerNode } from './once-per-node.ts';
import type { GoPackage, GoProgram } from './program.ts';
import type { Node } from './syntax.ts';
import { functionMeant, importOf, initialValue } from './types.ts';

/**
 * Finds the functions that run from `start` on, as far as names tell, `start` first. Methods count where the type of their receiver
 * is known, called or handed on (`RunE: o.run`), and `func init` of the packages that are linked in: it adds commands to commands. What
 * a framework calls back (a Reconcile) is not reached, which is what tells a deployed manager
 * from one that serves workload clusters. Only the packages in `entered` (import paths) are looked into. Binaries that share code look
 * into it once.
 */
export function reachWithin(program: GoProgram, entered: ReadonlySet<string>): (start: Located) => Located[] {
  const packages = [...entered].flatMap((importPath) => program.packageByImport(importPath) ?? []);
  const declared = new Set(packages.flatMap((one) => [...program.namesDeclaredIn(one)]));
  const called = oncePerNode((_, at) => calledIn(program, at, packages, declared));
  return (start) => {
    const reached = new Map<Node, Located>();
    const waiting = [start, ...initFunctions(program, start, packages)];
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (reached.has(next.node)) continue;
      reached.set(next.node, next);
      waiting.push(...called(program, next));
    }
    return [...reached.values()];
  };
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
 * the names that the packages declare: of the thousand names in a func main, a dozen are worth resolving.
 */
function calledIn(
  program: GoProgram,
  { file, node }: Located,
  packages: readonly GoPackage[],
  declared: ReadonlySet<string>,
): Located[] {
  const words = new Set(node.text.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
  return [...words]
    .filter((word) => declared.has(word))
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
