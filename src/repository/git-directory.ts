import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where git keeps what belongs to a work tree. Found by looking, git is not asked (security.md §10.1). */
export interface GitDirectory {
  /** HEAD and index of this work tree. */
  readonly own: string;
  /** Objects, refs and config: another folder for a work tree that `git worktree` made. */
  readonly common: string;
}

/** Far more than any such file has. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The git directory of the work tree at `root`; undefined where there is none. A `.git` file could point anywhere, so
 * it is followed only to a folder that points back at this work tree, as those of `git worktree` and of submodules do.
 */
export function findGitDirectory(root: string): GitDirectory | undefined {
  const dotGit = join(root, '.git');
  const stats = lstatSync(dotGit, { throwIfNoEntry: false });
  const own = stats?.isDirectory() ? dotGit : stats?.isFile() ? followedFile(root, dotGit) : undefined;
  if (own === undefined || !readSmall(join(own, 'HEAD'))) return undefined;
  const common = resolve(own, readSmall(join(own, 'commondir'))?.trim() ?? '.');
  return isFolder(join(common, 'objects')) ? { own, common } : undefined;
}

/**
 * The commit that HEAD names; undefined before the first commit. Loose and packed refs are read; where refs are kept
 * in another way (reftable) this is undefined too.
 */
export function headCommit(git: GitDirectory): string | undefined {
  let value = readSmall(join(git.own, 'HEAD'))?.trim() ?? '';
  for (let depth = 0; depth < 5; depth++) {
    if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) return value;
    const name = /^ref: (refs\/[^\0\n]+)$/.exec(value)?.[1];
    if (name === undefined || name.split('/').includes('..')) return undefined;
    value = (readSmall(join(git.common, name)) ?? packedRef(git, name) ?? '').trim();
  }
  return undefined;
}

/** A small regular file's text; undefined for anything else. */
export function readSmall(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > MAX_BYTES) return undefined;
  return readFileSync(path, 'utf8');
}

function packedRef(git: GitDirectory, name: string): string | undefined {
  const lines = readSmall(join(git.common, 'packed-refs'))?.split('\n') ?? [];
  return lines.find((line) => line.endsWith(` ${name}`))?.split(' ')[0];
}

function followedFile(root: string, dotGit: string): string | undefined {
  const target = /^gitdir: (.+)\n?$/.exec(readSmall(dotGit) ?? '')?.[1];
  if (target === undefined) return undefined;
  const own = resolve(root, target);
  return isFolder(own) && (worktreePointsBack(own, dotGit) || submodulePointsBack(own, root))
    ? own
    : undefined;
}

/** `git worktree` writes the path of the `.git` file into `gitdir`. */
function worktreePointsBack(own: string, dotGit: string): boolean {
  const back = readSmall(join(own, 'gitdir'))?.trim();
  return back !== undefined && samePlace(resolve(own, back), dotGit);
}

/** A submodule's config names its work tree, relative to the git directory. */
function submodulePointsBack(own: string, root: string): boolean {
  const back = /^\s*worktree = "?([^"\n]+?)"?$/m.exec(readSmall(join(own, 'config')) ?? '')?.[1];
  return back !== undefined && samePlace(resolve(own, back), root);
}

function samePlace(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
