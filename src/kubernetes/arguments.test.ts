import { describe, expect, test } from 'vitest';
import { deploymentText } from '../../test/setup/manager-manifests.ts';
import { argumentsOf, argumentsOfContainer, flagPattern, flagValue, isLeaderElection } from './arguments.ts';
import { readWorkloads } from './read-workloads.ts';

function containerOf(lines: string) {
  const text = deploymentText(lines);
  const container = readWorkloads({ path: 'a.yaml', text, mode: 0o644 })[0]?.containers[0];
  if (!container) throw new Error('no container');
  return container;
}

const passed = (items: string) => argumentsOf(containerOf(`- name: m\n  args: [${items}]\n`).args);

describe('argumentsOf', () => {
  test.each([
    ['--a=b', 'a', 2, 'b'],
    ['-a=b', 'a', 1, 'b'],
    ['--a', 'a', 2, undefined],
    ['--a=', 'a', 2, ''],
    ['--a.b_c-d=x=y', 'a.b_c-d', 2, 'x=y'],
    ['"--a=:8080"', 'a', 2, ':8080'],
    ['-v=4', 'v', 1, '4'],
  ])('%s', (item, name, dashes, value) => {
    expect(passed(item)[0]).toMatchObject({ name, dashes, value, valueItem: undefined });
  });

  test('a value in the next item', () => {
    const [argument, ...rest] = passed('--a, "1", --b');
    expect(argument).toMatchObject({ name: 'a', value: '1', index: 0 });
    expect(argument?.valueItem?.value).toBe('1');
    expect(rest.map((it) => it.name)).toEqual(['b']);
  });

  test('a flag in the next item is no value', () => {
    expect(passed('--a, --b')[0]?.value).toBeUndefined();
  });

  test.each(['/manager', 'server', '--', '-1', '--1a', 'a=b'])('%s is no flag', (item) => {
    expect(passed(`"${item}"`)).toEqual([]);
  });

  test('an absent list has none', () => {
    expect(argumentsOf(undefined)).toEqual([]);
  });
});

test('argumentsOfContainer gives those of the command first', () => {
  const container = containerOf('- name: m\n  args: [--b]\n  command: [/manager, --a]\n');
  expect(argumentsOfContainer(container).map((it) => it.name)).toEqual(['a', 'b']);
});

describe('flagValue', () => {
  const names = new Set(['a']);
  test.each([
    [['--a=1', '--a=2'], '2'],
    [['--a', '1'], '1'],
    [['--a', '--b'], undefined],
    [['--b=1'], undefined],
    [[], undefined],
  ])('%j', (items, value) => {
    expect(flagValue(items, names)).toBe(value);
  });
});

test.each([
  ['--leader-elect', true],
  ['--enable-leader-election', true],
  ['-leader-election=true', true],
  ['--leader-elect-lease-duration=15s', false],
  ['--leader-election-id=x', false],
])('%s switches leader election on: %s', (item, expected) => {
  expect(passed(item).some(isLeaderElection)).toBe(expected);
});

test('names of flags are taken literally in a pattern', () => {
  const pattern = new RegExp(`^(${flagPattern([')metrics.addr', 'a-b'])})$`);
  expect([')metrics.addr', 'a-b', 'metricsXaddr'].map((name) => pattern.test(name))).toEqual([
    true,
    true,
    false,
  ]);
});
