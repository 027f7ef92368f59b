import { describe, expect, it } from 'vitest';
import { type Evidence, ownJudgement, type ProofId, passed, skipped } from './evidence.ts';
import { noCache } from './evidence-cache.ts';
import type { Proof } from './proof.ts';
import { required, runProofs } from './run-proofs.ts';
import type { Subject } from './subject.ts';

const subject = { progress: () => undefined } as unknown as Subject;

/** A proof that notes when it starts and ends. */
function noting(id: ProofId, weight: Proof['weight'], log: string[]): Proof {
  return {
    id,
    title: id,
    weight,
    async run() {
      log.push(`+${id}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
      log.push(`-${id}`);
      return [passed(id, '.', ownJudgement)];
    },
  };
}

describe('runProofs', () => {
  it('readies the copy first, compiles one at a time, measures last, and tells in the order of the proofs', async () => {
    const log: string[] = [];
    const evidence = await runProofs(
      subject,
      [
        noting('go-mod-tidy', 'heavy', log),
        noting('live', 'last', log),
        noting('type-check', 'heavy', log),
        noting('build', 'heavy', log),
        noting('go-format', 'light', log),
      ],
      noCache,
    );
    expect(evidence.map(({ proof }) => proof)).toEqual([
      'go-mod-tidy',
      'go-format',
      'type-check',
      'build',
      'live',
    ]);
    expect(log.slice(0, 2)).toEqual(['+go-mod-tidy', '-go-mod-tidy']);
    expect(log.slice(-2)).toEqual(['+live', '-live']);
    expect(log.indexOf('-type-check')).toBeLessThan(log.indexOf('+build'));
    expect(log.indexOf('+go-format')).toBeLessThan(log.indexOf('-type-check'));
  });

  it('does not run what is known', async () => {
    const log: string[] = [];
    const known: Evidence = { ...passed('go-mod-tidy', '.', ownJudgement), cached: true };
    const cache = { read: () => [known], write: () => undefined };
    expect(await runProofs(subject, [noting('go-mod-tidy', 'heavy', log)], cache)).toEqual([known]);
    expect(log).toEqual([]);
  });
});

describe('required', () => {
  const evidence = [
    skipped('chart-render', 'Chart.yaml', 'there is no helm', 'Install it.'),
    passed('vet', '.', ownJudgement),
  ];

  it('makes a failure of a skip that is required', () => {
    const [chart, vet] = required(evidence, new Set(['chart-render']));
    expect(chart).toMatchObject({
      status: 'failed',
      reason: 'required, but skipped: there is no helm',
      hint: 'Install it.',
    });
    expect(vet?.status).toBe('passed');
  });

  it('leaves other skips alone', () => {
    expect(required(evidence, new Set(['live']))).toEqual(evidence);
  });
});
