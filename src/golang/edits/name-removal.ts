import type { Node } from '../syntax.ts';
import { removeRun } from './list-removal.ts';
import { includes } from './node-sets.ts';
import { elementsOf } from './node-shapes.ts';
import type { TextEdit } from './text-edit.ts';

/**
 * Takes some, not all, of the names of `a, b string` or `a, b = 1, 2` away, each with its value.
 * Throws when one call gives all values: then a name can only become `_`, which is for the caller to decide.
 */
export function removeNames(owner: Node, removed: readonly Node[]): TextEdit[] {
  const names = owner.childrenForFieldName('name').filter((node) => node.isNamed);
  const list = owner.childForFieldName('value');
  const values = list ? elementsOf(list) : [];
  if (values.length > 0 && values.length !== names.length) {
    throw new Error('a name cannot be removed from a declaration whose values come from one call');
  }
  const goes = names.map((name) => includes(removed, name));
  return [...removeMarked(names, goes), ...removeMarked(values, goes)];
}

function removeMarked(nodes: readonly Node[], goes: readonly boolean[]): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let index = 0; index < nodes.length; index++) {
    if (!goes[index]) continue;
    let last = index;
    while (last + 1 < nodes.length && goes[last + 1]) last++;
    edits.push(...removeRun(nodes, index, last));
    index = last;
  }
  return edits;
}
