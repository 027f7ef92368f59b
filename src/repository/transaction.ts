import { mkdirSync, renameSync } from 'node:fs';
import type { ChangeSet, FileChange } from './change-set.ts';
import { inFolder, syncFolder } from './folder.ts';
import { asIoProblem } from './io-problem.ts';
import { COMMIT_MARK, DONE_MARK, type FileTransition, JOURNAL, recordOf, writeJournal } from './journal.ts';
import { withLock } from './lock.ts';
import type { Manifest } from './manifest.ts';
import { changedMeanwhile, perform, sameState, stateOf, syncParents } from './operation.ts';
import { ProblemError } from './problem.ts';
import { finish, rollBack, settleJournal } from './recovery.ts';
import type { Repository } from './repository.ts';
import { removeEmptyStateFolder } from './state-folder.ts';

/**
 * Writes a change set to the repository it was made for: all of it, or nothing. The one function that writes.
 *
 * Synchronous from end to end, so that no signal handler can run half way. Throws, with nothing changed:
 * `busy` while another run is at work, `conflict` when a file is no longer what was read, `io` when the disk fails.
 * Throws `recovery` when even rolling back failed; the journal then stays for the next start.
 */
export function applyChangeSet(repository: Repository, changeSet: ChangeSet): void {
  if (changeSet.files.length === 0) return;
  runTransaction(repository.root, 'migrate', changeSet.files.map(transitionOf), () => {
    const [changed] = repository.changedSinceRead?.() ?? [];
    if (changed !== undefined) throw changedMeanwhile(changed);
  });
}

/** Lock, recover, journal, commit (security.md §6). `check` runs under the lock, before anything is written. */
export function runTransaction(
  root: string,
  purpose: Manifest['purpose'],
  transitions: readonly FileTransition[],
  check: () => void = () => {},
): void {
  try {
    withLock(root, () => {
      settleJournal(root);
      check();
      checkTargets(root, transitions);
      commit(root, journal(root, purpose, transitions));
    });
  } catch (error) {
    throw asIoProblem(error);
  } finally {
    removeEmptyStateFolder(root);
  }
}

function transitionOf({ path, before, after, mode }: FileChange): FileTransition {
  const content = (text: string | undefined) =>
    text === undefined ? undefined : { bytes: Buffer.from(text), mode };
  return { path, before: content(before), after: content(after) };
}

function checkTargets(root: string, transitions: readonly FileTransition[]): void {
  for (const { path, before } of transitions) {
    if (!sameState(stateOf(root, path), recordOf(before))) throw changedMeanwhile(path);
  }
}

function journal(
  root: string,
  purpose: Manifest['purpose'],
  transitions: readonly FileTransition[],
): Manifest {
  try {
    return writeJournal(root, purpose, transitions);
  } catch (error) {
    // No target has been touched yet; what is there of the journal goes now or at the next start.
    tolerating(() => settleJournal(root));
    throw error;
  }
}

function commit(root: string, manifest: Manifest): void {
  let performed = 0;
  try {
    inFolder(root, JOURNAL, (folder) => {
      for (const path of manifest.folders) makeFolder(root, path);
      for (const [at, operation] of manifest.operations.entries()) {
        perform(root, folder, operation, at);
        performed++;
      }
      syncParents(root, manifest.operations);
      renameSync(`${folder.path}/${COMMIT_MARK}`, `${folder.path}/${DONE_MARK}`);
    });
  } catch (error) {
    takeBack(root, manifest, performed);
    throw error;
  }
  // Committed: from here on nothing may turn the success into a failure. The next start completes what is left.
  tolerating(() => inFolder(root, JOURNAL, syncFolder));
  tolerating(() => finish(root, manifest.purpose));
}

function makeFolder(root: string, path: string): void {
  const slash = path.lastIndexOf('/');
  inFolder(root, path.slice(0, Math.max(slash, 0)), (parent) => {
    mkdirSync(`${parent.path}/${path.slice(slash + 1)}`);
    syncFolder(parent);
  });
}

function takeBack(root: string, manifest: Manifest, performed: number): void {
  try {
    rollBack(root, manifest, performed);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError('recovery', {
      code: 'rollback-failed',
      reason: `rolling back failed: ${(error as Error).message}`,
      hint: `Free the disk or mend its rights, and run diag-codemod again: it completes the rollback from ${JOURNAL}.`,
    });
  }
}

function tolerating(run: () => void): void {
  try {
    run();
  } catch {}
}
