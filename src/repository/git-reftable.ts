import { copyFileSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GitDirectory, isFolder, readSmall } from './git-directory.ts';
import { GitFailure, type GitSetting, runGit } from './git-run.ts';
import { ProblemError } from './problem.ts';

/** What HEAD says where refs are kept in binary tables: a program that does not know them finds nothing at all. */
const NO_HEAD = 'ref: refs/heads/.invalid';
const TABLES = 'reftable';

/** Far more and larger than git leaves them: it packs tables together by itself. */
const MAX_TABLES = 1_000;
const MAX_TABLE_BYTES = 64 * 1024 * 1024;

/** Whether refs are kept as a reftable (git 2.45 and newer): then only git can read them. */
export function usesReftable({ own }: GitDirectory): boolean {
  return readSmall(join(own, 'HEAD'))?.trim() === NO_HEAD && isFolder(join(own, TABLES));
}

/**
 * Gives a clean room the refs of a repository: copies of its tables. A work tree of `git worktree` has a HEAD of its own,
 * and finds the branches in the folder that it names as the common one.
 */
export function furnishReftable(room: string, git: GitDirectory): void {
  writeFileSync(join(room, 'HEAD'), `${NO_HEAD}\n`);
  copyTables(join(git.own, TABLES), join(room, TABLES));
  if (git.common === git.own) return;
  const common = join(room, 'common');
  for (const folder of ['refs', TABLES]) mkdirSync(join(common, folder), { recursive: true });
  for (const shared of ['objects', 'config']) symlinkSync(join('..', shared), join(common, shared));
  writeFileSync(join(room, 'commondir'), 'common\n');
  copyTables(join(git.common, TABLES), join(common, TABLES));
}

/** The commit that HEAD names; undefined before the first commit. */
export async function reftableHead(setting: GitSetting): Promise<string | undefined> {
  try {
    return (await runGit(setting, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).trim();
  } catch (error) {
    if (error instanceof GitFailure && error.message === 'git ended with code 1') return undefined;
    throw error;
  }
}

/** All tags and the objects that they name. */
export async function reftableTags(setting: GitSetting): Promise<ReadonlyMap<string, string>> {
  const printed = await runGit(setting, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags']);
  const tags = printed.matchAll(/^(\S+) refs\/tags\/(.+)$/gm);
  return new Map([...tags].map(([, hash = '', name = '']) => [name, hash]));
}

/**
 * Makes or moves a branch. Git itself writes it, from the clean room: a link leads it to the tables, and there is no hook.
 * Throws a {@link GitFailure} where it is not at `from` (undefined: where there is one), or another stands in the way.
 */
export async function writeReftableBranch(
  setting: GitSetting,
  git: GitDirectory,
  {
    branch,
    commit,
    from,
  }: { readonly branch: string; readonly commit: string; readonly from: string | undefined },
): Promise<void> {
  const tables = join(git.common, TABLES);
  if (!isFolder(tables)) throw new GitFailure(`${tables} is no folder`);
  const place = join(setting.room, git.common === git.own ? '.' : 'common', TABLES);
  rmSync(place, { recursive: true });
  symlinkSync(tables, place);
  await runGit(setting, ['update-ref', `refs/heads/${branch}`, commit, from ?? '']);
}

/**
 * The problem behind a failure of a git that is older than the format of the refs; undefined for any other failure.
 * `instead` is what helps without another git.
 */
export function gitTooOld(
  error: unknown,
  git: GitDirectory,
  instead = 'commit your work and pass --allow-dirty without --commit-to',
): ProblemError | undefined {
  if (!(error instanceof GitFailure) || !usesReftable(git)) return undefined;
  if (!/unknown repository (?:extension|version)|repo version/i.test(error.message)) return undefined;
  return new ProblemError('conflict', {
    code: 'git-too-old',
    reason: 'this repository keeps its refs as a reftable, which the git on the PATH cannot read',
    hint: `Update git to 2.45 or newer, or ${instead}.`,
  });
}

function copyTables(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const names = isFolder(from) ? readdirSync(from).filter((name) => /^[\w.-]+$/.test(name)) : [];
  for (const name of names.slice(0, MAX_TABLES)) {
    const stats = lstatSync(join(from, name), { throwIfNoEntry: false });
    if (stats?.isFile() && stats.size <= MAX_TABLE_BYTES) copyFileSync(join(from, name), join(to, name));
  }
}
