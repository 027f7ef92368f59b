import { renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { type Folder, inFolder, syncFolder } from './folder.ts';
import {
  COMMIT_MARK,
  DONE_MARK,
  isOfThisPlace,
  isThere,
  JOURNAL,
  readMark,
  removeState,
  sha256,
  UNDO,
} from './journal.ts';
import { withLock } from './lock.ts';
import type { Manifest, Operation } from './manifest.ts';
import { removeStaged, revert, sameState, stateOf, syncParents } from './operation.ts';
import { ProblemError } from './problem.ts';
import { readRegular } from './read-regular.ts';
import { removeEmptyStateFolder, STATE_FOLDER } from './state-folder.ts';

/**
 * Rolls back what a run that died left half done. Call it before a repository is read.
 * Answers whether there was something. Throws `busy` while a live run is at work, and a recovery problem when a file
 * was edited in between, so that its old bytes cannot be put back without losing the edit.
 */
export function recoverInterrupted(root: string): boolean {
  if (!isThere(root, JOURNAL)) return false;
  const found = withLock(root, () => settleJournal(root));
  removeEmptyStateFolder(root);
  return found;
}

/** The same, for a caller that holds the lock. Afterwards there is no journal. */
export function settleJournal(root: string): boolean {
  const interrupted = readMark(root, JOURNAL, COMMIT_MARK);
  const done = interrupted ? undefined : readMark(root, JOURNAL, DONE_MARK);
  const manifest = interrupted ?? done;
  if (manifest && !isOfThisPlace(root, manifest)) throw notOfThisPlace();
  if (interrupted) {
    rollBack(root, interrupted, interrupted.operations.length);
    return true;
  }
  if (done) finish(root, done);
  else if (isThere(root, JOURNAL)) removeState(root, JOURNAL);
  return false;
}

/**
 * Takes the first `count` operations back and removes the journal. Every file is looked at before the first one is
 * touched. Can be interrupted and repeated: a file that is as before is left alone.
 */
export function rollBack(root: string, manifest: Manifest, count: number): void {
  const reached = manifest.operations.slice(0, count).map((operation, at) => ({ operation, at }));
  const toRevert = reached.filter(({ operation, at }) => mustRevert(root, operation, at));
  inFolder(root, JOURNAL, (journal) => {
    for (const { operation, at } of toRevert) checkOldBytes(journal, operation, at);
    for (const { operation, at } of toRevert.reverse()) revert(root, journal, operation, at);
    for (const operation of manifest.operations) removeStaged(root, operation);
    syncParents(
      root,
      toRevert.map(({ operation }) => operation),
    );
    removeFolders(root, manifest.folders);
    unlinkSync(`${journal.path}/${COMMIT_MARK}`);
    syncFolder(journal);
  });
  removeState(root, JOURNAL);
}

/** After the commit point: the journal of a migration becomes what `undo` needs; after an undo nothing is kept. */
export function finish(root: string, { purpose, emptied }: Manifest): void {
  removeState(root, UNDO);
  removeFolders(root, emptied);
  if (purpose === 'undo') {
    removeState(root, JOURNAL);
    return;
  }
  inFolder(root, STATE_FOLDER, (folder) => {
    renameSync(`${folder.path}/journal`, `${folder.path}/undo`);
    syncFolder(folder);
  });
}

/** Folders made for creations go again, children first; one that holds something else by now stays. */
function removeFolders(root: string, folders: readonly string[]): void {
  for (const path of [...folders].reverse()) {
    try {
      inFolder(root, path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '', (parent) =>
        rmdirSync(`${parent.path}/${path.slice(path.lastIndexOf('/') + 1)}`),
      );
    } catch {}
  }
}

function mustRevert(root: string, operation: Operation, at: number): boolean {
  const state = stateOf(root, operation.path);
  if (sameState(state, operation.before)) return false;
  if (sameState(state, operation.after)) return true;
  throw editedAfterwards(operation, at);
}

function checkOldBytes(journal: Folder, { before }: Operation, at: number): void {
  if (before === null) return;
  const found = readRegular(`${journal.path}/${at}.old`);
  if (found && sha256(found.bytes) === before.sha256) return;
  throw new ProblemError('recovery', {
    code: 'journal-broken',
    file: `${JOURNAL}/${at}.old`,
    reason: 'these old bytes are no longer what the migration saved',
    hint: `Nothing was taken back. Compare the working tree with git; then remove ${JOURNAL} and run again.`,
  });
}

function notOfThisPlace(): ProblemError {
  return new ProblemError('recovery', {
    code: 'journal-foreign',
    file: JOURNAL,
    reason:
      'this journal of an unfinished migration was written in another place: it came with a clone or a copy',
    hint: `Nothing was changed. Compare the working tree with git; then remove ${JOURNAL} and run again.`,
  });
}

function editedAfterwards({ path, before }: Operation, at: number): ProblemError {
  const old = before === null ? 'It did not exist before.' : `Its old bytes are in ${JOURNAL}/${at}.old.`;
  return new ProblemError('recovery', {
    code: 'recovery-needed',
    file: path,
    reason: 'a migration died half way, and this file was edited since',
    hint: `${old} Put it right, or remove ${JOURNAL} to keep everything as it is now; then run again.`,
  });
}
