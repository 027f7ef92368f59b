import { expect, test } from 'vitest';
import {
  deploymentText,
  kustomizeTree,
  managerSource,
  patchText,
} from '../../test/setup/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManifests } from '../survey/manifests.ts';
import { portOnNode } from './port-on-node.ts';

const flag = { path: 'main.go', start: 0, end: 0, name: 'metrics-bind-address', default: ':9384' };

function portOf(argument: string, isOnNode = true, files: Record<string, string> = {}, patches = '') {
  const deployment = deploymentText(`- name: manager\n  image: a\n  args: [--leader-elect${argument}]\n`);
  const tree = kustomizeTree(isOnNode ? onNode(deployment) : deployment, patches, files);
  const source = managerSource({ metricsFlags: [flag] });
  const manifests = surveyManifests(memoryRepository(tree), [source]).get(source);
  if (!manifests) throw new Error('no manifests');
  return portOnNode({ entryPoint: 'main.go', module: source.module, source, manifests });
}

/** The pod shares the network of its node. */
function onNode(workload: string): string {
  const changed = workload.replace(/^( *)containers:/m, '$1hostNetwork: true\n$1containers:');
  expect(changed).not.toBe(workload);
  return changed;
}

test.each([
  ['', 9384],
  [', --metrics-bind-address=:9400', 9400],
  [', "--metrics-bind-address=0.0.0.0:9400"', 9400],
  [', --metrics-bind-address=127.0.0.1:9400', undefined],
  [', --metrics-bind-address=0', undefined],
  [', --metrics-bind-address=:8080', undefined],
  [', --metrics-bind-address=:0', undefined],
])('on the node, with the arguments %j: %s', (argument, expected) => {
  expect(portOf(argument)).toBe(expected);
});

test('in a network of its own: none', () => {
  expect(portOf('', false)).toBeUndefined();
});

test('a patch puts it on the node', () => {
  const files = { 'config/default/p.yaml': onNode(patchText('- name: manager\n')) };
  expect(portOf('', false, files, 'patches:\n- path: p.yaml\n')).toBe(9384);
});

test('overlays that differ: none', () => {
  const files = {
    'config/dev/kustomization.yaml': 'resources: [../manager]\npatches:\n- path: p.yaml\n',
    'config/dev/p.yaml': patchText('- name: manager\n  args: [--metrics-bind-address=:1]\n'),
  };
  expect(portOf('', true, files)).toBeUndefined();
});
