import { type Content, recordOf, UNDO } from './journal.ts';
import type { Manifest, Operation, Recorded } from './manifest.ts';
import { sameState } from './operation.ts';
import { type Problem, ProblemError } from './problem.ts';

/**
 * The conflict that names every file which is no longer as the migration left it, one problem each; undefined where
 * all are. `found` is what stands at each operation's path, null for nothing, undefined for no regular file.
 * No line is told: the bytes that the migration wrote are not kept, so nobody knows which lines are the edit.
 */
export function editedSince(
  { operations }: Manifest,
  found: readonly (Content | null | undefined)[],
): ProblemError | undefined {
  const [first, ...others] = operations.flatMap((operation, at) => {
    const now = found[at] && recordOf(found[at]);
    return sameState(now, operation.after) ? [] : [editedFile(operation, at, now)];
  });
  return first && new ProblemError('conflict', first, others);
}

function editedFile(operation: Operation, at: number, now: Recorded | null | undefined): Problem {
  const [reason, hint] = whatHappened(operation, at, now);
  return {
    code: 'edited-since',
    file: operation.path,
    reason: `${reason} since the migration`,
    hint: `Nothing was taken back, of no file. ${hint}, and run undo again.`,
  };
}

function whatHappened(
  { before, after }: Operation,
  at: number,
  now: Recorded | null | undefined,
): readonly [reason: string, hint: string] {
  const old = before === null ? 'It did not exist before' : `Its bytes of before are in ${UNDO}/${at}.old`;
  if (now === undefined) return ['a link, a folder or a device took the place of this file', 'Move it away'];
  if (after === null) return ['this file was deleted, and somebody made it again', 'Move it away'];
  if (now === null) return ['somebody deleted this file', `${old}. Bring the migrated file back`];
  if (now.sha256 !== after.sha256) return ['this file was edited', `${old}. Take your edit back`];
  const modes = `from ${octal(after.mode)} to ${octal(now.mode)}`;
  return [`the mode of this file was changed ${modes}`, `Give it the mode ${octal(after.mode)} again`];
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
