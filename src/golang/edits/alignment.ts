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
  const before = readLines(file);
  const after = readLines(
    parseGo({ path: file.path, mode: file.mode, text: applyTextEdits(file.text, edits) }),
  );
  const realigned = placesAfter(edits).flatMap((place) => {
    const touched = touchedRows(after, place.after);
    const wrong = after.wrongGaps(blockAround(after, touched));
    const wasAligned = before.wrongGaps(blockAround(before, touchedRows(before, place))).length === 0;
    return wasAligned ? wrong : wrong.filter((gap) => overlaps(gap.rows, touched));
  });
  return composeEdits(file.text, edits, withoutDoubles(realigned));
}

/** A file by its lines. */
interface Lines {
  readonly text: string;
  readonly root: Node;
  /** UTF-16 offsets of their first characters. */
  readonly starts: readonly number[];
  /** Where gofmt would print other blanks. Edits of one block ask for the same lines. */
  readonly wrongGaps: (rows: Rows) => readonly Gap[];
}

function readLines({ text, root }: GoFile): Lines {
  const known = new Map<string, readonly Gap[]>();
  const wrongGaps = (rows: Rows) => {
    const key = `${rows.first} ${rows.last}`;
    const found = known.get(key) ?? gapsOf(text, root, rows).filter((gap) => isWrong(text, gap));
    known.set(key, found);
    return found;
  };
  return { text, root, starts: lineStarts(text), wrongGaps };
}

function isWrong(text: string, { start, end, width }: Gap): boolean {
  return text.slice(start, end) !== ' '.repeat(width);
}

/** The lines of an edit and the ones directly above and below: a column can end, or grow together, there. */
function touchedRows({ starts }: Lines, range: { start: number; end: number }): Rows {
  return { first: Math.max(0, rowOf(starts, range.start) - 1), last: rowOf(starts, range.end) + 1 };
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
function blockAround({ text, root, starts }: Lines, rows: Rows): Rows {
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
