import { isCollection, isMap, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { type Edit, edit } from '../repository/change.ts';
import { lineEndingOf, type SourceFile } from '../repository/source-file.ts';

/** Put `text` in the place of `start..end`. Offsets are UTF-16 units of the file. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Makes the edit of a step from a splice. */
export function editOf(
  file: SourceFile,
  splice: Splice,
  why: { readonly step: string; readonly reason: string },
): Edit {
  return edit(file, splice, splice.text, why);
}

/**
 * Where a node's text ends, without the line ending and comments behind it. The range of a block collection runs on to
 * what follows; its last scalar's does not.
 */
export function endOf(node: Node): number {
  if (isSeq(node) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1) as Node);
  const last = isMap(node) && !node.flow ? node.items.at(-1) : undefined;
  return last ? endOfPair(last) : (node.range?.[1] ?? 0);
}

/** Where the text of a pair ends: behind its value, or behind its key's colon where it has none. */
export function endOfPair(pair: Pair): number {
  const key = pair.key as Node;
  const value = pair.value as Node | null;
  const keyEnd = (key.range?.[1] ?? 0) + 1;
  return value?.range ? Math.max(endOf(value), keyEnd) : keyEnd;
}

/** Where a node's text begins; of a pair, its key. */
export function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}

/** Start of the line in which an offset lies. */
export function lineStartOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line behind an offset, before its line ending: comments there belong to what stands before them. */
export function lineEndOf(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return text.length;
  return text[newline - 1] === '\r' && newline > offset ? newline - 1 : newline;
}

/** Inserts whole lines behind the line in which an offset lies. Also right where a block scalar has ended its line. */
export function insertLinesAfter(file: SourceFile, offset: number, lines: readonly string[]): Splice {
  const eol = lineEndingOf(file.text);
  const at = lineEndOf(file.text, offset);
  const behindNewline = at > 0 && file.text[at - 1] === '\n';
  const text = behindNewline
    ? lines.map((line) => line + eol).join('')
    : lines.map((line) => eol + line).join('');
  return { start: at, end: at, text };
}

/** Removes the lines that `start..end` touches, with the line ending. */
export function removeLines(text: string, start: number, end: number): Splice {
  const from = lineStartOf(text, start);
  const newline = text.indexOf('\n', Math.max(end - 1, from));
  return { start: from, end: newline === -1 ? text.length : newline + 1, text: '' };
}

/** How far the keys of a block mapping are indented, as the spaces of a further line. */
export function indentOf(text: string, map: YAMLMap): string {
  const start = startOf(map.items[0]?.key);
  return ' '.repeat(start - lineStartOf(text, start));
}

/** A value of a pair of a block mapping, as lines below its key; of a flow mapping, in one line. */
export interface NewPair {
  readonly key: string;
  /** Lines with their indentation relative to the key. */
  readonly lines: readonly string[];
  /** The same value in flow style. */
  readonly flow: string;
}

/** Adds a pair to a mapping: behind one of its pairs, or before all of them. */
export function insertPair(file: SourceFile, map: YAMLMap, after: Pair | undefined, pair: NewPair): Splice {
  if (map.flow) return insertFlowPair(map, after, pair);
  const indent = indentOf(file.text, map);
  const lines = [`${pair.key}:`, ...pair.lines];
  if (after)
    return insertLinesAfter(
      file,
      endOfPair(after),
      lines.map((line) => indent + line),
    );
  const at = startOf(map.items[0]?.key);
  return { start: at, end: at, text: lines.map((line) => line + lineEndingOf(file.text) + indent).join('') };
}

function insertFlowPair(map: YAMLMap, after: Pair | undefined, pair: NewPair): Splice {
  const text = `${pair.key}: ${pair.flow}`;
  const at = after ? endOfPair(after) : startOf(map.items[0]?.key);
  return { start: at, end: at, text: after ? `, ${text}` : `${text}, ` };
}

/** Whether a node is written with brackets. */
export function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true;
}
