import { diffLines } from 'diff';

/** The lines from `startLine` to before `endLine` (from 1) become `text`; an insertion where both are the same. */
export interface LineReplacement {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** The difference between two texts of a file as replacements of whole lines, in their order. */
export function replacementsBetween(before: string, after: string): readonly LineReplacement[] {
  const found: LineReplacement[] = [];
  let line = 1;
  let open: LineReplacement | undefined;
  for (const { value, count, added, removed } of diffLines(before, after)) {
    if (!added && !removed) {
      if (open) found.push(open);
      open = undefined;
      line += count;
      continue;
    }
    open ??= { startLine: line, endLine: line, text: '' };
    open = added ? { ...open, text: open.text + value } : { ...open, endLine: open.endLine + count };
    if (removed) line += count;
  }
  return open ? [...found, open] : found;
}

/** What the replacements make of a text. */
export function applyReplacements(before: string, replacements: readonly LineReplacement[]): string {
  const lines = before.split(/(?<=\n)/);
  const pieces: string[] = [];
  let at = 1;
  for (const { startLine, endLine, text } of replacements) {
    pieces.push(...lines.slice(at - 1, startLine - 1), text);
    at = endLine;
  }
  return [...pieces, ...lines.slice(at - 1)].join('');
}
