import { describe, expect, it } from 'vitest';
import { type FailedAnswer, retrying } from './retry.ts';

/** Sends until there are no failures left; time passes by sleeping alone. Answers the waits, in seconds, and how it ended. */
async function attempt(...failures: readonly Partial<FailedAnswer>[]) {
  let now = 1_000_000;
  const waits: number[] = [];
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const left = failures.map((failure) => ({ status: 500, message: '', headers: {}, ...failure }));
  const send = async () => {
    const failure = left.shift();
    if (failure) throw failure;
    return 'answered';
  };
  const waiting = (milliseconds: number) => void waits.push(milliseconds / 1000);
  const ended = await retrying(send, (error) => error as FailedAnswer, { clock, waiting }).catch(
    () => 'gave up',
  );
  return { waits, ended };
}

const limited = (headers: FailedAnswer['headers']) => ({ status: 403, headers });

describe('retrying waits as the API asks', () => {
  it.each([
    ['for Retry-After', [{ status: 429, headers: { 'retry-after': '7' } }], [7]],
    ['for Retry-After of a secondary limit', [limited({ 'retry-after': '30' })], [30]],
    [
      'until the limit is renewed',
      [limited({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1010' })],
      [11],
    ],
    ['a minute, then two', [{ status: 429 }, { status: 403, message: 'secondary rate limit' }], [60, 120]],
    ['for a fault of the server', [{}, { status: 502 }, { status: 503 }], [1, 4, 9]],
  ])('%s', async (_name, failures, waits) => {
    expect(await attempt(...failures)).toEqual({ waits, ended: 'answered' });
  });

  it.each([
    ['longer than five minutes', [{ status: 429, headers: { 'retry-after': '301' } }], []],
    [
      'longer than five minutes together',
      [
        { status: 429, headers: { 'retry-after': '200' } },
        { status: 429, headers: { 'retry-after': '200' } },
      ],
      [200],
    ],
    ['a fifth time', [{}, {}, {}, {}], [1, 4, 9]],
    ['after a denial', [{ status: 403 }], []],
    ['after a wrong request', [{ status: 422 }], []],
  ])('but not %s', async (_name, failures, waits) => {
    expect(await attempt(...failures)).toEqual({ waits, ended: 'gave up' });
  });
});
