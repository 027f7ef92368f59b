import { describe, expect, it } from 'vitest';
import type { Change } from '../repository/change.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError } from '../repository/problem.ts';
import { planSteps } from './plan.ts';
import { type Step, type StepResult, stepResult } from './step.ts';

const survey = { repository: memoryRepository({}), modules: [], managers: [], generatorCalls: [] };

const change = (step: string): Change => ({
  kind: 'create',
  path: `${step}.txt`,
  text: '',
  mode: 0o644,
  step,
  reason: 'because',
});

function makeStep(id: string, needs: readonly string[], result: Partial<StepResult>): Step {
  return { id, title: id, needs, plan: () => stepResult(result) };
}

const pending = (id: string, needs: readonly string[] = []) => makeStep(id, needs, { changes: [change(id)] });
const idle = (id: string, needs: readonly string[] = []) => makeStep(id, needs, {});

const plan = (steps: readonly Step[], only: readonly string[] = [], skip: readonly string[] = []) =>
  planSteps(steps, survey, [], { only, skip });

function usageCode(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError && error.kind === 'usage') return error.problem.code;
    throw error;
  }
  return undefined;
}

describe('planSteps', () => {
  it('puts the results of all steps together, in their order', () => {
    expect(plan([pending('code'), pending('role')]).changes.map((it) => it.step)).toEqual(['code', 'role']);
  });

  it('leaves out what --skip names, and takes what --only names', () => {
    const steps = [pending('code'), pending('port')];
    expect(plan(steps, [], ['port']).changes.map((it) => it.step)).toEqual(['code']);
    expect(plan(steps, ['port']).changes.map((it) => it.step)).toEqual(['port']);
    expect(plan(steps, ['code', 'port'], ['code']).changes.map((it) => it.step)).toEqual(['port']);
  });

  it('takes the findings of selected steps alone', () => {
    const finding = { rule: 'r', level: 'note', path: 'a', line: 1, column: 1, message: 'm' } as const;
    const steps = [makeStep('code', [], { findings: [finding] }), idle('port')];
    expect(plan(steps).findings).toEqual([finding]);
    expect(plan(steps, ['port']).findings).toEqual([]);
  });

  it('does not know a step, and names those that there are', () => {
    expect(usageCode(() => plan([pending('code')], ['kode']))).toBe('unknown-step');
    expect(usageCode(() => plan([pending('code')], [], ['kode']))).toBe('unknown-step');
    expect(() => plan([pending('code')], ['kode'])).toThrow(/no step "kode"/);
  });

  it('does not split a step from pending changes that it needs', () => {
    const steps = [pending('arguments', ['code']), pending('code')];
    expect(usageCode(() => plan(steps, ['arguments']))).toBe('split-steps');
    expect(usageCode(() => plan(steps, [], ['code']))).toBe('split-steps');
    expect(usageCode(() => plan(steps, ['code']))).toBeUndefined();
  });

  it('runs a step alone when what it needs has nothing to do any more', () => {
    expect(plan([pending('arguments', ['code']), idle('code')], ['arguments']).changes).toHaveLength(1);
  });

  it('says a command once for each folder', () => {
    const tidy = (directory: string) => ({ command: 'go mod tidy', directory, reason: 'sums' });
    const steps = [
      makeStep('a', [], { next: [tidy('.'), tidy('bootstrap')] }),
      makeStep('b', [], { next: [tidy('.')], afterMerge: ['x'] }),
      makeStep('c', [], { afterMerge: ['x', 'y'] }),
    ];
    expect(plan(steps).next.map((it) => it.directory)).toEqual(['.', 'bootstrap']);
    expect(plan(steps).afterMerge).toEqual(['x', 'y']);
  });
});
