import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats } from 'node:fs';
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
  const common = commonFolder(own, dotGit);
  return common !== undefined && isFolder(join(common, 'objects')) ? { own, common } : undefined;
}

/**
 * What a work tree of `git worktree` shares: its own folder is `<common>/worktrees/<name>`, never `.git`. Any other way that
 * `commondir` shows may lead to somebody else's repository, to which `--commit-to` would then write.
 */
function commonFolder(own: string, dotGit: string): string | undefined {
  const named = readSmall(join(own, 'commondir'))?.trim();
  if (named === undefined) return own;
  const common = resolve(own, '../..');
  return own !== dotGit && samePlace(resolve(own, named), common) ? common : undefined;
}

/** The git directory of a clone: that of a work tree, or the folder itself where it is a bare repository. */
export function findClone(path: string): GitDirectory | undefined {
  const inWorkTree = findGitDirectory(path);
  if (inWorkTree) return inWorkTree;
  const bare = isFolder(join(path, 'objects')) && readSmall(join(path, 'HEAD')) !== undefined;
  return bare ? { own: path, common: path } : undefined;
}

/**
 * The branch that HEAD stands on, without `refs/heads/`; undefined where it stands on a commit, or where refs are kept in
 * another way (reftable), which has a name there that no branch can have.
 */
export function headBranch(git: GitDirectory): string | undefined {
  return /^ref: refs\/heads\/([^.].*)$/.exec(readSmall(join(git.own, 'HEAD'))?.trim() ?? '')?.[1];
}

/**
 * All tags and the objects that they name. Read from files, loose and packed: a clone whose refs are kept in another way
 * (see `usesReftable`) has none here.
 */
export function tagsOf(git: GitDirectory): ReadonlyMap<string, string> {
  const prefix = 'refs/tags/';
  const packed = (readSmall(join(git.common, 'packed-refs'))?.split('\n') ?? []).flatMap((line) => {
    const [hash = '', name = ''] = line.split(' ');
    return name.startsWith(prefix) && isHash(hash) ? [[name.slice(prefix.length), hash] as const] : [];
  });
  return new Map([...packed, ...looseTags(join(git.common, 'refs/tags'), '', 0)]);
}

function looseTags(root: string, folder: string, depth: number): readonly (readonly [string, string])[] {
  if (depth > 8 || !isFolder(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return looseTags(root, name, depth + 1);
    const hash = readSmall(join(root, name))?.trim() ?? '';
    return isHash(hash) ? [[name, hash] as const] : [];
  });
}

export function isHash(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/**
 * The commit that HEAD names; undefined before the first commit. Loose and packed refs are read; where refs are kept
 * in another way (reftable) this is undefined too.
 */
export function headCommit(git: GitDirectory): string | undefined {
  return resolved(git, readSmall(join(git.own, 'HEAD'))?.trim() ?? '');
}

/** The commit that a branch names; undefined where there is none. */
export function branchCommit(git: GitDirectory, branch: string): string | undefined {
  return resolved(git, `ref: refs/heads/${branch}`);
}

/** Follows `ref: …` to the commit. */
function resolved(git: GitDirectory, start: string): string | undefined {
  let value = start;
  for (let depth = 0; depth < 5; depth++) {
    if (isHash(value)) return value;
    const name = /^ref: (refs\/[^\0\n]+)$/.exec(value)?.[1];
    if (name === undefined || name.split('/').some((part) => part.startsWith('.'))) return undefined;
    value = (readSmall(join(git.common, name)) ?? packedRef(git, name) ?? '').trim();
  }
  return undefined;
}

/** A small regular file's text; undefined for anything else. */
export function readSmall(path: string): string | undefined {
  const stats = statsOf(path);
  if (!stats?.isFile() || stats.size > MAX_BYTES) return undefined;
  return readFileSync(path, 'utf8');
}

/** Answers of the file system to a name that cannot be there: a branch stands where a folder would be, links in a circle, far too long. */
const NO_SUCH_NAME: ReadonlySet<string | undefined> = new Set(['ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** What stands there, links not followed. HEAD may name any branch: one that there cannot be is as one that there is not. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (NO_SUCH_NAME.has((error as NodeJS.ErrnoException).code)) return undefined;
    throw error;
  }
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
  const back = /^[ \t]*worktree = "?([^"\n]+?)"?$/m.exec(readSmall(join(own, 'config')) ?? '')?.[1];
  return back !== undefined && samePlace(resolve(own, back), root);
}

function samePlace(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** Whether a folder stands there, and not a link to one. */
export function isFolder(path: string): boolean {
  return statsOf(path)?.isDirectory() ?? false;
}
