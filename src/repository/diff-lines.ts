import { structuredPatch } from 'diff';

/** A run of changed lines with its context, as unified diffs have it. Lines keep their CR, not their LF. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** Each with its ` `, `-`, `+` or `\` in front. */
  readonly lines: readonly string[];
}

/** Lines of context around a change, as git shows them. */
const CONTEXT = 3;

/** The hunks between two texts. */
export function hunksBetween(before: string, after: string): readonly Hunk[] {
  return structuredPatch('', '', before, after, undefined, undefined, { context: CONTEXT }).hunks;
}

/** How many lines come and go. */
export interface LineCounts {
  readonly added: number;
  readonly removed: number;
}

/** Counts the lines that come and go. Only what lies between the first and the last difference is compared. */
export function countLines(before: string, after: string): LineCounts {
  const lines = hunksBetween(...differing(before, after)).flatMap((hunk) => hunk.lines);
  return {
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}

/** Two texts without the lines that they begin and end with alike. What differs in its last line stays whole: it may lack an LF. */
function differing(before: string, after: string): [string, string] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let [start, end] = [0, 0];
  while (start < shorter && old[start] === now[start]) start++;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  if (end === 0) return [before, after];
  const between = (lines: readonly string[]) =>
    lines.slice(start, lines.length - end).map((line) => `${line}\n`);
  return [between(old).join(''), between(now).join('')];
}
