import type { Edit } from './change.ts';
import { type ProblemError, refusal } from './problem.ts';
import { positionAt, type SourceFile } from './source-file.ts';

/**
 * The text of `file` after its edits. Offsets are UTF-16 units of `file.text`. Identical edits count once;
 * insertions at one place come in the order given, before a replacement that starts there. Lines that are inserted behind a line that
 * another step removes take its place.
 * Throws a refusal when an edit is stale or two overlap.
 */
export function applyEdits(file: SourceFile, edits: readonly Edit[]): string {
  const ordered = withoutRepeats(edits)
    .map((edit, _, all) => behindRemovedLines(file.text, edit, all))
    .sort((one, other) => one.start - other.start || one.end - other.end);
  const pieces: string[] = [];
  let at = 0;
  for (const edit of ordered) {
    if (file.text.slice(edit.start, edit.end) !== edit.expected) throw stale(file, edit);
    if (edit.start < at) throw overlapping(file, edit, ordered);
    pieces.push(file.text.slice(at, edit.start), edit.replacement);
    at = edit.end;
  }
  const text = pieces.join('') + file.text.slice(at);
  if (Buffer.from(text).toString() !== text) throw notEncodable(file);
  return text;
}

function withoutRepeats(edits: readonly Edit[]): Edit[] {
  const seen = new Set<string>();
  return edits.filter(({ start, end, replacement }) => {
    const key = `${start}:${end}:${replacement}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The step that adds lines behind a line (`\n…` at its end) does not know that another one takes that line away. */
function behindRemovedLines(text: string, edit: Edit, all: readonly Edit[]): Edit {
  const lineEnding = /^\r?\n/.exec(edit.replacement)?.[0];
  if (lineEnding === undefined || edit.end > edit.start) return edit;
  const removal = all.find(
    ({ start, end, replacement }) =>
      replacement === '' && start < edit.start && text.slice(edit.start, end) === lineEnding,
  );
  if (!removal || text.charAt(removal.start - 1) !== '\n') return edit;
  const replacement = edit.replacement.slice(lineEnding.length) + lineEnding;
  return { ...edit, start: removal.end, end: removal.end, replacement };
}

function stale(file: SourceFile, edit: Edit): ProblemError {
  return fault(file, edit.start, `${edit.step} planned an edit for a text that does not stand here`);
}

function overlapping(file: SourceFile, edit: Edit, ordered: readonly Edit[]): ProblemError {
  const other = ordered[ordered.indexOf(edit) - 1];
  return fault(file, edit.start, `the edits of ${other?.step} and ${edit.step} overlap here`);
}

/** Half of a surrogate pair cannot be written as UTF-8: an edit cut a character in two. */
function notEncodable(file: SourceFile): ProblemError {
  return fault(file, 0, 'the planned text is no valid Unicode');
}

function fault(file: SourceFile, offset: number, reason: string): ProblemError {
  return refusal({
    code: 'plan-misfit',
    file: file.path,
    ...positionAt(file.text, offset),
    reason,
    hint: 'This is a fault of diag-codemod; nothing was written. Please report it with this file.',
  });
}
