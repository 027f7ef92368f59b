import { linkSync, lstatSync, readFileSync, renameSync, unlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { type Folder, inFolder, syncFolder } from './folder.ts';
import { type Content, recordOf } from './journal.ts';
import type { Operation, Recorded } from './manifest.ts';
import { ProblemError } from './problem.ts';
import { readRegular } from './read-regular.ts';
import { writeDurably } from './write-durably.ts';

/** What stands at a path now: a file's record, null for nothing, undefined for what is no regular file. */
export function stateOf(root: string, path: string): Recorded | null | undefined {
  const found = contentAt(root, path);
  return found && recordOf(found);
}

/** The same with its bytes, reached without following a link. */
export function contentAt(root: string, path: string): Content | null | undefined {
  try {
    return inParent(root, path, (target) => readRegular(target));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export function sameState(one: Recorded | null | undefined, other: Recorded | null): boolean {
  if (!one || !other) return one === other;
  return one.sha256 === other.sha256 && one.mode === other.mode;
}

/**
 * Takes one file from `before` to `after`; the new bytes are moved out of the journal. When it throws, the file is
 * as it was. Throws a conflict when something else than `before` stands there.
 */
export function perform(root: string, journal: Folder, operation: Operation, at: number): void {
  inParent(root, operation.path, (target) => {
    if (!sameState(recordAt(target), operation.before)) throw changedMeanwhile(operation.path);
    const { path, before, after } = operation;
    const source = `${journal.path}/${at}.new`;
    if (after === null) unlinkSync(target);
    else if (before === null) placeNew(source, target, path, after.mode);
    else moveOver(source, target, after.mode);
  });
}

/** Takes one file back from `after` to `before`. The caller has checked that `after` stands there. */
export function revert(root: string, journal: Folder, operation: Operation, at: number): void {
  inParent(root, operation.path, (target) => {
    if (operation.before === null) unlinkSync(target);
    else moveOver(`${journal.path}/${at}.old`, target, operation.before.mode);
  });
}

/** Removes what a run that died may have left beside a target on another file system. */
export function removeStaged(root: string, { path }: Operation): void {
  try {
    inParent(root, path, (target) => unlinkSync(stagedName(target)));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Makes sure that what was done to these files survives a loss of power. */
export function syncParents(root: string, operations: readonly Operation[]): void {
  for (const parent of new Set(operations.map(({ path }) => parentOf(path))))
    inFolder(root, parent, syncFolder);
}

export function changedMeanwhile(path: string): ProblemError {
  return new ProblemError('conflict', {
    code: 'changed-meanwhile',
    file: path,
    reason: 'this file was changed while the migration was being planned',
    hint: 'Nothing was written. Run again.',
  });
}

function parentOf(path: string): string {
  const parent = posix.dirname(path);
  return parent === '.' ? '' : parent;
}

/** Runs `use` with a path to the file that stays true, whatever happens to its folders meanwhile. */
export function inParent<Value>(root: string, path: string, use: (target: string) => Value): Value {
  return inFolder(root, parentOf(path), (folder) => use(`${folder.path}/${posix.basename(path)}`));
}

function recordAt(target: string): Recorded | null | undefined {
  const found = readRegular(target);
  return found && recordOf(found);
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** A link never replaces a file that somebody has just made, a rename would. */
function placeNew(source: string, target: string, path: string, mode: number): void {
  try {
    linkSync(source, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') throw changedMeanwhile(path);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EXDEV') throw error;
    moveOver(source, target, mode);
    return;
  }
  try {
    unlinkSync(source);
  } catch {
    // The file is in place; what is left in the journal goes with the journal.
  }
}

/** A folder may be a mount of its own: then the bytes are staged beside the target first. */
function moveOver(source: string, target: string, mode: number): void {
  try {
    renameSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    stage(source, target, mode);
  }
}

function stage(source: string, target: string, mode: number): void {
  const staged = stagedName(target);
  unlinkIfThere(staged);
  try {
    writeDurably(staged, readFileSync(source), mode, lstatSync(source));
    renameSync(staged, target);
  } catch (error) {
    unlinkIfThere(staged);
    throw error;
  }
}

function stagedName(target: string): string {
  return `${posix.dirname(target)}/.${posix.basename(target)}.diag-codemod`;
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
