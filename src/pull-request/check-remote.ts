import { withCleanRoom } from '../repository/git-clean-room.ts';
import { findGitDirectory } from '../repository/git-directory.ts';
import { usesReftable } from '../repository/git-reftable.ts';
import { addressOf } from '../repository/git-remote.ts';
import { findGit } from '../repository/git-run.ts';
import { isOurs } from './body.ts';
import { closedVerdict, type Respected } from './decide.ts';
import { type ForgeServices, findForge, pullsOf } from './forge.ts';
import type { PullRequestRequest } from './request.ts';

/**
 * Throws what is wrong with the remote's name, its address or its server, before tidying and proofs, which take minutes. What keeps git
 * itself from working is for those to say who commit. Answers the verdict over a pull request of ours that was closed: then all of that
 * would be for nothing. What else there is at the remote is looked at when it is known what is to be pushed.
 */
export async function checkRemote(
  root: string,
  request: PullRequestRequest,
  services: ForgeServices,
): Promise<Respected | undefined> {
  const directory = findGitDirectory(root);
  const binary = findGit(root);
  if (!directory || binary === undefined || usesReftable(directory)) return undefined;
  const forge = await withCleanRoom(directory, async (room) => {
    const address = await addressOf({ root, room, binary }, directory, request.remote);
    return findForge(address, request, services);
  });
  if (!forge || !request.open) return undefined;
  const verdict = closedVerdict((await pullsOf(forge, request.branch)) ?? [], request);
  return verdict?.pull && isOurs(verdict.pull.body) ? verdict : undefined;
}
