import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChangeSet, FileChange } from './change-set.ts';
import { writeBranch } from './git-branch.ts';
import { withCleanRoom } from './git-clean-room.ts';
import { findGitDirectory, type GitDirectory, headCommit } from './git-directory.ts';
import { committerIdentity } from './git-identity.ts';
import { gitTooOld, reftableHead, usesReftable } from './git-reftable.ts';
import { findGit, GitFailure, type GitSetting, runGit } from './git-run.ts';
import { asIoProblem } from './io-problem.ts';
import { type Problem, ProblemError, refusal } from './problem.ts';
import type { Repository } from './repository.ts';

/** What to commit. */
export interface CommitRequest {
  /** A name without `refs/heads/`. */
  readonly branch: string;
  /** The message, or what makes it of the content: a message can vouch for its commit. */
  readonly message: string | ((content: CommitContent) => string);
  /** Take a file as it is in the work tree, though it differs from HEAD. */
  readonly allowDirty: boolean;
  /** In the place of the identity that git's configuration has: `GIT_AUTHOR_NAME` and its like. */
  readonly identity?: Readonly<Record<string, string>>;
}

/** What a commit holds, by the ids of git. */
export interface CommitContent {
  readonly tree: string;
  /** HEAD. */
  readonly parent: string;
  /** Name and address of who commits. */
  readonly committer: string;
}

/** A commit that was made in a clean room and is known there alone. */
export interface MadeCommit extends CommitContent {
  readonly id: string;
  readonly message: string;
  readonly setting: GitSetting;
  readonly directory: GitDirectory;
}

/**
 * Commits a change set on top of HEAD to a new branch and answers the commit's id. Work tree, index and HEAD stay as
 * they are; what appears in the repository are objects, and last the one ref. (security.md §3, mode C: 33 hostile
 * repositories, 0 executed.)
 *
 * Throws a refusal without git or a commit, a usage problem for a name that git does not allow, and a conflict when the
 * branch exists or a file differs from HEAD.
 */
export async function commitToBranch(
  repository: Repository,
  changeSet: ChangeSet,
  request: CommitRequest,
): Promise<string> {
  return withCommit(repository, changeSet, request, async ({ id, setting, directory }) => {
    await writeBranch(setting, directory, { branch: request.branch, commit: id, from: undefined });
    return id;
  });
}

/**
 * Makes the commit of a change set on top of HEAD and gives it to `use`. Nothing of it is in the repository unless `use` puts it there.
 * Throws as {@link commitToBranch} does.
 */
export async function withCommit<Value>(
  repository: Repository,
  changeSet: ChangeSet,
  request: CommitRequest,
  use: (made: MadeCommit) => Promise<Value>,
): Promise<Value> {
  const { root } = repository;
  const directory = findGitDirectory(root);
  const binary = findGit(root);
  if (!directory || binary === undefined) throw nothingToCommitTo();
  try {
    return await withCleanRoom(directory, async (room) => {
      const head = await headOf({ root, room, binary }, directory);
      if (head === undefined) throw nothingToCommitTo();
      const own = await committerIdentity({ root, room, binary });
      const setting = { root, room, binary, identity: { ...own, ...request.identity } };
      await checkName(setting, request.branch);
      const written = await writeCommit(setting, head, changeSet, request);
      return use({ ...written, setting, directory });
    });
  } catch (error) {
    throw gitProblem(error, directory);
  }
}

async function headOf(setting: GitSetting, git: GitDirectory): Promise<string | undefined> {
  return usesReftable(git) ? reftableHead(setting) : headCommit(git);
}

async function checkName(setting: GitSetting, branch: string): Promise<void> {
  try {
    if (branch.startsWith('-')) throw new Error('an option');
    await runGit(setting, ['check-ref-format', `refs/heads/${branch}`]);
  } catch {
    throw new ProblemError('usage', {
      code: 'wrong-value',
      reason: `--commit-to: git allows no branch with the name ${JSON.stringify(branch)}`,
      hint: 'Give a name such as secure-metrics.',
    });
  }
}

async function writeCommit(
  setting: GitSetting,
  head: string,
  { files }: ChangeSet,
  request: CommitRequest,
): Promise<Omit<MadeCommit, 'setting' | 'directory'>> {
  const committed = await entriesAt(setting, head, files);
  const contents: Content[] = [];
  const differing: Problem[] = [];
  for (const file of files) {
    const content = await contentOf(setting, file, committed.get(file.path), request);
    if (content) contents.push(content);
    else differing.push(differsFromHead(file));
  }
  const [first, ...others] = differing;
  if (first) throw new ProblemError('conflict', first, others);
  await runGit(setting, ['read-tree', head]);
  await stage(setting, contents);
  const tree = (await runGit(setting, ['write-tree', '--missing-ok'])).trim();
  const content = { tree, parent: head, committer: committerOf(setting) };
  const message = typeof request.message === 'string' ? request.message : request.message(content);
  const file = inRoom(setting, 'message', message);
  const id = (await runGit(setting, ['commit-tree', tree, '-p', head, '-F', file])).trim();
  return { ...content, id, message };
}

