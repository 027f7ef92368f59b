import type { GoFile, Node } from '../syntax.ts';
import { leadingComments, ownComments } from './leading-comment.ts';
import { linesOf, removeLines } from './line-removal.ts';
import { standsAlone } from './lines.ts';
import { includes } from './node-sets.ts';
import { elementsOf } from './node-shapes.ts';
import type { TextEdit } from './text-edit.ts';

/**
 * Takes elements out of a bracketed, comma-separated list (`literal_value`, `argument_list`), each on lines of its own or beside others.
 * What is left stays in its shape; an emptied list closes up (`T{}`, `f()`).
 */
export function removeElements(file: GoFile, list: Node, removed: readonly Node[]): TextEdit[] {
  const elements = elementsOf(list);
  const closing = closeUp(file, list, elements, removed);
  const others = removed.filter((node) => !closing || node.startIndex < closing.start);
  const edits = [...removeAlone(file, others), ...removeBeside(file, elements, others)];
  return closing ? [...edits, closing] : edits;
}

/** Brings the closing bracket up behind the last element that stays, when that stands on the line of the opening one. */
function closeUp(
  file: GoFile,
  list: Node,
  elements: readonly Node[],
  removed: readonly Node[],
): TextEdit | undefined {
  const last = elements.filter((element) => !includes(removed, element)).at(-1);
  const start = last?.endIndex ?? list.startIndex + 1;
  const spread = list.startPosition.row !== list.endPosition.row;
  if (last && (!spread || last.endPosition.row !== list.startPosition.row)) return undefined;
  const comments = list.namedChildren.filter((node) => node.type === 'comment' && node.startIndex >= start);
  const goes = (comment: Node) =>
    removed.some((node) => sameLine(node, comment) || includes(leadingComments(file.text, node), comment));
  return comments.every(goes) ? { start, end: list.endIndex - 1, replacement: '' } : undefined;
}

function sameLine(node: Node, comment: Node): boolean {
  return node.endPosition.row === comment.startPosition.row && node.endIndex <= comment.startIndex;
}

function removeAlone(file: GoFile, removed: readonly Node[]): TextEdit[] {
  const ranges = removed
    .filter((node) => standsAlone(file.text, node))
    .map((node) => {
      const comments = ownComments(file.text, node, removed);
      return linesOf(file.text, comments[0]?.startIndex ?? node.startIndex, node.endIndex);
    });
  return removeLines(file.text, ranges);
}

function removeBeside(file: GoFile, elements: readonly Node[], removed: readonly Node[]): TextEdit[] {
  const goes = (node: Node | undefined) =>
    node !== undefined && includes(removed, node) && !standsAlone(file.text, node);
  const edits: TextEdit[] = [];
  for (let index = 0; index < elements.length; index++) {
    if (!goes(elements[index])) continue;
    let last = index;
    while (goes(elements[last + 1])) last++;
    edits.push(...removeRun(elements, index, last));
    index = last;
  }
  return edits;
}

/** Takes elements `first..last` of a comma-separated run away, with one of the commas around them. */
export function removeRun(elements: readonly Node[], first: number, last: number): TextEdit[] {
  const start = elements[first];
  const end = elements[last];
  const previous = elements[first - 1];
  const next = elements[last + 1];
  if (!start || !end) return [];
  const sameRow = next?.startPosition.row === end.endPosition.row;
  // The next line keeps its indentation: joined to the bracket it would lose it.
  const comma = end.nextSibling?.type === ',' ? end.nextSibling.endIndex : end.endIndex;
  if (next && !previous && !sameRow) return [{ start: start.startIndex, end: comma, replacement: '' }];
  if (next && sameRow) return [{ start: start.startIndex, end: next.startIndex, replacement: '' }];
  return [{ start: previous?.endIndex ?? start.startIndex, end: end.endIndex, replacement: '' }];
}
