import { branchCommit, type GitDirectory, headBranch } from './git-directory.ts';
import { branchExists, branchMoved, createBranch, moveBranch, takeObjects } from './git-objects.ts';
import { usesReftable, writeReftableBranch } from './git-reftable.ts';
import { type GitSetting, runGit } from './git-run.ts';

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

/** The branch that HEAD stands on; undefined where it stands on a commit. */
export async function currentBranch(setting: GitSetting, git: GitDirectory): Promise<string | undefined> {
  if (!usesReftable(git)) return headBranch(git);
  const name = await runGit(setting, ['symbolic-ref', '--quiet', 'HEAD']).catch(() => '');
  return /^refs\/heads\/(.+)$/.exec(name.trim())?.[1];
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
