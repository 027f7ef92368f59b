import { commitOf, currentBranch } from '../repository/git-branch.ts';
import type { MadeCommit } from '../repository/git-commit.ts';
import { isAncestor } from '../repository/git-history.ts';
import { branchExists } from '../repository/git-objects.ts';
import {
  addressOf,
  fetchBranch,
  listRemote,
  type Remote,
  type RemoteRefs,
} from '../repository/git-remote.ts';
import { besideAddress } from '../repository/git-remote-address.ts';
import { ProblemError, refusal } from '../repository/problem.ts';
import { type BranchState, branchState, LOOKED_AT } from './branch-state.ts';
import { type Forge, type ForgeServices, findForge, pullsOf, remoteWith } from './forge.ts';
import type { Pull } from './pulls.ts';
import type { PullRequestRequest } from './request.ts';

/** Everything that decides what becomes of a commit. */
export interface Situation {
  /** The branch that the pull request goes to; undefined where nobody was asked and HEAD stands on none. */
  readonly base: string | undefined;
  /** The base has commits that HEAD has not. */
  readonly isBehind: boolean;
  readonly local: BranchState;
  /** Absent where no remote was asked. */
  readonly published: BranchState;
  readonly remote: Remote | undefined;
  readonly forge: Forge | undefined;
  /** Pull requests from the branch; undefined where nobody was asked. */
  readonly pulls: readonly Pull[] | undefined;
}

/** Looks at the branch here, at the remote and at its pull requests, as far as the request goes there. Writes nothing. */
export async function lookAround(
  made: MadeCommit,
  request: PullRequestRequest,
  services: ForgeServices,
): Promise<Situation> {
  const { setting, directory } = made;
  const local = await branchState(setting, await commitOf(setting, directory, request.branch));
  if (!request.push) return alone(request.base ?? (await currentBranch(setting, directory)), local, request);
  const address = await addressOf(setting, directory, request.remote);
  const forge = await findForge(address, request, services);
  services.progress(`looking at ${address.url}`);
  const remote = remoteWith(address, forge);
  const target = remoteWith(
    request.into === undefined ? address : besideAddress(address, request.into),
    forge,
  );
  const asked = [...namesFor(request.branch), ...(request.base === undefined ? [] : [request.base])];
  const targetRefs = await listRemote(setting, target, asked);
  const refs = target.address.url === address.url ? targetRefs : await listRemote(setting, remote, asked);
  const base = baseOf(request, targetRefs);
  const isBehind = await checkPublished(made, target, base);
  checkFree(request.branch, refs);
  const id = refs.branches.get(request.branch);
  if (id !== undefined) await fetchBranch(setting, remote, request.branch, LOOKED_AT);
  const published = await branchState(setting, id);
  const pulls = request.open && forge ? await pullsOf(forge, request.branch) : undefined;
  return { base: base.name, isBehind, local, published, remote, forge, pulls };
}

function alone(base: string | undefined, local: BranchState, { branch }: PullRequestRequest): Situation {
  const nobody = { remote: undefined, forge: undefined, pulls: undefined };
  // HEAD stands on the branch itself: what it goes to is not known.
  const known = base === branch ? undefined : base;
  return { base: known, isBehind: false, local, published: { kind: 'absent' }, ...nobody };
}

/** A branch, and those with which git keeps none of its name: `a` and `a/b/c` beside `a/b`. */
function namesFor(branch: string): readonly string[] {
  const parts = branch.split('/');
  const above = parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
  return [branch, ...above, `${branch}/*`];
}

/** Answered now, a push would look as if it had lost a race. */
function checkFree(branch: string, { branches }: RemoteRefs): void {
  const isInTheWay = (name: string) => branch.startsWith(`${name}/`) || name.startsWith(`${branch}/`);
  if ([...branches.keys()].some(isInTheWay)) throw branchExists(branch);
}

interface Base {
  readonly name: string;
  readonly tip: string;
}

function baseOf({ base, branch }: PullRequestRequest, refs: RemoteRefs): Base {
  const name = base ?? refs.defaultBranch;
  const tip = name === undefined ? undefined : refs.branches.get(name);
  if (name === branch) {
    throw new ProblemError('usage', {
      code: 'wrong-value',
      reason: `${name} is the branch that the pull request would go to`,
      hint: 'Give another name with --commit-to.',
    });
  }
  if (name !== undefined && tip !== undefined) return { name, tip };
  throw refusal({
    code: 'no-base',
    reason: name === undefined ? 'the remote names no default branch' : `the remote has no branch ${name}`,
    hint: 'Name the branch that the pull request goes to with --base.',
  });
}

/** Commits of HEAD that nobody published would be published by the push. Answers whether the base has gone on. */
async function checkPublished(
  { parent, setting }: MadeCommit,
  target: Remote,
  { name, tip }: Base,
): Promise<boolean> {
  if (tip === parent) return false;
  await fetchBranch(setting, target, name);
  if (await isAncestor(setting, parent, tip)) return true;
  throw new ProblemError('conflict', {
    code: 'unpublished-commits',
    reason: `HEAD has commits that ${name} of the remote has not: the pull request would hold them, too`,
    hint: `Check out ${name} as it is published, or name the right branch with --base.`,
  });
}
