import { currentBranch, writeBranch } from '../repository/git-branch.ts';
import type { MadeCommit } from '../repository/git-commit.ts';
import { pushCommit } from '../repository/git-remote.ts';
import { ProblemError } from '../repository/problem.ts';
import { rewritten } from './body.ts';
import { expectedAt, type Verdict } from './decide.ts';
import { changeDraft, draftChange } from './draft.ts';
import { type Forge, pullsOf } from './forge.ts';
import type { Situation } from './look-around.ts';
import { openPull, type Pull, rewritePull } from './pulls.ts';
import type { PullRequestRequest, PullRequestText } from './request.ts';

/** What has been done, also when something went wrong behind it. */
export interface Delivered {
  action: 'created' | 'updated' | 'unchanged' | 'none';
  /** The remote has the commit. */
  pushed: boolean;
  pull: Pull | undefined;
}

type Deliver = Extract<Verdict, { kind: 'deliver' }>;

/** Everything that {@link deliver} needs to know. */
export interface Delivery {
  readonly made: MadeCommit;
  readonly situation: Situation;
  readonly request: PullRequestRequest;
  readonly verdict: Deliver;
  readonly text: PullRequestText;
}

/**
 * Pushes, writes the branch here, and opens or rewrites the pull request, in this order: what fails leaves nothing behind that the next run does not
 * take up. `done` is filled as it goes.
 */
export async function deliver(delivery: Delivery, done: Delivered): Promise<void> {
  const { made, situation, request, verdict } = delivery;
  if (verdict.writesLocally) await checkNotCheckedOut(made, request.branch);
  if (verdict.pushes) await push(delivery);
  done.pushed = request.push;
  if (verdict.writesLocally) {
    const from = expectedAt(situation.local);
    await writeBranch(made.setting, made.directory, { branch: request.branch, commit: made.id, from });
  }
  done.action = verdict.branch;
  if (request.open && situation.forge) await openOrRewrite(delivery, situation.forge, done);
}

async function push({ made, situation, request, verdict }: Delivery): Promise<void> {
  if (!situation.remote) return;
  const target = { branch: request.branch, expected: expectedAt(situation.published) };
  if ((await pushCommit(made.setting, situation.remote, verdict.commit, target)) === 'pushed') return;
  throw new ProblemError('conflict', {
    code: 'branch-moved',
    reason: `somebody pushed to the branch ${request.branch} meanwhile; nothing was pushed`,
    hint: 'Run again: it looks at the branch anew.',
  });
}

/** Files of the work tree would no longer be those of its branch. */
async function checkNotCheckedOut({ setting, directory }: MadeCommit, branch: string): Promise<void> {
  if ((await currentBranch(setting, directory)) !== branch) return;
  throw new ProblemError('conflict', {
    code: 'branch-checked-out',
    reason: `HEAD stands on the branch ${branch} itself`,
    hint: 'Check out the branch that the pull request goes to, and run again.',
  });
}

async function openOrRewrite(delivery: Delivery, forge: Forge, done: Delivered): Promise<void> {
  const { ask, into, owner } = forge;
  const { request, situation, text, verdict } = delivery;
  if (!ask || !into || situation.base === undefined) return;
  if (verdict.pull) return rewrite(verdict.pull, delivery, forge, done);
  const head = `${owner}:${request.branch}`;
  const opened = await openPull(ask, into, { ...text, head, base: situation.base });
  if (opened) {
    done.pull = opened;
    done.action = 'created';
    return;
  }
  // An answer that got lost, or another run: there is one by now.
  const other = (await pullsOf(forge, request.branch))?.find(({ state }) => state === 'open');
  if (other) await rewrite(other, delivery, forge, done);
}

/** Text that people wrote around ours stays, and so does the title. */
async function rewrite(
  pull: Pull,
  { text, verdict }: Delivery,
  forge: Forge,
  done: Delivered,
): Promise<void> {
  const { ask, into } = forge;
  const body = rewritten(pull.body, text.body);
  done.pull = pull;
  done.action = body === undefined && verdict.branch === 'unchanged' ? 'unchanged' : 'updated';
  if (body === undefined || !ask || !into) return;
  // First: the body that it has tells the next run what is to be done, should this fail.
  const change = draftChange(pull, text);
  if (change && (await changeDraft(ask, pull, change))) done.pull = { ...pull, draft: change === 'draft' };
  done.pull = await rewritePull(ask, into, pull.number, body);
}
