import { type GoFile, type Node, parseGo } from '../syntax.ts';
import { composeEdits, placesAfter } from './compose.ts';
import { type Gap, gapsOf, lineStarts, rowOf } from './gaps.ts';
import type { Rows } from './layout.ts';
import { applyTextEdits, type TextEdit } from './text-edit.ts';

/**
 * The same edits, plus what gofmt would realign because of them (struct fields, keys of composite literals, groups of variables,
 * trailing comments) and nothing else. Call it once, with all edits of the file.
 *
 * Where the file was aligned around an edit, it is so afterwards; where it was not, only the columns that the edit touches are
 * realigned. Throws the refusal `go-syntax` when the edits leave no valid Go.
 */
export function finishEdits(file: GoFile, edits: readonly TextEdit[]): TextEdit[] {
  if (edits.length === 0) return [];
  const text = applyTextEdits(file.text, edits);
  const after = parseGo({ path: file.path, mode: file.mode, text });
  const starts = lineStarts(text);
  const places = placesAfter(edits);
  const realigned = places.flatMap((place) => {
    const touched = touchedRows(starts, place.after);
    const wrong = wrongGaps(text, after.root, blockAround(text, starts, after.root, touched));
    return wasAligned(file, place) ? wrong : wrong.filter((gap) => overlaps(gap.rows, touched));
  });
  return composeEdits(file.text, edits, withoutDoubles(realigned));
}

/** The lines of an edit and the ones directly above and below: a column can end, or grow together, there. */
function touchedRows(starts: readonly number[], range: { start: number; end: number }): Rows {
  return { first: Math.max(0, rowOf(starts, range.start) - 1), last: rowOf(starts, range.end) + 1 };
}

function wasAligned(file: GoFile, place: { start: number; end: number }): boolean {
  const starts = lineStarts(file.text);
  const rows = blockAround(file.text, starts, file.root, touchedRows(starts, place));
  return wrongGaps(file.text, file.root, rows).length === 0;
}

function wrongGaps(text: string, root: Node, rows: Rows): Gap[] {
  return gapsOf(text, root, rows).filter((gap) => text.slice(gap.start, gap.end) !== ' '.repeat(gap.width));
}

const GROUPS = [
  'field_declaration_list',
  'var_declaration',
  'const_declaration',
  'type_declaration',
  'literal_value',
  'argument_list',
];

/** The smallest lists that hold the lines, up to the blank lines around them: what decides the alignment. */
function blockAround(text: string, starts: readonly number[], root: Node, rows: Rows): Rows {
  let { first, last } = rows;
  for (const row of [rows.first, rows.last]) {
    const group = groupAround(root, starts, Math.min(row, starts.length - 1));
    first = Math.min(first, group?.startPosition.row ?? first);
    last = Math.max(last, group?.endPosition.row ?? last);
  }
  while (first > 0 && !isBlank(text, starts, first - 1)) first--;
  while (last + 1 < starts.length && !isBlank(text, starts, last + 1)) last++;
  return { first, last: Math.min(last, starts.length - 1) };
}

function groupAround(root: Node, starts: readonly number[], row: number): Node | null {
  const offset = starts[row] ?? 0;
  let node: Node | null = root.descendantForIndex(offset, offset);
  while (node && !GROUPS.includes(node.type)) node = node.parent;
  return node;
}

function isBlank(text: string, starts: readonly number[], row: number): boolean {
  return text.slice(starts[row], starts[row + 1]).trim() === '';
}

function overlaps(a: Rows, b: Rows): boolean {
  return a.first <= b.last && b.first <= a.last;
}

function withoutDoubles(gaps: readonly Gap[]): TextEdit[] {
  const byStart = new Map(gaps.map((gap) => [gap.start, gap]));
  return [...byStart.values()].map(({ start, end, width }) => ({
    start,
    end,
    replacement: ' '.repeat(width),
  }));
}
