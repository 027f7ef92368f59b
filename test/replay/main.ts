import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withCleanRoom } from '../../src/repository/git-clean-room.ts';
import { findClone } from '../../src/repository/git-directory.ts';
import { findGit, type GitSetting } from '../../src/repository/git-run.ts';
import { type PastBump, pastBumps } from './history.ts';
import { type Replayed, replay, type Upstreams } from './replay.ts';

const USAGE = 'node test/replay/run.mjs [--upstream ORG/REPO=CLONE]… [--project ORG/REPO] [--limit N] CLONE';

/** Replays past bumps and prints the score; the exit code is 1 where a difference is ours alone to explain. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      upstream: { type: 'string', multiple: true, default: [] },
      project: { type: 'string' },
      limit: { type: 'string', default: '100000' },
    },
  });
  const [path] = positionals;
  const clone = path === undefined ? undefined : findClone(resolve(path));
  const binary = findGit(process.cwd());
  if (!clone || binary === undefined) {
    console.error(USAGE);
    return 2;
  }
  const upstreams = new Map(values.upstream.map((text): [string, string] => pairOf(text)));
  return withCleanRoom(clone, async (room) => {
    const git = { root: room, room, binary, timeout: 300_000 };
    const bumps = (await pastBumps(git, values.project)).slice(0, Number(values.limit));
    return printScore(await replayAll(git, bumps, upstreams));
  });
}

function pairOf(text: string): [string, string] {
  const [project = '', path = ''] = text.split('=');
  return [project, resolve(path)];
}

async function replayAll(git: GitSetting, bumps: readonly PastBump[], upstreams: Upstreams) {
  const results: Replayed[] = [];
  for (const bump of bumps) {
    const result = await replay(git, bump, upstreams);
    results.push(result);
    const moved = bump.moved.map(({ project, from, to }) => `${project} ${from} → ${to}`).join(', ');
    console.log(
      `${result.outcome.padEnd(9)} ${bump.commit.slice(0, 9)} ${moved} ${result.why.join('; ')}`.trimEnd(),
    );
  }
  return results;
}

function printScore(results: readonly Replayed[]): number {
  const count = (outcome: Replayed['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  const reasons = new Map<string, number>();
  for (const reason of results.filter(({ outcome }) => outcome !== 'identical').flatMap(({ why }) => why)) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  console.log('');
  for (const [reason, times] of [...reasons].sort((one, other) => other[1] - one[1]))
    console.log(`${times} × ${reason}`);
  console.log(
    `${results.length} bumps replayed: ${count('identical')} identical, ${count('refused')} refused, ${count('different')} different`,
  );
  return count('different') === 0 ? 0 : 1;
}
