import { withCleanRoom } from './git-clean-room.ts';
import { noGit } from './git-clone.ts';
import { branchCommit, findGitDirectory, type GitDirectory, headBranch } from './git-directory.ts';
import { branchExists, branchMoved, createBranch, moveBranch, takeObjects } from './git-objects.ts';
import { gitTooOld, usesReftable, writeReftableBranch } from './git-reftable.ts';
import { findGit, GitFailure, type GitSetting, runGit } from './git-run.ts';
import { asIoProblem } from './io-problem.ts';
import { ProblemError } from './problem.ts';

/** What a branch becomes. */
export interface BranchWrite {
  readonly branch: string;
  readonly commit: string;
  /** Where it must be now; undefined where there must be none. */
  readonly from: string | undefined;
}

/** The commit that a branch of the repository names; undefined where there is none. */
export async function commitOf(
  setting: GitSetting,
  git: GitDirectory,
  branch: string,
): Promise<string | undefined> {
  if (!usesReftable(git)) return branchCommit(git, branch);
  const args = ['for-each-ref', '--format=%(objectname) %(refname)', `refs/heads/${branch}`];
  const lines = (await runGit(setting, args)).split('\n').map((line) => line.split(' '));
  return lines.find(([, name]) => name === `refs/heads/${branch}`)?.[0];
}

/** The branch that HEAD stands on; undefined where it stands on a commit. Throws a {@link GitFailure} where git cannot tell. */
export async function currentBranch(setting: GitSetting, git: GitDirectory): Promise<string | undefined> {
  if (!usesReftable(git)) return headBranch(git);
  const name = await runGit(setting, ['symbolic-ref', '--quiet', 'HEAD']).catch(standsOnCommit);
  return /^refs\/heads\/(.+)$/.exec(name.trim())?.[1];
}

/**
 * The branch that the work tree at `root` stands on; undefined where it stands on a commit or there is no git directory.
 * Git is asked only where nothing else can read its refs. Throws a conflict where it cannot tell, and a usage problem where it is missing.
 */
export async function branchAt(root: string): Promise<string | undefined> {
  const directory = findGitDirectory(root);
  if (!directory || !usesReftable(directory)) return directory && headBranch(directory);
  const binary = findGit(root);
  if (binary === undefined) throw noGit();
  try {
    return await withCleanRoom(directory, (room) => currentBranch({ root, room, binary }, directory));
  } catch (error) {
    if (!(error instanceof GitFailure)) throw asIoProblem(error);
    throw gitTooOld(error, directory, NAME_IT) ?? noBranchTold(error);
  }
}

/** Git ends with this code, and says nothing, where HEAD is no name of another ref. */
function standsOnCommit(error: unknown): '' {
  if (error instanceof GitFailure && error.message === 'git ended with code 1') return '';
  throw error;
}

const NAME_IT = 'name the tag with --to';

function noBranchTold({ message }: GitFailure): ProblemError {
  return new ProblemError('conflict', {
    code: 'git-failed',
    reason: `git could not say which branch is checked out: ${message}`,
    hint: `Mend the git repository, or ${NAME_IT}.`,
  });
}

/**
 * Takes the objects of a clean room into the repository, and makes or moves a branch. Throws a conflict where it is not what was
 * expected.
 */
export async function writeBranch(setting: GitSetting, git: GitDirectory, write: BranchWrite): Promise<void> {
  takeObjects(setting.room, git);
  if (usesReftable(git)) return writeTables(setting, git, write);
  const { branch, commit, from } = write;
  if (from === undefined) createBranch(git, branch, commit);
  else moveBranch(git, branch, from, commit);
}

async function writeTables(setting: GitSetting, git: GitDirectory, write: BranchWrite): Promise<void> {
  try {
    await writeReftableBranch(setting, git, write);
  } catch (error) {
    const { message } = error as Error;
    if (write.from !== undefined && /\bbut expected\b/.test(message)) throw branchMoved(write.branch);
    throw /\bexists\b/.test(message) ? branchExists(write.branch) : error;
  }
}
