import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Folder, inFolder, syncFolder } from './folder.ts';
import { branchCommit, type GitDirectory, readSmall } from './git-directory.ts';
import { ProblemError } from './problem.ts';
import { identityOfProcess } from './process-identity.ts';
import { writeDurably } from './write-durably.ts';

/**
 * Copies the objects that git wrote into a clean room to the repository. Git itself would write through a link that
 * stands for one of the 256 folders; this does not. Objects that are there stay.
 */
export function takeObjects(room: string, { common }: GitDirectory): void {
  const folders = readdirSync(join(room, 'objects')).filter((name) => /^[0-9a-f]{2}$/.test(name));
  for (const name of folders) {
    const parent = `objects/${name}`;
    makeFolder(common, parent);
    inFolder(common, parent, (folder) => {
      for (const object of readdirSync(join(room, parent))) {
        writeNew(`${folder.path}/${object}`, readFileSync(join(room, parent, object)), 0o444);
      }
      syncFolder(folder);
    });
  }
}

/**
 * Makes a branch: one link, so that it is there whole or not at all, and never in the place of another.
 * Throws a conflict when there is such a branch, or one whose name begins with this one or the other way round.
 */
export function createBranch(git: GitDirectory, branch: string, commit: string): void {
  const ref = `refs/heads/${branch}`;
  if (isPacked(git, ref)) throw branchExists(branch);
  const parts = ref.split('/');
  const parents = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('/'));
  const waiting = `diag-codemod-${identityOfProcess()}`;
  inFolder(git.common, '', (top) => {
    writeDurably(`${top.path}/${waiting}`, Buffer.from(`${commit}\n`), 0o644);
    try {
      for (const parent of parents) makeFolder(git.common, parent);
      inFolder(git.common, posix.dirname(ref), (folder) => place(top, waiting, folder, posix.basename(ref)));
    } catch (error) {
      throw isInTheWay(error) ? branchExists(branch) : error;
    } finally {
      unlinkSync(`${top.path}/${waiting}`);
    }
  });
}

/**
 * Moves a branch from one commit to another, by git's own protocol: a lock file beside it, a look at what is there, one rename.
 * Throws a conflict when it is no longer at `from`, or git is at work on it.
 */
export function moveBranch(git: GitDirectory, branch: string, from: string, commit: string): void {
  const ref = `refs/heads/${branch}`;
  const parts = ref.split('/');
  // A branch that is packed has no folder.
  for (const at of parts.keys()) if (at > 0) makeFolder(git.common, parts.slice(0, at).join('/'));
  inFolder(git.common, posix.dirname(ref), (folder) => {
    const target = `${folder.path}/${posix.basename(ref)}`;
    try {
      writeDurably(`${target}.lock`, Buffer.from(`${commit}\n`), 0o644);
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? branchMoved(branch) : error;
    }
    try {
      if (branchCommit(git, branch) !== from) throw branchMoved(branch);
      renameSync(`${target}.lock`, target);
    } catch (error) {
      unlinkSync(`${target}.lock`);
      throw error;
    }
    syncFolder(folder);
  });
}

/** Somebody else moved it. */
export function branchMoved(branch: string): ProblemError {
  return new ProblemError('conflict', {
    code: 'branch-moved',
    reason: `the branch ${branch} was moved, or locked, by somebody else meanwhile`,
    hint: 'Run again when the other program is done.',
  });
}

function place(top: Folder, waiting: string, folder: Folder, name: string): void {
  linkSync(`${top.path}/${waiting}`, `${folder.path}/${name}`);
  syncFolder(folder);
}

/** Another branch, or a folder of branches, has the name; or a branch stands where a folder is needed. */
function isInTheWay(error: unknown): boolean {
  if (error instanceof ProblemError) return error.problem.code === 'folder-is-link';
  return (error as NodeJS.ErrnoException).code === 'EEXIST';
}

function isPacked({ common }: GitDirectory, ref: string): boolean {
  const lines = readSmall(join(common, 'packed-refs'))?.split('\n') ?? [];
  const names = lines.map((line) => line.slice(line.indexOf(' ') + 1));
  return names.some((name) => name === ref || name.startsWith(`${ref}/`) || ref.startsWith(`${name}/`));
}

function makeFolder(root: string, path: string): void {
  inFolder(root, path.includes('/') ? posix.dirname(path) : '', (parent) => {
    const target = `${parent.path}/${posix.basename(path)}`;
    // What stands there and is no folder is found when it is opened.
    if (lstatSync(target, { throwIfNoEntry: false })) return;
    mkdirSync(target);
    syncFolder(parent);
  });
}

function writeNew(path: string, bytes: Buffer, mode: number): void {
  try {
    writeDurably(path, bytes, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** The name is taken, or stands in the way of another. */
export function branchExists(branch: string): ProblemError {
  return new ProblemError('conflict', {
    code: 'branch-exists',
    reason: `the branch ${branch}, or one that begins like it, exists already`,
    hint: 'Give another name to --commit-to, or delete that branch.',
  });
}
