import type { Node, YAMLSeq } from 'yaml';
import type { SourceFile } from '../repository/source-file.ts';
import { endOf, lineStartOf, removeLines, type Splice, startOf } from './splice.ts';

/**
 * Removes one whole item of a sequence of mappings: in block style its lines, the comments directly above it and those
 * indented below it; in flow style the text up to the next item. Another item must stay.
 */
export function removeItem(file: SourceFile, list: YAMLSeq, index: number): Splice {
  const items = list.items as Node[];
  const item = items[index];
  if (!item || items.length < 2) throw new RangeError(`item ${index} of ${items.length} cannot be removed`);
  return list.flow ? removeFlowItem(items, index, item) : removeBlockItem(file.text, item);
}

function removeFlowItem(items: readonly Node[], index: number, item: Node): Splice {
  const [before, behind] = [items[index - 1], items[index + 1]];
  if (behind) return { start: startOf(item), end: startOf(behind), text: '' };
  return { start: before ? endOfFlow(before) : startOf(item), end: endOfFlow(item), text: '' };
}

function endOfFlow(node: Node): number {
  return node.range?.[1] ?? endOf(node);
}

function removeBlockItem(text: string, item: Node): Splice {
  const dash = text.lastIndexOf('-', startOf(item) - 1);
  const column = dash - lineStartOf(text, dash);
  const lines = removeLines(text, dash, endOf(item));
  const start = startOfComments(text, lines.start, column);
  const end = endOfComments(text, lines.end, column);
  return { start, end: end + blankLineBetween(text, start, end), text: '' };
}

/** Comment lines above, at the column of the dash: deeper ones belong to the item before. */
function startOfComments(text: string, below: number, column: number): number {
  let start = below;
  while (start > 0) {
    const above = lineStartOf(text, start - 1);
    if (commentColumn(text.slice(above, start)) !== column) return start;
    start = above;
  }
  return start;
}

/** Comment lines below that are indented deeper than the dash. */
function endOfComments(text: string, from: number, column: number): number {
  let end = from;
  while (end < text.length) {
    const newline = text.indexOf('\n', end);
    const next = newline === -1 ? text.length : newline + 1;
    if ((commentColumn(text.slice(end, next)) ?? -1) <= column) return end;
    end = next;
  }
  return end;
}

function commentColumn(line: string): number | undefined {
  return /^([ \t]*)#/.exec(line)?.[1]?.length;
}

/** Of two blank lines that would meet, one goes. */
function blankLineBetween(text: string, start: number, end: number): number {
  if (!/(^|\n)[ \t]*\r?\n$/.test(text.slice(0, start))) return 0;
  return /^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
}
