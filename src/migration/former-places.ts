import type { ChangeSet } from '../repository/change-set.ts';
import { hunksBetween } from '../repository/diff-lines.ts';
import { ProblemError } from '../repository/problem.ts';
import type { Finding } from './finding.ts';

/** Findings of a later stage, at the lines that the user's files have. */
export function placesBefore(removal: ChangeSet, findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => ({ ...finding, line: lineBefore(removal, finding.path, finding.line) }));
}

/** Runs a later stage; what it refuses is said of the lines that the user's files have. */
export function refusedBefore<Value>(removal: ChangeSet, stage: () => Value): Value {
  try {
    return stage();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.line === undefined) throw error;
    const { file = '', line } = error.problem;
    throw new ProblemError(error.kind, { ...error.problem, line: lineBefore(removal, file, line) });
  }
}

/** The line that became this one; for a new line the one that it stands behind. */
function lineBefore({ files }: ChangeSet, path: string, line: number): number {
  const change = files.find((it) => it.path === path);
  if (change?.before === undefined || change.after === undefined) return line;
  let shift = 0;
  for (const hunk of hunksBetween(change.before, change.after)) {
    if (hunk.newStart > line) break;
    let [before, after] = [hunk.oldStart, hunk.newStart];
    for (const text of hunk.lines) {
      if (after >= line && !text.startsWith('-'))
        return text.startsWith('+') ? Math.max(1, before - 1) : before;
      if (!text.startsWith('+')) before++;
      if (!text.startsWith('-')) after++;
    }
    shift = before - after;
  }
  return line + shift;
}
