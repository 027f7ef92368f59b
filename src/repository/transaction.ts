import { accessSync, constants, mkdirSync, renameSync } from 'node:fs';
import type { ChangeSet, FileChange } from './change-set.ts';
import { type Folder, inFolder, syncFolder } from './folder.ts';
import { asIoProblem } from './io-problem.ts';
import {
  COMMIT_MARK,
  DONE_MARK,
  type FileTransition,
  JOURNAL,
  recordOf,
  type Transaction,
  writeJournal,
} from './journal.ts';
import { withLock } from './lock.ts';
import type { Manifest, Operation } from './manifest.ts';
import { changedMeanwhile, inParent, perform, sameState, stateOf, syncParents } from './operation.ts';
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
  const transitions = changeSet.files.map(transitionOf);
  runTransaction(repository.root, { purpose: 'migrate', transitions, emptied: [] }, () => {
    const [changed] = repository.changedSinceRead();
    if (changed !== undefined) throw changedMeanwhile(changed);
  });
}

/** Lock, recover, journal, commit (security.md §6). `check` runs under the lock, before anything is written. */
export function runTransaction(root: string, transaction: Transaction, check: () => void = () => {}): void {
  try {
    withLock(root, () => {
      settleJournal(root);
      check();
      for (const transition of transaction.transitions) checkTarget(root, transition);
      commit(root, journal(root, transaction));
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

/**
 * Throws unless the file is what was read, and may be written: a rename would replace a read-only file all the same,
 * and somebody has made it so on purpose.
 */
function checkTarget(root: string, { path, before }: FileTransition): void {
  if (!sameState(stateOf(root, path), recordOf(before))) throw changedMeanwhile(path);
  if (!before) return;
  try {
    inParent(root, path, (target) => accessSync(target, constants.W_OK));
  } catch (error) {
    throw asIoProblem(error, path);
  }
}

function journal(root: string, transaction: Transaction): Manifest {
  try {
    return writeJournal(root, transaction);
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
        performNamed(root, folder, operation, at);
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
  tolerating(() => finish(root, manifest));
}

function performNamed(root: string, folder: Folder, operation: Operation, at: number): void {
  try {
    perform(root, folder, operation, at);
  } catch (error) {
    throw asIoProblem(error, operation.path);
  }
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
    if (error instanceof ProblemError && error.kind === 'recovery') throw error;
    // Also where a folder is a link by now: files in it are changed, so "nothing was written" would be a lie.
    const why = (asIoProblem(error) as Error).message;
    throw new ProblemError('recovery', {
      code: 'rollback-failed',
      reason: `writing failed, and so did taking it back: ${why}`,
      hint: `Free the disk or mend its rights, and run diag-codemod again: it completes the rollback from ${JOURNAL}.`,
    });
  }
}

function tolerating(run: () => void): void {
  try {
    run();
  } catch {}
}
