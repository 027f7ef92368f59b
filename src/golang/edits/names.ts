import type { Node } from '../syntax.ts';
import { customaryName } from './import-specs.ts';

const NAMES = ['identifier', 'type_identifier', 'package_identifier', 'field_identifier', 'label_name'];

/** Go's predeclared names and keywords that a careful author never takes for a variable. */
const RESERVED = new Set(
  (
    'any bool byte cap clear close comparable complex copy delete error false float32 float64 imag int iota len make max min new nil ' +
    'panic print println real recover rune string true uint break case chan const continue default defer else fallthrough for ' +
    'func go goto if import interface map package range return select struct switch type var _'
  ).split(' '),
);

/** Whether a name occurs in a node, used, declared, or as the local name of an import. A field (`x.name`) does not count. */
export function occursIn(scope: Node, name: string): boolean {
  const mayOccur = scope.text.includes(name);
  const isWritten =
    mayOccur && scope.descendantsOfType(NAMES).some((node) => node.text === name && !isField(node));
  return isWritten || importNamesIn(scope).includes(name);
}

/** What imports without a name of their own are called. */
function importNamesIn(scope: Node): string[] {
  const imports = scope.namedChildren.filter(({ type }) => type === 'import_declaration');
  return imports
    .flatMap((node) => node.descendantsOfType('import_spec'))
    .flatMap((spec) => {
      const path = spec.childForFieldName('path')?.text.slice(1, -1);
      if (!path || spec.childForFieldName('name')) return [];
      return [customaryName(path), path.split('/').at(-1) ?? path];
    });
}

/** A selected or declared field, or `Name` in `package.Name`, never clashes with a variable. A key may be a variable. */
function isField(node: Node): boolean {
  return (
    node.type === 'field_identifier' ||
    (node.type === 'type_identifier' && node.parent?.type === 'qualified_type')
  );
}

/**
 * The first candidate that occurs nowhere in `scopes` (give every file of the package for a package-level name, the file for a local
 * one); where all are taken the last one with the first free number. `taken` adds names that other edits of the run will declare.
 */
export function freshName(
  scopes: readonly Node[],
  candidates: readonly string[],
  taken: Iterable<string> = [],
): string {
  const used = new Set(taken);
  const isFree = (name: string) =>
    !used.has(name) && !RESERVED.has(name) && !scopes.some((scope) => occursIn(scope, name));
  const found = candidates.find(isFree);
  if (found !== undefined) return found;
  const base = candidates.at(-1) ?? 'value';
  let number = 2;
  while (!isFree(`${base}${number}`)) number++;
  return `${base}${number}`;
}
