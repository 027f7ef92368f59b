import { describe, expect, it } from 'vitest';
import { failed, ownJudgement, passed } from './evidence.ts';
import { excusable, excuseOld } from './excuse.ts';

const fails = (reason: string, proof: 'copies-fresh' | 'live' = 'copies-fresh') =>
  failed(proof, 'copy.yaml', ownJudgement, reason);

describe('excuseOld', () => {
  it('skips what failed in the same words before, wherever the line is now', () => {
    const [one] = excuseOld([fails('main.go:12:3: x')], [fails('main.go:10:3: x')]);
    expect(one).toMatchObject({
      status: 'skipped',
      reason: 'it fails without the migration, too: main.go:12:3: x',
    });
  });

  it('keeps a failure that has a new part', () => {
    expect(excuseOld([fails('old; new')], [fails('old')])[0]?.status).toBe('failed');
    expect(excuseOld([fails('old')], [fails('old; gone')])[0]?.status).toBe('skipped');
  });

  it('keeps a failure where the proof passed before', () => {
    expect(excuseOld([fails('x')], [passed('copies-fresh', 'copy.yaml', ownJudgement)])[0]?.status).toBe(
      'failed',
    );
  });

  it('never excuses the endpoint', () => {
    expect(excuseOld([fails('open', 'live')], [fails('open', 'live')])[0]?.status).toBe('failed');
    expect([...excusable([fails('open', 'live'), fails('stale')])]).toEqual(['copies-fresh']);
  });
});