function committerOf({ identity = {} }: GitSetting): string {
  return `${identity.GIT_COMMITTER_NAME} <${identity.GIT_COMMITTER_EMAIL}>`;
}

interface Entry {
  readonly mode: string;
  readonly id: string;
}

/** What HEAD has at these paths: `<mode> blob <id>\t<path>\0`. */
async function entriesAt(
  setting: GitSetting,
  head: string,
  files: readonly FileChange[],
): Promise<ReadonlyMap<string, Entry>> {
  const paths = files.map(({ path }) => path);
  const listed = await runGit(setting, ['ls-tree', '-z', '--full-tree', head, '--', ...paths]);
  const found = listed.matchAll(/(100644|100755) blob ([0-9a-f]+)\t([^\0]*)\0/g);
  return new Map([...found].map(([, mode = '', id = '', path = '']) => [path, { mode, id }]));
}

/** What a path has in the new commit; undefined text where the file goes. */
interface Content {
  readonly path: string;
  readonly mode: string;
  readonly text: string | undefined;
}

/** Undefined for a file whose text in the work tree is not what HEAD has, where that counts. */
async function contentOf(
  setting: GitSetting,
  file: FileChange,
  entry: Entry | undefined,
  { allowDirty }: CommitRequest,
): Promise<Content | undefined> {
  const { path, after } = file;
  const mode = entry?.mode ?? (file.mode & 0o100 ? '100755' : '100644');
  const committed = await committedText(setting, entry);
  if (committed === file.before) return { path, mode, text: after };
  // A checkout with autocrlf: the objects have LF.
  if (committed === withLf(file.before)) return { path, mode, text: withLf(after) };
  return allowDirty ? { path, mode, text: after } : undefined;
}

async function committedText(setting: GitSetting, entry: Entry | undefined): Promise<string | undefined> {
  return entry ? runGit(setting, ['cat-file', 'blob', entry.id]) : undefined;
}

function differsFromHead({ path }: FileChange): Problem {
  return {
    code: 'uncommitted-changes',
    file: path,
    reason: 'this file differs from HEAD, so the commit would take in more than the migration',
    hint: 'Commit or stash your changes and run again, or pass --allow-dirty.',
  };
}

function withLf(text: string | undefined): string | undefined {
  return text?.replaceAll('\r\n', '\n');
}

/** Puts the contents into the clean room's index; no filter of the repository sees them. */
async function stage(setting: GitSetting, contents: readonly Content[]): Promise<void> {
  const kept = contents.flatMap(({ text, ...file }) => (text === undefined ? [] : [{ ...file, text }]));
  const gone = contents.filter(({ text }) => text === undefined).map(({ path }) => path);
  const copies = kept.map(({ text }, at) => inRoom(setting, `content-${at}`, text));
  const hashed =
    copies.length === 0 ? '' : await runGit(setting, ['hash-object', '-w', '--no-filters', '--', ...copies]);
  const ids = hashed.trim().split('\n');
  const added = kept.flatMap(({ mode, path }, at) => ['--cacheinfo', `${mode},${ids[at]},${path}`]);
  await runGit(setting, ['update-index', '--add', ...added, '--force-remove', '--', ...gone]);
}

function inRoom({ room }: GitSetting, name: string, text: string): string {
  const path = join(room, name);
  writeFileSync(path, text);
  return path;
}

function nothingToCommitTo(): ProblemError {
  return refusal({
    code: 'no-git-commit',
    reason: '--commit-to needs git, and a git repository with a commit, at the root of the directory given',
    hint: 'Run without --commit-to, and commit the changes yourself.',
  });
}

function gitProblem(error: unknown, git: GitDirectory): unknown {
  if (!(error instanceof GitFailure)) return asIoProblem(error, git.common);
  const tooOld = gitTooOld(error, git);
  if (tooOld) return tooOld;
  return new ProblemError('conflict', {
    code: 'git-failed',
    reason: `git could not make the commit: ${error.message}`,
    hint: 'No branch was made, and the work tree is as it was. Mend the git repository and run again.',
  });
}
