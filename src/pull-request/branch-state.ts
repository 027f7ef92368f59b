import { type CommitInfo, history } from '../repository/git-history.ts';
import type { GitSetting } from '../repository/git-run.ts';
import { ownership, signatureOf } from './commit-message.ts';

/** What a branch holds that has our name. */
export type BranchState =
  | { readonly kind: 'absent' }
  /** One commit of ours, untouched. */
  | { readonly kind: 'ours'; readonly commit: CommitInfo }
  /** Somebody works on what we made. */
  | { readonly kind: 'taken-over'; readonly commit: CommitInfo; readonly by: string }
  /** It never was ours. */
  | { readonly kind: 'foreign'; readonly commit: CommitInfo };

/** So far down a branch the commit that we made is looked for. */
export const LOOKED_AT = 30;

/**
 * Whose a branch is. A commit of ours vouches for its tree, its parent and its message, and its parent was published before it: the newest commit
 * alone tells whether anybody else's work lies on the branch.
 */
export async function branchState(setting: GitSetting, commit: string | undefined): Promise<BranchState> {
  if (commit === undefined) return { kind: 'absent' };
  const commits = await history(setting, commit, LOOKED_AT);
  const [newest] = commits;
  if (newest === undefined) return { kind: 'absent' };
  if (ownership(newest) === 'ours') return { kind: 'ours', commit: newest };
  if (commits.every((one) => ownership(one) === 'foreign')) return { kind: 'foreign', commit: newest };
  // An amended commit keeps its author.
  const by = ownership(newest) === 'edited' ? newest.committer : newest.author;
  return { kind: 'taken-over', commit: newest, by };
}

/**
 * Whether a branch holds what would be committed: the same files on top of the same commit, with the same message (a sign-off is part of it), by
 * the author that was asked for.
 */
export function holds(state: BranchState, made: { message: string }, author: string | undefined): boolean {
  if (state.kind !== 'ours') return false;
  const isTheirs = author !== undefined && state.commit.author !== author;
  return !isTheirs && signatureOf(state.commit.message) === signatureOf(made.message.trimEnd());
}
