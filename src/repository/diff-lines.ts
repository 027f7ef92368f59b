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
export function countLines(before: string, after: string): { added: number; removed: number } {
  const lines = hunksBetween(before, after).flatMap((hunk) => hunk.lines);
  return {
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}
