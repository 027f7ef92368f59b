import { describe, expect, test } from 'vitest';
import { deploymentText, patchText } from '../../test/setup/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { readWorkloads, workloadsIn } from './read-workloads.ts';

const file = (text: string) => ({ path: 'a.yaml', text, mode: 0o644 });
const CONTAINER = '- name: manager\n  image: controller:latest\n';

describe('readWorkloads', () => {
  test('finds the Deployment among other objects, with positions of the file', () => {
    const text = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: system\n---\n${deploymentText(CONTAINER)}`;
    const [workload, ...rest] = readWorkloads(file(text));
    expect(rest).toEqual([]);
    expect(workload).toMatchObject({
      kind: 'Deployment',
      name: 'controller-manager',
      namespace: 'system',
      serviceAccountName: 'controller-manager',
    });
    expect(text.slice(workload?.containers[0]?.node.range?.[0])).toMatch(/^name: manager/);
    expect(workload?.podLabels.get('control-plane')).toBe('controller-manager');
  });

  test('patches are workloads too', () => {
    const [patch] = readWorkloads(file(patchText('- name: manager\n  args: [--a]\n')));
    expect(patch?.containers[0]?.args?.items).toHaveLength(1);
    expect(patch?.serviceAccountName).toBeUndefined();
  });

  test('a Pod has its containers one level up', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels: {a: b}\nspec:\n  containers:\n  - name: x\n';
    const [pod] = readWorkloads(file(text));
    expect(pod?.containers.map((it) => it.name)).toEqual(['x']);
    expect(pod?.podLabels.get('a')).toBe('b');
  });

  test.each([
    ['StatefulSet', true],
    ['DaemonSet', true],
    ['Job', false],
    ['Service', false],
  ])('%s', (kind, isWorkload) => {
    const text = deploymentText(CONTAINER).replace('kind: Deployment', `kind: ${kind}`);
    expect(readWorkloads(file(text))).toHaveLength(isWorkload ? 1 : 0);
  });

  test('quoted kinds are found, nested ones are not', () => {
    expect(
      readWorkloads(
        file(deploymentText(CONTAINER).replace('kind: D', '"kind": "D').replace('ment\n', 'ment"\n')),
      ),
    ).toHaveLength(1);
    expect(readWorkloads(file('kind: List\nitems:\n- x:\n    kind: Deployment\n'))).toEqual([]);
  });

  test('a broken document does not hide the others', () => {
    const text = `kind: Deployment\nmetadata: [\n---\n${deploymentText(CONTAINER)}`;
    expect(readWorkloads(file(text)).map((it) => it.name)).toEqual(['controller-manager']);
  });

  test('a document that is indented as a whole', () => {
    const text = deploymentText('- name: manager\n').replace(/^(?=.)/gm, '  ');
    const file = (content: string) => ({ path: 'a.yaml', text: content, mode: 0o644 });
    expect(readWorkloads(file(`# a\n\n---\n${text}`)).map(({ kind }) => kind)).toEqual(['Deployment']);
    expect(readWorkloads(file(`a:\n${text}`))).toEqual([]);
  });

  test('CRLF and a byte order mark', () => {
    const text = `\uFEFF${deploymentText(CONTAINER).replaceAll('\n', '\r\n')}`.replace(
      '\uFEFFapiVersion: apps/v1\r\n',
      '\uFEFF',
    );
    const [workload] = readWorkloads(file(text));
    expect(workload?.containers[0]?.image).toBe('controller:latest');
  });
});

describe('workloadsIn', () => {
  test('answers the same value twice, and nothing for a missing file', () => {
    const repository = memoryRepository({ 'a.yaml': deploymentText(CONTAINER) });
    expect(workloadsIn(repository, 'a.yaml')).toBe(workloadsIn(repository, 'a.yaml'));
    expect(workloadsIn(repository, 'b.yaml')).toEqual([]);
  });
});
