import { withCleanRoom } from './git-clean-room.ts';
import { findGitDirectory } from './git-directory.ts';
import { gitTooOld } from './git-reftable.ts';
import { findGit, type GitSetting, runGit } from './git-run.ts';
import { asIoProblem } from './io-problem.ts';
import { ProblemError } from './problem.ts';

/**
 * Which of `paths` have changes that are not committed, untracked files included. Empty where there is no git
 * directory; undefined where there is one but no git to ask.
 *
 * Nothing that the repository says is executed. Throws a conflict when git cannot answer, and an `io` problem when the disk fails.
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
    const output = await withCleanRoom(directory, (room) => status({ root, room, binary }, paths));
    return changedIn(output, paths);
  } catch (error) {
    const known = gitTooOld(error, directory) ?? asIoProblem(error);
    throw known instanceof ProblemError ? known : noAnswer(known);
  }
}

function status(setting: GitSetting, paths: readonly string[]): Promise<string> {
  const options = [
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignore-submodules=all',
  ];
  return runGit(setting, ['status', ...options, '--', ...paths]);
}

/** Porcelain v1 with -z: two letters, a blank, the path as it is, NUL. */
function changedIn(output: string, paths: readonly string[]): readonly string[] {
  const changed = new Set(output.split('\0').map((entry) => entry.slice(3)));
  return paths.filter((path) => changed.has(path));
}

function noAnswer(error: unknown): ProblemError {
  return new ProblemError('conflict', {
    code: 'git-failed',
    reason: `git could not say which files have uncommitted changes: ${(error as Error).message}`,
    hint: 'Mend the git repository, or pass --allow-dirty to go on without this check.',
  });
}
