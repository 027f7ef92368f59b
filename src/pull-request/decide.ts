import type { MadeCommit } from '../repository/git-commit.ts';
import { ProblemError } from '../repository/problem.ts';
import { type BranchState, holds } from './branch-state.ts';
import type { Situation } from './look-around.ts';
import type { Pull } from './pulls.ts';
import type { PullRequestRequest } from './request.ts';

/** Nothing is to be done, because somebody decided otherwise. */
export interface Respected {
  readonly kind: 'respected';
  readonly reason: string;
  readonly summary: string;
  readonly pull: Pull | undefined;
}

/** What is to be done: nothing, because somebody decided otherwise; or a commit for the branch and its pull request. */
export type Verdict =
  | Respected
  | {
      readonly kind: 'deliver';
      readonly commit: string;
      /** What becomes of the branch. */
      readonly branch: 'created' | 'updated' | 'unchanged';
      readonly writesLocally: boolean;
      readonly pushes: boolean;
      /** The open pull request of the branch. */
      readonly pull: Pull | undefined;
    };

/**
 * Decides over a commit from what there is. A pure table: somebody else's branch is a conflict; work of people on ours, and a pull request
 * that they closed, are respected.
 */
export function decide(made: MadeCommit, situation: Situation, request: PullRequestRequest): Verdict {
  const { local, published, pulls = [] } = situation;
  const states = [published, local];
  for (const state of states)
    if (state.kind === 'foreign') throw notOurs(request.branch, state.commit.author);
  const taken = states.find((state) => state.kind === 'taken-over');
  const open = pulls.find(({ state }) => state === 'open');
  if (taken && taken.kind === 'taken-over') return takenOver(request.branch, taken.by, open);
  const closed = closedVerdict(pulls, request);
  if (closed) return closed;
  const earlier = open ? undefined : pulls[0];
  if (earlier?.merged && situation.isBehind) return merged(earlier);
  return deliver(made, situation, request, open);
}

function deliver(
  made: MadeCommit,
  situation: Situation,
  request: PullRequestRequest,
  pull: Pull | undefined,
): Verdict {
  const { local, published } = situation;
  const isThere = (state: BranchState) => holds(state, made, request.author);
  const there = [published, local].find(isThere);
  const commit = there?.kind === 'ours' ? there.commit.id : made.id;
  const judged = request.push ? published : local;
  return {
    kind: 'deliver',
    commit,
    branch: judged.kind === 'absent' ? 'created' : isThere(judged) ? 'unchanged' : 'updated',
    writesLocally: commit === made.id,
    pushes: request.push && !isThere(published),
    pull,
  };
}

function takenOver(branch: string, by: string, pull: Pull | undefined): Verdict {
  const summary = `${by} works on the branch ${branch}: it is left as it is`;
  return { kind: 'respected', reason: 'taken-over', summary, pull };
}

/** Where the newest of the branch's pull requests was closed without a merge, and nobody asks for another one. */
export function closedVerdict(
  pulls: readonly Pull[],
  { reopen }: Pick<PullRequestRequest, 'reopen'>,
): Respected | undefined {
  const [pull] = pulls;
  if (!pull || pull.merged || reopen || pulls.some(({ state }) => state === 'open')) return undefined;
  const summary = `pull request ${pull.number} for this was closed without a merge: no other is opened (--reopen opens one)`;
  return { kind: 'respected', reason: 'pull-request-closed', summary, pull };
}

function merged(pull: Pull): Verdict {
  const summary = `pull request ${pull.number} for this was merged, and this clone is older than its base: fetch, and run again`;
  return { kind: 'respected', reason: 'pull-request-merged', summary, pull };
}

function notOurs(branch: string, author: string): ProblemError {
  return new ProblemError('conflict', {
    code: 'branch-not-ours',
    reason: `there is a branch ${branch} that diag-codemod did not make; its last commit is of ${author}`,
    hint: 'Give another name with --commit-to, or delete that branch.',
  });
}

/** The commit that a branch must still be at when it is written. */
export function expectedAt(state: BranchState): string | undefined {
  return state.kind === 'absent' ? undefined : state.commit.id;
}
