import { describe, expect, test } from 'vitest';
import {
  deploymentText,
  kustomizeTree,
  managerSource,
  patchText,
} from '../../test/setup/manager-manifests.ts';
import { activeAuthProxies } from '../kubernetes/active-auth-proxy.ts';
import { effectiveArguments } from '../kubernetes/effective-arguments.ts';
import { managerPorts, otherPorts } from '../kubernetes/effective-ports.ts';
import type { DeploymentRendering, ManagerManifests } from '../kubernetes/manager-manifests.ts';
import { metricsSwitchedOff } from '../kubernetes/metrics-off.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManifests } from './manifests.ts';

const BASE = deploymentText(
  '- name: manager\n  image: a\n  args: [--a, --b]\n  ports:\n  - containerPort: 1\n',
);

function manifestsOf(files: Record<string, string>): ManagerManifests {
  const source = managerSource();
  const manifests = surveyManifests(memoryRepository(files), [source]).get(source);
  if (!manifests) throw new Error('no manifests');
  return manifests;
}

function renderingOf(files: Record<string, string>): DeploymentRendering {
  const [rendering] = manifestsOf(files).renderings;
  if (!rendering) throw new Error('no rendering');
  return rendering;
}

const patched = (patch: string, base = BASE) =>
  renderingOf(kustomizeTree(base, 'patches:\n- path: p.yaml\n', { 'config/default/p.yaml': patch }));

const jsonPatched = (operations: string) =>
  renderingOf(
    kustomizeTree(
      BASE,
      `patches:\n- target: {kind: Deployment}\n  patch: |-\n${operations.replace(/^/gm, '    ')}\n`,
    ),
  );

const pointer = (end: string) => `/spec/template/spec/containers/0/${end}`;

describe('a rendering', () => {
  test('has the name and namespace of its overlay', () => {
    expect(renderingOf(kustomizeTree(BASE))).toMatchObject({
      overlay: 'config/default/kustomization.yaml',
      name: 'weaver-controller-manager',
      namespace: 'weaver-system',
      serviceAccountName: 'controller-manager',
      containerIndex: 0,
      substitutes: false,
    });
  });

  test('the ServiceAccount is that of the last patch that names one', () => {
    const patch = patchText('- name: manager\n').replace(
      '    spec:\n',
      '    spec:\n      serviceAccountName: weaver\n',
    );
    expect(patched(patch).serviceAccountName).toBe('weaver');
  });

  test('without any ServiceAccount it is default', () => {
    const base = BASE.replace(/ {6}serviceAccountName.*\n/, '');
    expect(renderingOf(kustomizeTree(base)).serviceAccountName).toBe('default');
  });

  test.each([
    ['those of the base', '', 'labels: {app: x}', { app: 'x' }],
    [
      'what kustomize adds to the template',
      'commonLabels: {tier: y}\n',
      'labels: {app: x}',
      { app: 'x', tier: 'y' },
    ],
    ['what kustomize has the last word on', 'commonLabels: {app: y}\n', 'labels: {app: x}', { app: 'y' }],
    [
      'not what it adds to the object only',
      'labels: [{pairs: {app: y}}]\n',
      'labels: {app: x}',
      { app: 'x' },
    ],
  ])('its pods have %s', (_, top, labels, expected) => {
    const base = BASE.replace(
      /(template:\n)(?: +metadata:\n(?: {6,}.*\n)*)?/,
      `$1    metadata:\n      ${labels}\n`,
    );
    const { podLabels } = renderingOf(kustomizeTree(base, top));
    expect(Object.fromEntries(podLabels)).toEqual(expected);
  });

  test('containers that a patch adds stand in front', () => {
    expect(patched(patchText('- name: log\n- name: manager\n')).containerIndex).toBe(1);
  });

  test.each([
    ['in the Deployment', BASE.replace('image: a', 'image: ${X:=a}'), patchText('- name: manager\n'), true],
    ['in a patch', BASE, patchText('- name: manager\n  image: ${X:=a}\n'), true],
    [
      'in a list that a patch replaces',
      BASE.replace('--a', '"--a=${X:=1}"'),
      patchText('- name: manager\n  args: [--x]\n'),
      false,
    ],
    ['in a comment', BASE.replace('image: a', 'image: a # ${X:=a}'), patchText('- name: manager\n'), false],
    ['without a default', BASE.replace('image: a', 'image: ${X}'), patchText('- name: manager\n'), false],
  ])('substitutes: %s', (_, base, patch, expected) => {
    expect(patched(patch, base).substitutes).toBe(expected);
  });
});

