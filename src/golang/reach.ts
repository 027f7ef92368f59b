import { type Declaration, lookUp, resolve } from './declarations.ts';
import { importedNames } from './imported-names.ts';
import { descendants, field, type Located } from './node.ts';
import type { GoProgram } from './program.ts';
import type { Node } from './syntax.ts';
import { calleeOf, importOf, initialValue } from './types.ts';

/**
 * The functions that run from `start` on, as far as names tell, `start` first. Methods count where the type of their receiver
 * is known; what a framework calls back (a Reconcile) is not reached, which is what tells a deployed manager
 * from one that serves workload clusters. Packages that `enter` does not allow are not looked into.
 */
export function functionsReachedFrom(
  program: GoProgram,
  start: Located,
  enter: (importPath: string) => boolean,
): Located[] {
  const reached = new Map<string, Located>();
  const waiting = [start];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const key = `${next.file.path}:${next.node.startIndex}`;
    if (reached.has(key)) continue;
    reached.set(key, next);
    waiting.push(
      ...calledIn(program, next).filter((one) => enter(program.packageOf(one.file.path)?.importPath ?? '')),
    );
  }
  return [...reached.values()];
}

/** Functions, methods and initial values of package variables that a piece of code speaks of. */
function calledIn(program: GoProgram, { file, node }: Located): Located[] {
  const names = descendants(node, 'identifier').flatMap((name) => ownName(program, { file, node: name }));
  const imported = descendants(node, 'selector_expression').flatMap((selector) =>
    importedName(program, { file, node: selector }),
  );
  const methods = descendants(node, 'call_expression').flatMap(
    (call) => calleeOf(program, { file, node: call }) ?? [],
  );
  return [...names, ...imported, ...methods];
}

function ownName(program: GoProgram, { file, node }: Located): Located[] {
  if (importedNames(file).has(node.text)) return [];
  const declaration = resolve(program, { file, node });
  return declaration?.packageLevel ? codeOf(declaration) : [];
}

function importedName(program: GoProgram, { file, node }: Located): Located[] {
  const operand = field(node, 'operand');
  const importPath = operand && importOf(program, { file, node: operand });
  const goPackage = importPath === undefined ? undefined : program.packageByImport(importPath);
  const declaration = goPackage && lookUp(program, goPackage, field(node, 'field')?.text ?? '');
  return declaration ? codeOf(declaration) : [];
}

function codeOf(declaration: Declaration): Located[] {
  const { file, kind, owner } = declaration;
  const code: Node | undefined =
    kind === 'function' ? owner : kind === 'variable' ? initialValue(declaration) : undefined;
  return code ? [{ file, node: code }] : [];
}
