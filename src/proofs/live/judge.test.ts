import { describe, expect, it } from 'vitest';
import type { Answers } from '../evidence.ts';
import type { LiveOutcome } from './job.ts';
import { faultOf, lastWords } from './judge.ts';

const GOOD: Answers = {
  port: 8443,
  plainHttp: 400,
  noToken: 401,
  garbageToken: 500,
  withoutRole: 403,
  metricsReader: 200,
  metricTypes: 100,
};
const REFUSING: Answers = { ...GOOD, withoutRole: 500, metricsReader: 500, metricTypes: 0 };

function fault(answers: Partial<Answers> | undefined, parts: Partial<LiveOutcome> = {}): string | undefined {
  const base = { id: 'x', output: '', stubs: [], refused: [], changedArguments: [], milliseconds: 1 };
  return faultOf({
    ...base,
    ...(answers ? { answers: { ...GOOD, ...answers } } : {}),
    withoutRules: REFUSING,
    ...parts,
  });
}

describe('faultOf', () => {
  it('finds none in a guarded endpoint, whether garbage is 401 or 500', () => {
    expect(fault({})).toBeUndefined();
    expect(fault({ garbageToken: 401 })).toBeUndefined();
  });

  it.each<[Partial<Answers>, string]>([
    [
      { plainHttp: 200, port: 8080 },
      'anybody can read it: plain http on port 8080 answers 200 without a token',
    ],
    [{ noToken: 200 }, 'anybody can read it: https on port 8443 answers 200 without a token'],
    [{ withoutRole: 500, metricsReader: 500 }, 'may not create tokenreviews and subjectaccessreviews'],
    [{ withoutRole: 200 }, 'to a client without the role it answers 200, not 403'],
    [{ metricsReader: 403 }, 'to a client that may read metrics it answers 403, not 200'],
    [{ noToken: 403 }, 'without a token it answers 403, not 401'],
    [{ garbageToken: 200 }, 'to a token of nobody it answers 200'],
    [{ metricTypes: 0 }, 'holds no metrics'],
  ])('%j: %s', (answers, reason) => {
    expect(fault(answers)).toContain(reason);
  });

  it('does not believe an endpoint that answers without the two rules', () => {
    expect(fault({}, { withoutRules: GOOD })).toContain('still answers 200 without the two rules');
  });

  it('tells what a manager said that does not start', () => {
    const output = 'I starting\nunknown flag: --metrics-bind-addr\n';
    expect(fault(undefined, { failure: 'the manager does not start (exit code 2)', output })).toBe(
      'the manager does not start (exit code 2); it said: unknown flag: --metrics-bind-addr',
    );
  });

  it('does not trust answers of a manager that ended meanwhile', () => {
    expect(fault({}, { failure: 'the manager ended while it was asked' })).toContain('ended while');
  });
});

describe('lastWords', () => {
  it('skips the stack below a panic', () => {
    expect(lastWords('panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:1 +0x1\n')).toBe(
      'panic: x',
    );
  });
});
