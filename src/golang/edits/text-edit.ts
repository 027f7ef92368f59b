import { type Edit, edit } from '../../repository/change.ts';

/** Replace `start..end` (UTF-16 units of the text that was read). An insertion has `start === end`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** The text with all edits made. Throws when two of them overlap: that is a fault of the caller. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, replacement } of inOrder(edits)) {
    if (start < at) throw new Error(`edits overlap at offset ${start}`);
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/** Sorted by start. At one offset an insertion comes before a replacement; insertions keep the order given. */
export function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The same as changes of one step. */
export function asChanges(
  file: { readonly path: string; readonly text: string },
  edits: readonly TextEdit[],
  why: { readonly step: string; readonly reason: string },
): Edit[] {
  return edits.map(({ start, end, replacement }) => edit(file, { start, end }, replacement, why));
}
