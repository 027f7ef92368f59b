import { describe, expect, test } from 'vitest';
import { isScalar } from 'yaml';
import { deploymentText } from '../../test/setup/manager-manifests.ts';
import { isSorted, placeForKey } from './key-order.ts';
import { listStyleOf } from './list-style.ts';
import { readWorkloads } from './read-workloads.ts';

function containerOf(lines: string) {
  const text = deploymentText(lines);
  const container = readWorkloads({ path: 'a.yaml', text, mode: 0o644 })[0]?.containers[0];
  if (!container) throw new Error('no container');
  return { text, container };
}

function placeOf(lines: string, key: 'args' | 'ports', sorted = false): unknown {
  const pair = placeForKey(containerOf(lines).container.node, key, sorted);
  return pair && isScalar(pair.key) ? pair.key.value : undefined;
}

describe('placeForKey', () => {
  test.each([
    ['args', 'command', '- command: [a]\n  image: b\n  name: c\n'],
    ['args', 'name', '- image: b\n  name: c\n  env: []\n'],
    ['args', 'imagePullPolicy', '- name: c\n  image: b\n  imagePullPolicy: d\n'],
    ['args', 'env', '- env: []\n'],
    ['ports', 'args', '- name: c\n  image: b\n  args: [d]\n  env: []\n'],
    ['ports', 'name', '- command: [a]\n  args: [b]\n  image: d\n  name: c\n  resources: {}\n'],
    ['ports', 'workingDir', '- name: c\n  workingDir: d\n  env: []\n'],
  ] as const)('%s behind %s', (key, expected, lines) => {
    expect(placeOf(lines, key)).toBe(expected);
  });

  test('by the alphabet where the keys are sorted', () => {
    expect(placeOf('- image: a\n  name: b\n  resources: {}\n', 'ports', true)).toBe('name');
    expect(placeOf('- image: a\n  name: b\n  resources: {}\n', 'args', true)).toBeUndefined();
  });
});

test.each([
  ['- image: a\n  name: b\n  ports: []\n', true],
  ['- name: b\n  image: a\n  ports: []\n', false],
  ['- image: a\n  name: b\n', false],
])('isSorted %j', (lines, expected) => {
  expect(isSorted(containerOf(lines).container.node)).toBe(expected);
});

test.each([
  ['- name: a\n  args:\n  - x\n', ''],
  ['- name: a\n  args:\n    - x\n', '  '],
  ['- name: a\n  args: [x]\n', ''],
  ['- name: a\n  args: [x]\n  env:\n      - name: y\n', '    '],
  ['- name: a\n', ''],
])('listStyleOf %j', (lines, indent) => {
  const { text, container } = containerOf(lines);
  expect(listStyleOf(text, container).indent).toBe(indent);
});
