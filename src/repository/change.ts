/**
 * Replace the text `start..end` of one file. Offsets are UTF-16 units of the text that was read;
 * `expected` is the text that must stand there, so that a stale edit can never be applied.
 */
export interface Edit {
  readonly kind: 'edit';
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly expected: string;
  readonly replacement: string;
  readonly step: string;
  /** One sentence, shown in the report: why this edit is needed. */
  readonly reason: string;
}

/** A new file. It must not exist. */
export interface Creation {
  readonly kind: 'create';
  readonly path: string;
  readonly text: string;
  readonly mode: number;
  readonly step: string;
  readonly reason: string;
}

/** A file that goes. `expected` is its whole text. */
export interface Deletion {
  readonly kind: 'delete';
  readonly path: string;
  readonly expected: string;
  readonly step: string;
  readonly reason: string;
}

/** What a step may ask for. */
export type Change = Edit | Creation | Deletion;

/** Makes an edit of a file that was read; `expected` is taken from its text. */
export function edit(
  file: { readonly path: string; readonly text: string },
  range: { readonly start: number; readonly end: number },
  replacement: string,
  why: { readonly step: string; readonly reason: string },
): Edit {
  return {
    kind: 'edit',
    path: file.path,
    start: range.start,
    end: range.end,
    expected: file.text.slice(range.start, range.end),
    replacement,
    ...why,
  };
}
