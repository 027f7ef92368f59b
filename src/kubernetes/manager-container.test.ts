import { describe, expect, test } from 'vitest';
import { deploymentText } from '../../test/setup/manager-manifests.ts';
import { isAuthProxy, managerContainerOf } from './manager-container.ts';
import { readWorkloads } from './read-workloads.ts';

const binary = { flagNames: new Set(['leader-elect', 'speed', 'depth']), names: ['manager', 'weaver'] };

function containersOf(lines: string) {
  return readWorkloads({ path: 'a.yaml', text: deploymentText(lines), mode: 0o644 })[0]?.containers ?? [];
}

describe('managerContainerOf', () => {
  test.each([
    ['the name', '- name: sidecar\n- name: manager\n', 'manager'],
    ['the other usual name', '- name: controller\n- name: log\n', 'controller'],
    ['the command', '- name: manager\n  command: [/other]\n- name: x\n  command: [/bin/weaver]\n', 'x'],
    ['the command, written otherwise', '- name: a\n- name: x\n  command: [/we-aver]\n', 'x'],
    [
      'known flags',
      '- name: x\n  args: [--speed=1, --depth=2, --leader-elect]\n- name: y\n  args: [--z]\n',
      'x',
    ],
    ['never the proxy', '- name: kube-rbac-proxy\n  args: [--leader-elect]\n- name: manager\n', 'manager'],
    ['the first of equals', '- name: manager\n  image: a\n- name: manager\n  image: b\n', 'manager'],
  ])('%s', (_, lines, name) => {
    const found = managerContainerOf(containersOf(lines), binary);
    expect(found?.name).toBe(name);
  });

  test('the first of equals is the first', () => {
    expect(
      managerContainerOf(containersOf('- name: manager\n  image: a\n- name: manager\n  image: b\n'), binary)
        ?.image,
    ).toBe('a');
  });

  test('a single unnamed one beside the proxy', () => {
    const lines = '- name: kube-rbac-proxy\n- image: controller:latest\n';
    expect(managerContainerOf(containersOf(lines), binary)?.index).toBe(1);
  });

  test('none where nothing speaks for one', () => {
    expect(managerContainerOf(containersOf('- name: nginx\n- name: redis\n'), binary)).toBeUndefined();
    const proxy = '- name: kube-rbac-proxy\n  command: [/manager]\n  args: [--leader-elect]\n';
    expect(managerContainerOf(containersOf(proxy), binary)).toBeUndefined();
  });
});

test.each([
  ['- name: kube-rbac-proxy\n', true],
  ['- name: proxy\n  image: example.org/kubebuilder/kube-rbac-proxy:v0.8.0\n', true],
  ['- name: proxy\n  image: example.org/kube-rbac-proxy@sha256:00\n', true],
  ['- name: proxy\n  image: kube-rbac-proxy\n', true],
  ['- name: proxy\n  image: example.org/kube-rbac-proxy-helper:v1\n', false],
  ['- name: manager\n', false],
])('%s is a kube-rbac-proxy: %s', (lines, expected) => {
  expect(containersOf(lines).some(isAuthProxy)).toBe(expected);
});
