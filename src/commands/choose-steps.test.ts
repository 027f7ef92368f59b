import { describe, expect, it } from 'vitest';
import { buildChangeSet } from '../repository/change-set.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { chooseSteps, pendingSteps, toggled } from './choose-steps.ts';

/** A change set in which each of these steps makes a file. */
function changes(...steps: readonly string[]) {
  const create = (step: string) =>
    ({ kind: 'create', path: `${step}.txt`, text: 'x\n', mode: 0o644, step, reason: 'because' }) as const;
  return buildChangeSet(memoryRepository({}), steps.map(create));
}

/** Answers one after the other, and keeps what was asked. */
function person(...answers: readonly (string | undefined)[]) {
  const asked: string[] = [];
  const left = [...answers];
  const ask = async (question: string) => {
    asked.push(question);
    return left.shift();
  };
  return { asked, ask };
}

const all = changes(
  'manager-code',
  'manifest-arguments',
  'rbac-markers',
  'role-rules',
  'metrics-access',
  'olm-bundle',
);
const idsOf = (choices: readonly { id: string; chosen: boolean }[]) =>
  choices.filter((it) => it.chosen).map(({ id }) => id);

describe('chooseSteps', () => {
  it('lists the steps that change something, with what they are and how many files', async () => {
    const { asked, ask } = person('y');
    expect(await chooseSteps(changes('role-rules', 'olm-bundle'), ask)).toEqual(['role-rules', 'olm-bundle']);
    expect(asked[0]).toMatch(/^ {3}1 \[x\] role-rules +1 file {3}\S/m);
    expect(asked[0]).toMatch(/^ {3}2 \[x\] olm-bundle +1 file {3}\S/m);
    expect(Math.max(...(asked[0] ?? '').split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('leaves out what was switched off, and takes it in again', async () => {
    const { asked, ask } = person('2', '2 1', 'YES');
    expect(await chooseSteps(changes('role-rules', 'olm-bundle'), ask)).toEqual(['olm-bundle']);
    expect(asked[1]).toContain('2 [ ] olm-bundle');
  });

  it.each([['n'], [undefined]])('takes nothing at %j', async (answer) => {
    expect(await chooseSteps(all, person(answer).ask)).toBeUndefined();
  });

  it('takes nothing when everything is switched off', async () => {
    expect(await chooseSteps(changes('olm-bundle'), person('1', 'y').ask)).toBeUndefined();
  });

  it.each(['0', '9', 'x', '1 x', '', '-1'])('asks again at %j', async (answer) => {
    const { asked, ask } = person(answer, 'n');
    await chooseSteps(all, ask);
    expect(asked[1]).toContain(`There is no answer ${JSON.stringify(answer)}.`);
  });
});

describe('toggled', () => {
  const choices = pendingSteps(all);
  const at = (id: string) => choices.findIndex((choice) => choice.id === id);

  it('takes away with a step what needs it, and leaves the rest', () => {
    expect(idsOf(toggled(choices, at('rbac-markers')))).toEqual([
      'manager-code',
      'manifest-arguments',
      'metrics-access',
      'olm-bundle',
    ]);
    expect(idsOf(toggled(choices, at('manager-code')))).toEqual(['rbac-markers', 'role-rules', 'olm-bundle']);
    expect(idsOf(toggled(choices, at('metrics-access')))).toHaveLength(5);
  });

  it('takes in with a step what it needs', () => {
    const none = choices.map((choice) => ({ ...choice, chosen: false }));
    expect(idsOf(toggled(none, at('metrics-access')))).toEqual([
      'manager-code',
      'manifest-arguments',
      'metrics-access',
    ]);
  });
});
