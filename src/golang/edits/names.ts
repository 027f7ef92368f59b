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

/** The names that occur in a node, used or declared, and the local names of its imports. Fields (`x.name`) do not count. */
export function namesIn(scope: Node): Set<string> {
  const names = new Set<string>();
  for (const node of scope.descendantsOfType(NAMES)) {
    if (node && !isField(node)) names.add(node.text);
  }
  for (const spec of scope.descendantsOfType('import_spec')) {
    const path = spec?.childForFieldName('path')?.text.slice(1, -1);
    if (path && !spec?.childForFieldName('name'))
      names.add(customaryName(path)).add(path.split('/').at(-1) ?? path);
  }
  return names;
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
  const used = new Set([...taken, ...scopes.flatMap((scope) => [...namesIn(scope)])]);
  const isFree = (name: string) => !used.has(name) && !RESERVED.has(name);
  const found = candidates.find(isFree);
  if (found !== undefined) return found;
  const base = candidates.at(-1) ?? 'value';
  let number = 2;
  while (!isFree(`${base}${number}`)) number++;
  return `${base}${number}`;
}
