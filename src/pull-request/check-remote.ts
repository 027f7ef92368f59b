import { withCleanRoom } from '../repository/git-clean-room.ts';
import { findGitDirectory } from '../repository/git-directory.ts';
import { usesReftable } from '../repository/git-reftable.ts';
import { addressOf } from '../repository/git-remote.ts';
import { findGit } from '../repository/git-run.ts';
import { type ForgeServices, findForge } from './forge.ts';
import type { PullRequestRequest } from './request.ts';

/**
 * Throws what is wrong with the remote's name, its address or its server. Asks nobody: it is for saying so before tidying and proofs, which take
 * minutes. What keeps git itself from working is for those to say who commit.
 */
export async function checkRemote(
  root: string,
  request: PullRequestRequest,
  services: ForgeServices,
): Promise<void> {
  const directory = findGitDirectory(root);
  const binary = findGit(root);
  if (!directory || binary === undefined || usesReftable(directory)) return;
  await withCleanRoom(directory, async (room) => {
    const address = await addressOf({ root, room, binary }, directory, request.remote);
    await findForge(address, request, services);
  });
}
