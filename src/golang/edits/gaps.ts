import type { Node } from '../syntax.ts';
import { type Cell, formColumns } from './columns.ts';
import { type Rows, readLayout } from './layout.ts';
import type { Layout } from './layout-parts.ts';

/** The blanks before one token: where they stand (UTF-16), how many gofmt would print, and the lines of the columns that say so. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly rows: Rows;
}

interface Cut {
  /** Offset of the token after the gap. */
  readonly at: number;
  readonly cells: number;
  readonly hard: boolean;
}

interface Line {
  readonly row: number;
  readonly start: number;
  readonly cuts: readonly Cut[];
  readonly cells: readonly Cell[];
  /** Index of the first cell of each cut. */
  readonly firstCell: readonly number[];
}

/** All gaps that gofmt decides in these lines. The lines must be bounded by blank lines, or by the file. */
export function gapsOf(text: string, root: Node, rows: Rows): Gap[] {
  const layout = readLayout(root, rows);
  const starts = lineStarts(text);
  const lines = readLines(text, starts, rows, layout);
  return sectionsOf(text, lines, layout).flatMap((section) => gapsOfSection(text, section));
}

/** UTF-16 offsets of the first character of each line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function readLines(text: string, starts: readonly number[], rows: Rows, layout: Layout): Line[] {
  const cutsByRow = collectCuts(text, starts, layout);
  const lines: Line[] = [];
  for (let row = rows.first; row <= rows.last; row++) {
    const start = starts[row];
    if (start === undefined) break;
    lines.push(readLine(text, row, start, cutsByRow.get(row) ?? []));
  }
  return lines;
}

function collectCuts(text: string, starts: readonly number[], layout: Layout): Map<number, Cut[]> {
  const cuts = new Map<number, Cut[]>();
  const continued = new Map(layout.multiLine.map((node) => [node.endPosition.row, node.endIndex]));
  const add = (at: number, cells: number, hard: boolean) => {
    const row = rowOf(starts, at);
    const end = continued.get(row);
    // After a line break inside a literal go/printer prints blanks instead of tabs (endAlignment).
    const cut = { at, hard, cells: end !== undefined && end <= at ? 0 : cells };
    cuts.set(row, [...(cuts.get(row) ?? []), cut]);
  };
  for (const [at, cells] of layout.cells) add(at, cells, false);
  for (const comment of layout.comments) {
    if (!layout.cells.has(comment.startIndex) && isTrailing(text, comment)) add(comment.startIndex, 1, true);
  }
  for (const list of cuts.values()) list.sort((a, b) => a.at - b.at);
  return cuts;
}

/** Behind something, and before nothing but the end of the line. A second comment there belongs to the first. */
function isTrailing(text: string, comment: Node): boolean {
  const lineStart = text.lastIndexOf('\n', comment.startIndex - 1) + 1;
  const before = text.slice(lineStart, comment.startIndex).trim();
  if (
    before === '' ||
    (comment.previousSibling?.type === 'comment' && sameRow(comment.previousSibling, comment))
  )
    return false;
  const lineEnd = text.indexOf('\n', comment.endIndex);
  return text.slice(comment.endIndex, lineEnd === -1 ? undefined : lineEnd).trim() === '';
}

function sameRow(a: Node, b: Node): boolean {
  return a.endPosition.row === b.startPosition.row;
}

function readLine(text: string, row: number, start: number, cuts: readonly Cut[]): Line {
  const indent = /^\t*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
  const cells: Cell[] = Array.from({ length: indent }, () => ({ width: 0, hard: true }));
  const firstCell: number[] = [];
  let width = 0;
  let from = start + indent;
  for (const cut of cuts) {
    width += runes(text.slice(from, cut.at).trimEnd());
    from = cut.at;
    firstCell.push(cells.length);
    if (cut.cells === 0) width += 1;
    else {
      cells.push({ width, hard: cut.hard });
      for (let extra = 1; extra < cut.cells; extra++) cells.push({ width: 0, hard: false });
      width = 0;
    }
  }
  return { row, start, cuts, cells, firstCell };
}

function runes(text: string): number {
  return [...text].length;
}

/** Sections end at blank lines, at hard breaks, before comments on lines of their own and inside literals of several lines. */
function sectionsOf(text: string, lines: readonly Line[], layout: Layout): Line[][] {
  const sections: Line[][] = [];
  const insideLiteral = new Set(layout.multiLine.flatMap((node) => rowsInside(node)));
  for (const line of lines) {
    const indent = line.start + (/^[\t ]*/.exec(text.slice(line.start, line.start + 200))?.[0].length ?? 0);
    const soft = layout.softBreaks.has(indent) && !insideLiteral.has(line.row);
    const section = sections.at(-1);
    if (soft && section) section.push(line);
    else sections.push([line]);
  }
  return sections;
}

function rowsInside(node: Node): number[] {
  const count = node.endPosition.row - node.startPosition.row;
  return Array.from({ length: count }, (_, index) => node.startPosition.row + 1 + index);
}

function gapsOfSection(text: string, section: readonly Line[]): Gap[] {
  const columns = formColumns(section.map((line) => line.cells));
  return section.flatMap((line, index) =>
    line.cuts.flatMap((cut, cutIndex) => {
      const first = line.firstCell[cutIndex] ?? 0;
      const mine = columns.filter(
        (column) =>
          column.index >= first &&
          column.index < first + cut.cells &&
          column.firstLine <= index &&
          index < column.endLine,
      );
      const padded = mine.reduce((sum, column) => sum + column.width, 0) - (line.cells[first]?.width ?? 0);
      return gapBefore(text, cut, cut.cells === 0 ? 1 : padded, rowsOfColumns(section, line, mine));
    }),
  );
}

function rowsOfColumns(
  section: readonly Line[],
  line: Line,
  columns: readonly { firstLine: number; endLine: number }[],
): Rows {
  const first = Math.min(line.row, ...columns.map((column) => section[column.firstLine]?.row ?? line.row));
  const last = Math.max(line.row, ...columns.map((column) => section[column.endLine - 1]?.row ?? line.row));
  return { first, last };
}

function gapBefore(text: string, cut: Cut, width: number, rows: Rows): Gap[] {
  const start = cut.at - (/[ \t]*$/.exec(text.slice(Math.max(0, cut.at - 400), cut.at))?.[0].length ?? 0);
  return [{ start, end: cut.at, width, rows }];
}

/** The line of an offset, from 0. */
export function rowOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