describe('effectiveArguments', () => {
  test('those of the Deployment', () => {
    expect(effectiveArguments(renderingOf(kustomizeTree(BASE)))).toEqual(['--a', '--b']);
  });

  test('those of a patch replace them', () => {
    expect(effectiveArguments(patched(patchText('- name: manager\n  args: [--x]\n')))).toEqual(['--x']);
  });

  test.each([
    ['add', 'args/0', ['--n', '--a', '--b']],
    ['add', 'args/-', ['--a', '--b', '--n']],
    ['replace', 'args/1', ['--a', '--n']],
    ['remove', 'args/0', ['--b']],
    ['test', 'args/0', ['--a', '--b']],
    ['add', 'args/x', ['--a', '--b']],
    ['add', 'command/0', ['--a', '--b']],
  ])('%s %s', (op, end, expected) => {
    expect(effectiveArguments(jsonPatched(`- op: ${op}\n  path: ${pointer(end)}\n  value: --n`))).toEqual(
      expected,
    );
  });
});

describe('ports of a pod', () => {
  const patch = patchText(
    '- name: manager\n  ports:\n  - containerPort: 2\n- name: log\n  ports:\n  - containerPort: 3\n',
  );

  test('of the manager: the Deployment’s and those of its patches', () => {
    expect(managerPorts(patched(patch)).map((it) => it.port.number)).toEqual([1, 2]);
  });

  test('of the others', () => {
    expect(otherPorts(patched(patch)).map((it) => [it.container.name, it.port.number])).toEqual([['log', 3]]);
  });
});

describe('metricsSwitchedOff', () => {
  const off = (files: Record<string, string>, parts: Parameters<typeof managerSource>[0] = {}) =>
    metricsSwitchedOff(manifestsOf(files), managerSource(parts));
  const zero = deploymentText('- name: manager\n  image: a\n  args: [--metrics-bind-address=0]\n');
  const on = deploymentText('- name: manager\n  image: a\n  args: [--metrics-bind-address=:8080]\n');
  const flag = { path: 'main.go', start: 0, end: 0, name: 'metrics-bind-address' };

  test('by the argument', () => {
    expect(off(kustomizeTree(zero))).toBe(true);
    expect(off(kustomizeTree(on))).toBe(false);
    expect(off(kustomizeTree(BASE))).toBe(false);
  });

  test('by the flag’s default, unless an argument says otherwise', () => {
    const parts = { metricsFlags: [{ ...flag, default: '0' }] };
    expect(off(kustomizeTree(BASE), parts)).toBe(true);
    expect(off(kustomizeTree(on), parts)).toBe(false);
    expect(off({}, parts)).toBe(true);
  });

  test('by a constant where there is no flag', () => {
    expect(off(kustomizeTree(BASE), { metricsFlags: [], constantAddress: '0' })).toBe(true);
    expect(off(kustomizeTree(BASE), { metricsFlags: [], constantAddress: ':8080' })).toBe(false);
  });

  test('not where one overlay switches them on', () => {
    const tree = kustomizeTree(zero, '', {
      'config/dev/kustomization.yaml': 'resources: [../manager]\npatches:\n- path: p.yaml\n',
      'config/dev/p.yaml': patchText('- name: manager\n  args: [--metrics-bind-address=:8080]\n'),
    });
    expect(off(tree)).toBe(false);
  });
});

describe('activeAuthProxies', () => {
  const proxy = '- name: kube-rbac-proxy\n  image: x/kube-rbac-proxy:v1\n';
  const active = (files: Record<string, string>) =>
    activeAuthProxies(manifestsOf(files)).map((it) => it.file.path);

  test('in a patch that an overlay applies', () => {
    const tree = kustomizeTree(BASE, 'patches:\n- path: p.yaml\n', {
      'config/default/p.yaml': patchText(proxy),
    });
    expect(active(tree)).toEqual(['config/default/p.yaml']);
  });

  test('not in one that nothing applies, in a comment, or in a copy', () => {
    const tree = kustomizeTree(
      `${BASE}# ${proxy.replaceAll('\n', '\n# ')}\n`,
      '# patches:\n# - path: p.yaml\n',
      {
        'config/default/p.yaml': patchText(`${proxy}- name: manager\n  args: [--x]\n`),
        'copy.yaml': deploymentText(`${proxy}- name: manager\n  image: b\n`, 'weaver-controller-manager'),
      },
    );
    expect(active(tree)).toEqual([]);
  });

  test('not in another workload', () => {
    const tree = kustomizeTree(`${BASE}---\n${deploymentText(`${proxy}- name: page\n  image: b\n`, 'page')}`);
    expect(active(tree)).toEqual([]);
  });
});
