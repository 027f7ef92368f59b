import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join, sep } from 'node:path';
import { withCleanRoom } from './git-clean-room.ts';
import { findGitDirectory } from './git-directory.ts';
import { ProblemError } from './problem.ts';

/** A git that says nothing for so long is stopped. */
const TIMEOUT_MS = 10_000;

/**
 * Which of `paths` have changes that are not committed, untracked files included. Empty where there is no git
 * directory; undefined where there is one but no git to ask.
 *
 * Nothing that the repository says is executed. Throws a conflict when git cannot answer.
 */
export async function uncommittedPaths(
  root: string,
  paths: readonly string[],
): Promise<readonly string[] | undefined> {
  const directory = findGitDirectory(root);
  if (!directory || paths.length === 0) return [];
  const binary = findGit(root);
  if (binary === undefined) return undefined;
  try {
    const output = await withCleanRoom(directory, (room) => status({ root, room, binary, paths }));
    return changedIn(output, paths);
  } catch (error) {
    throw noAnswer(error);
  }
}

/** The first git on the PATH that is not part of the repository; relative parts of the PATH are not trusted. */
function findGit(root: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, 'git')).find((path) => isUsable(path, root));
}

function isUsable(path: string, root: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return !realpathSync(path).startsWith(root + sep);
  } catch {
    return false;
  }
}

interface Question {
  readonly root: string;
  readonly room: string;
  readonly binary: string;
  readonly paths: readonly string[];
}

async function status({ root, room, binary, paths }: Question): Promise<string> {
  const { simpleGit } = await import('simple-git');
  const environment = environmentFor(root, room);
  const git = simpleGit({
    baseDir: room,
    binary,
    timeout: { block: TIMEOUT_MS },
    allowEnvironment: Object.keys(environment).filter((name) => name.startsWith('GIT_')),
    // The path of the binary comes from our own PATH, the file names below are this function's own: both are safe.
    unsafe: { allowUnsafeCustomBinary: true, allowUnsafeConfigPaths: true },
  }).env(environment);
  const options = [
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignore-submodules=all',
  ];
  return git.raw(['--literal-pathspecs', 'status', ...options, '--', ...paths]);
}

/** An allow list: nothing of the caller's environment but the PATH reaches git. */
function environmentFor(root: string, room: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: room,
    LC_ALL: 'C',
    GIT_DIR: room,
    GIT_WORK_TREE: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Porcelain v1 with -z: two letters, a blank, the path as it is, NUL. */
function changedIn(output: string, paths: readonly string[]): readonly string[] {
  const changed = new Set(output.split('\0').map((entry) => entry.slice(3)));
  return paths.filter((path) => changed.has(path));
}

function noAnswer(error: unknown): ProblemError {
  const [message = ''] = String((error as Error).message)
    .trim()
    .split('\n');
  return new ProblemError('conflict', {
    code: 'git-failed',
    reason: `git could not say which files have uncommitted changes: ${message}`,
    hint: 'Mend the git repository, or pass --allow-dirty to go on without this check.',
  });
}
