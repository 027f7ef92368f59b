import { describe, expect, it } from 'vitest';
import type { Entry } from './entry.ts';
import { makeTally } from './tally.ts';

function entry(parts: Partial<Entry>): Entry {
  const nothing = { durationMs: undefined, pullRequest: undefined };
  return { repository: '/r', status: 'migrated', reason: 'migrated', ...nothing, ...parts };
}

function tallied(...entries: readonly Partial<Entry>[]) {
  const tally = makeTally();
  for (const parts of entries) tally.add(entry(parts));
  return tally.summary();
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a tally', () => {
  it('counts by status and reason, what needs a person first', () => {
    const { runs, statuses, groups } = tallied(
      { status: 'up-to-date', reason: 'up-to-date' },
      { status: 'up-to-date', reason: 'up-to-date' },
      { status: 'refused', reason: 'b' },
      { status: 'refused', reason: 'a' },
      { status: 'refused', reason: 'c' },
      { status: 'refused', reason: 'c' },
      { status: 'failed', reason: 'io-error', repository: null },
      {},
    );
    expect([runs, statuses.refused, statuses.conflict]).toEqual([8, 4, 0]);
    expect(groups.map(({ reason, count }) => [reason, count])).toEqual([
      ['io-error', 1],
      ['c', 2],
      ['a', 1],
      ['b', 1],
      ['migrated', 1],
      ['up-to-date', 2],
    ]);
    expect(groups[0]?.repositories).toEqual(['(no repository)']);
  });

  it('has the ten slowest, and the time of all', () => {
    const { slowest, durationMs } = tallied(...range(20).map((at) => ({ durationMs: (at * 7) % 20 })), {});
    expect(slowest.map((run) => run.durationMs)).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10]);
    expect(durationMs).toBe(190);
  });

  it('has pull requests by their repository', () => {
    const { pullRequests } = tallied({}, { repository: '/a', pullRequest: 'https://example.org/1' });
    expect(pullRequests).toEqual({
      count: 1,
      first: [{ repository: '/a', status: 'migrated', url: 'https://example.org/1' }],
    });
  });

  it('stays small, however many names come in', () => {
    const tally = makeTally();
    for (const at of range(5000)) {
      tally.add(entry({ repository: `/${at}`, reason: `r${at}`, pullRequest: `https://example.org/${at}` }));
      tally.addBadLine({ file: 'f', line: at, reason: 'x' });
    }
    const { groups, pullRequests, badLines } = tally.summary();
    expect(groups).toHaveLength(1001);
    expect(groups[0]).toMatchObject({ reason: 'other-reasons', count: 4000 });
    expect(groups[0]?.repositories).toHaveLength(5);
    expect([pullRequests.count, pullRequests.first.length]).toEqual([5000, 1000]);
    expect([badLines.count, badLines.first.length]).toEqual([5000, 1000]);
  });
});
