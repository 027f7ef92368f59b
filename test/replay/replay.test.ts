import { expect, test } from 'vitest';
import { withCleanRoom } from '../../src/repository/git-clean-room.ts';
import { findClone } from '../../src/repository/git-directory.ts';
import { findGit } from '../../src/repository/git-run.ts';
import { buildTooling, providerUpstream } from '../setup/build-tooling.ts';
import { releasedRepository } from '../setup/git-repository.ts';
import { pastBumps } from './history.ts';
import { type Replayed, replay } from './replay.ts';

const README = 'projects/acme/provider/README.md';

/** As the repository's own tool would commit it: the compare link keeps its first mention on the line. */
function bumped(tag: string, goVersion: string, readme: (text: string) => string): Record<string, string> {
  const files = buildTooling(tag, goVersion);
  return { ...files, [README]: readme(files[README] ?? '') };
}

test('tells a bump of the tool from one by hand, and a downgrade', async () => {
  const root = releasedRepository([
    ['one', buildTooling('v1.7.4', '1.20')],
    ['two', bumped('v1.9.1', '1.21', (text) => text.replace('...v1.9.1', '...v1.7.4'))],
    ['three', bumped('v1.10.0', '1.22', (text) => `${text.replace('...v1.10.0', '...v1.7.4')}By hand.\n`)],
    ['four', bumped('v1.9.1', '1.21', (text) => text.replace('...v1.9.1', '...v1.7.4'))],
  ]);
  const results = await replayed(root, providerUpstream());
  expect(results.map(({ outcome, why }) => [outcome, ...why])).toEqual([
    ['refused', 'downgrade'],
    ['different', 'README.md: the commit holds our lines, and others by hand'],
    ['identical'],
  ]);
});

async function replayed(root: string, upstream: string): Promise<readonly Replayed[]> {
  const [clone, binary] = [findClone(root), findGit(root)];
  if (!clone || binary === undefined) throw new Error('git is needed');
  return withCleanRoom(clone, async (room) => {
    const git = { root: room, room, binary };
    const results: Replayed[] = [];
    for (const bump of await pastBumps(git, undefined)) {
      results.push(await replay(git, bump, new Map([['acme/provider', upstream]])));
    }
    return results;
  });
}
