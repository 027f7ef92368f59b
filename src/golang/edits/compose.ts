import { applyTextEdits, inOrder, type TextEdit } from './text-edit.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** One edit of the first list, with the place of its replacement in the text it made. */
interface Placed extends TextEdit {
  readonly after: Range;
}

/** Where edits of a text put their replacements: ranges of the new text, in order. */
export function placesAfter(edits: readonly TextEdit[]): Placed[] {
  let shift = 0;
  return inOrder(edits).map((edit) => {
    const start = edit.start + shift;
    const end = start + edit.replacement.length;
    shift += edit.replacement.length - (edit.end - edit.start);
    return { ...edit, after: { start, end } };
  });
}

/**
 * Two lists of edits as one: `second` counts in the text that `first` makes of `text`, the result counts in `text`.
 * Edits that touch are merged, all others stay as they are.
 */
export function composeEdits(
  text: string,
  first: readonly TextEdit[],
  second: readonly TextEdit[],
): TextEdit[] {
  const placed = placesAfter(first);
  const middle = applyTextEdits(text, first);
  const clusters = clusterRanges([...placed.map((edit) => edit.after), ...second]);
  return clusters.flatMap((cluster) => {
    const inner = second.filter((edit) => within(edit, cluster));
    const shifted = inner.map((e) => ({ ...e, start: e.start - cluster.start, end: e.end - cluster.start }));
    const replacement = applyTextEdits(middle.slice(cluster.start, cluster.end), shifted);
    const outer = placed.filter((edit) => within(edit.after, cluster));
    return trimmed(text, { ...originalRange(cluster, outer, placed), replacement });
  });
}

function clusterRanges(ranges: readonly Range[]): Range[] {
  const clusters: { start: number; end: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = clusters.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else clusters.push({ start: range.start, end: range.end });
  }
  return clusters;
}

function within(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function originalRange(cluster: Range, outer: readonly Placed[], placed: readonly Placed[]): Range {
  const before = shiftOf(placed.filter((edit) => edit.after.end < cluster.start));
  const through = before + shiftOf(outer);
  return { start: cluster.start - before, end: cluster.end - through };
}

function shiftOf(edits: readonly Placed[]): number {
  return edits.reduce((sum, edit) => sum + edit.replacement.length - (edit.end - edit.start), 0);
}

/** Without what it would replace by itself at both ends; nothing at all when nothing is left. */
function trimmed(text: string, edit: TextEdit): TextEdit[] {
  const old = text.slice(edit.start, edit.end);
  const limit = Math.min(old.length, edit.replacement.length);
  let head = 0;
  while (head < limit && old[head] === edit.replacement[head]) head++;
  let tail = 0;
  while (tail < limit - head && old.at(-1 - tail) === edit.replacement.at(-1 - tail)) tail++;
  if (head + tail === old.length && old.length === edit.replacement.length) return [];
  const replacement = edit.replacement.slice(head, edit.replacement.length - tail);
  return [{ start: edit.start + head, end: edit.end - tail, replacement }];
}
