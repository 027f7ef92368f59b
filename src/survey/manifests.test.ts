import { describe, expect, test } from 'vitest';
import {
  deploymentText,
  kustomizeTree,
  managerSource,
  patchText,
} from '../../test/setup/manager-manifests.ts';
import type { ManagerSource } from '../golang/manager-source.ts';
import type { ManagerManifests } from '../kubernetes/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManifests } from './manifests.ts';

const BASE = deploymentText('- name: manager\n  image: a\n  args: [--leader-elect]\n');

function survey(
  files: Record<string, string>,
  sources: readonly ManagerSource[] = [managerSource()],
): readonly ManagerManifests[] {
  const manifests = surveyManifests(memoryRepository(files), sources);
  return sources.map((source) => {
    const found = manifests.get(source);
    if (!found) throw new Error(`nothing for ${source.entryPoint}`);
    return found;
  });
}

function surveyOne(files: Record<string, string>): ManagerManifests {
  const [manifests] = survey(files);
  if (!manifests) throw new Error('no manifests');
  return manifests;
}

const pathsOf = (parts: readonly { readonly path: string }[]) => parts.map((part) => part.path);

describe('one manager', () => {
  test('its Deployment, patches and overlays', () => {
    const tree = kustomizeTree(BASE, 'patches:\n- path: p.yaml\n', {
      'config/default/p.yaml': patchText('- name: manager\n'),
    });
    const manifests = surveyOne(tree);
    expect(pathsOf(manifests.deployments)).toEqual(['config/manager/manager.yaml']);
    expect(pathsOf(manifests.patches)).toEqual(['config/default/p.yaml']);
    expect(manifests.overlays).toEqual(['config/default/kustomization.yaml']);
    expect(manifests).toMatchObject({
      serviceAccountName: 'controller-manager',
      namespace: 'system',
      substitutes: false,
    });
  });

  test('a patch that two overlays share is listed once', () => {
    const tree = kustomizeTree(BASE, '', {
      'config/manager/kustomization.yaml': 'resources: [manager.yaml]\npatches:\n- path: p.yaml\n',
      'config/manager/p.yaml': patchText('- name: manager\n'),
      'config/dev/kustomization.yaml': 'resources: [../manager]\n',
    });
    const manifests = surveyOne(tree);
    expect(manifests.renderings).toHaveLength(2);
    expect(pathsOf(manifests.patches)).toEqual(['config/manager/p.yaml']);
    expect(manifests.deployments).toHaveLength(1);
  });

  test('other workloads of the overlay are left out', () => {
    const tree = kustomizeTree(`${BASE}---\n${deploymentText('- name: page\n  image: b\n', 'page')}`);
    expect(surveyOne(tree).deployments.map((it) => it.name)).toEqual(['controller-manager']);
  });

  test('without manifests everything is empty', () => {
    expect(surveyOne({})).toMatchObject({
      deployments: [],
      overlays: [],
      serviceAccountName: 'default',
      substitutes: false,
    });
  });

  test('plain manifests count as they are, where no kustomization is', () => {
    const manifests = surveyOne({
      'deploy/a.yaml': BASE,
      'deploy/cloud.yaml': BASE.replace('name: manager', 'name: cloud-controller-manager'),
    });
    expect(manifests.overlays).toEqual(['deploy/a.yaml']);
    expect(manifests.unreached).toEqual([]);
  });

  test.each(['test/e2e/data', 'snapshots', '__snapshots__'])(
    'those in %s are not the manager’s',
    (folder) => {
      const tree = Object.fromEntries(
        Object.entries(kustomizeTree(BASE)).map(([path, text]) => [`${folder}/${path}`, text]),
      );
      expect(surveyOne(tree).deployments).toEqual([]);
    },
  );

  test('beside another binary’s main.go, config/ is that binary’s', () => {
    const tree = Object.fromEntries(
      Object.entries(kustomizeTree(BASE)).map(([path, text]) => [`hooks/${path}`, text]),
    );
    expect(surveyOne(tree).deployments).toHaveLength(1);
    expect(surveyOne({ ...tree, 'hooks/main.go': 'package main\n' }).deployments).toEqual([]);
  });
});

describe('in a chart', () => {
  const found = (lines: string) =>
    surveyOne({
      'chart/Chart.yaml': 'name: weaver\n',
      'chart/templates/deployment.yaml': deploymentText(lines, 'weaver'),
    }).templates.map((it) => it.container?.name);

  test.each([
    ['named as the Go module', '- name: weaver-operator\n  image: a\n'],
    [
      'that runs a program named as the Go module',
      '- name: weaver-operator\n  image: a\n  command: [/weaver-operator]\n',
    ],
  ])('a container %s', (_, lines) => {
    expect(found(lines)).toEqual(['weaver-operator']);
  });

  test('another one is none, and no script of that name', () => {
    expect(found('- name: weaver-operator\n  image: a\n  command: [sh, -c]\n  args: [forward]\n')).toEqual(
      [],
    );
    expect(found('- name: shuttle-operator\n  image: a\n')).toEqual([]);
  });
});

describe('several managers', () => {
  const inFolder = (folder: string, deployment = BASE) =>
    Object.fromEntries(
      Object.entries(kustomizeTree(deployment)).map(([path, text]) => [`${folder}/${path}`, text]),
    );
  const source = (entryPoint: string, flags = ['leader-elect']) =>
    managerSource({
      entryPoint,
      packageDirectory: entryPoint.replace(/\/?main\.go$/, '') || '.',
      flagNames: new Set(flags),
    });
  const linksOf = (files: Record<string, string>, sources: readonly ManagerSource[]) =>
    survey(files, sources).map((manifests) => manifests.deployments.map((it) => `${it.path}#${it.name}`));

  test('by the tree in which they stand', () => {
    const files = { ...inFolder('loom'), ...inFolder('shuttle'), ...kustomizeTree(BASE) };
    expect(
      linksOf(files, [source('main.go'), source('loom/main.go'), source('shuttle/cmd/main.go')]),
    ).toEqual([
      ['config/manager/manager.yaml#controller-manager'],
      ['loom/config/manager/manager.yaml#controller-manager'],
      ['shuttle/config/manager/manager.yaml#controller-manager'],
    ]);
  });

  test('below test/, where the manager itself stands there', () => {
    const files = { ...inFolder('test/loom'), ...kustomizeTree(BASE) };
    expect(linksOf(files, [source('main.go'), source('test/loom/main.go')])).toEqual([
      ['config/manager/manager.yaml#controller-manager'],
      ['test/loom/config/manager/manager.yaml#controller-manager'],
    ]);
  });

  test('by the command', () => {
    const two = ['loom', 'shuttle']
      .map((name) => deploymentText(`- name: manager\n  image: a\n  command: [/${name}]\n`, name))
      .join('---\n');
    expect(linksOf(kustomizeTree(two), [source('cmd/loom/main.go'), source('cmd/shuttle/main.go')])).toEqual([
      ['config/manager/manager.yaml#loom'],
      ['config/manager/manager.yaml#shuttle'],
    ]);
  });

  test('not where the command is another program of the repository', () => {
    const two = ['loom', 'warp-meter']
      .map((name) => deploymentText(`- name: manager\n  image: a\n  command: [/${name}]\n`, name))
      .join('---\n');
    const files = { ...kustomizeTree(two), 'cmd/warpmeter/main.go': 'package main\n' };
    expect(linksOf(files, [source('cmd/loom/main.go')])).toEqual([['config/manager/manager.yaml#loom']]);
  });

  test('by the name', () => {
    const two = ['loom', 'shuttle']
      .map((name) => deploymentText(`- name: manager\n  image: a\n`, `${name}-controller`))
      .join('---\n');
    expect(linksOf(kustomizeTree(two), [source('cmd/loom/main.go'), source('cmd/shuttle/main.go')])).toEqual([
      ['config/manager/manager.yaml#loom-controller'],
      ['config/manager/manager.yaml#shuttle-controller'],
    ]);
  });

  test('by the package that the image is built of', () => {
    const image = (name: string) => `ko://example.org/weaver-operator/v2/cmd/${name}`;
    const all = ['shuttle', 'loom', 'agent']
      .map((name) =>
        deploymentText(`- name: manager\n  image: ${image(name)}\n  command: [/manager]\n`, `x-${name}`),
      )
      .join('---\n');
    const names = linksOf(kustomizeTree(all.replaceAll('x-', 'weaver-')), [
      source('cmd/loom/main.go'),
      source('cmd/shuttle/main.go'),
    ]);
    expect(names).toEqual([
      ['config/manager/manager.yaml#weaver-loom'],
      ['config/manager/manager.yaml#weaver-shuttle'],
    ]);
    const swapped = deploymentText(`- name: manager\n  image: ${image('loom')}\n  args: [--leader-elect]\n`);
    expect(
      linksOf(kustomizeTree(swapped), [source('cmd/shuttle/main.go'), source('cmd/loom/main.go', [])]),
    ).toEqual([[], ['config/manager/manager.yaml#controller-manager']]);
  });

  test('where nothing tells, that of cmd/manager', () => {
    const sources = [
      source('cmd/loom/main.go'),
      source('cmd/manager/main.go'),
      source('cmd/shuttle/main.go'),
    ];
    expect(linksOf(kustomizeTree(BASE), sources)).toEqual([
      [],
      ['config/manager/manager.yaml#controller-manager'],
      [],
    ]);
    expect(linksOf(kustomizeTree(BASE.replace('image: a', 'image: shuttle')), sources)[2]).toHaveLength(1);
  });

  test('by the flags', () => {
    const two = ['speed', 'depth']
      .map((flag) => deploymentText(`- name: manager\n  image: a\n  args: [--${flag}=1]\n`, flag))
      .join('---\n');
    expect(
      linksOf(kustomizeTree(two), [
        source('cmd/warp/main.go', ['depth']),
        source('cmd/weft/main.go', ['speed']),
      ]),
    ).toEqual([['config/manager/manager.yaml#depth'], ['config/manager/manager.yaml#speed']]);
  });
});

test.each([
  ['chart', 1],
  ['pkg/templates/chart', 0],
  ['bindata/chart', 0],
])('a chart in %s is one of the manager: %s', (folder, count) => {
  const files = {
    [`${folder}/Chart.yaml`]: 'name: weaver\n',
    [`${folder}/templates/d.yaml`]: deploymentText('- name: manager\n  image: a\n', '{{ .Release.Name }}'),
  };
  const manifests = surveyOne({ ...kustomizeTree(BASE), ...files });
  expect([manifests.templates.length, manifests.unreached.length]).toEqual([count, 0]);
});

test('a container of the usual name beside the manager’s in its chart may be another program', () => {
  const at = (name: string, args: string) => ({
    [`chart/templates/${name}.yaml`]: deploymentText(
      `- name: manager\n  image: a\n  args: [${args}]\n`,
      name,
    ),
  });
  const files = { ...at('own', '--leader-elect'), ...at('other', '--warp, --weft') };
  const { templates } = surveyOne({ 'chart/Chart.yaml': 'name: weaver\n', ...files });
  expect(templates.map(({ name }) => name)).toEqual(['own']);
});

describe('outside of kustomize', () => {
  const rendered = (lines: string, name = 'weaver-controller-manager') => deploymentText(lines, name);
  const copies = (files: Record<string, string>) =>
    surveyOne(kustomizeTree(BASE, '', files)).rendered.map((it) => [
      it.workload.path,
      it.argumentsFresh,
      it.portsFresh,
    ]);
  const FRESH = '- args: [--leader-elect]\n  image: b\n  name: manager\n';

  test('a fresh copy', () => {
    expect(copies({ 'c.yaml': rendered(FRESH) })).toEqual([['c.yaml', true, true]]);
  });

  test.each([
    ['other arguments', FRESH.replace('--leader-elect', '--x'), false, true],
    ['other ports', `${FRESH}  ports:\n  - containerPort: 1\n`, true, false],
    ['another container', `${FRESH}- name: log\n  image: c\n`, false, false],
  ])('a copy with %s is stale', (_, lines, argumentsFresh, portsFresh) => {
    expect(copies({ 'c.yaml': rendered(lines) })).toEqual([['c.yaml', argumentsFresh, portsFresh]]);
  });

  test('another name is no copy', () => {
    expect(copies({ 'c.yaml': rendered(FRESH, 'other-controller-manager') })).toEqual([]);
  });

  test('without a prefix the namespace tells', () => {
    const tree = {
      ...kustomizeTree(BASE),
      'config/default/kustomization.yaml': 'namespace: weaver\nresources: [../manager]\n',
      'c.yaml': rendered(FRESH, 'controller-manager').replace('namespace: system', 'namespace: weaver'),
      'd.yaml': rendered(FRESH, 'controller-manager').replace('namespace: system', 'namespace: other'),
    };
    const manifests = surveyOne(tree);
    expect(manifests.rendered.map((it) => it.workload.path)).toEqual(['c.yaml']);
    expect(pathsOf(manifests.unreached)).toEqual(['d.yaml']);
  });

  test('dead patches, dead JSON6902 patches and charts', () => {
    const manifests = surveyOne(
      kustomizeTree(BASE, '', {
        'config/default/dead.yaml': patchText('- name: manager\n  args: [--x]\n'),
        'config/default/json.yaml':
          '- op: add\n  path: /spec/template/spec/containers/0/args/0\n  value: --x\n',
        'chart/Chart.yaml': 'name: a\n',
        'chart/templates/d.yaml': rendered(FRESH, '{{ .Release.Name }}'),
      }),
    );
    expect(pathsOf(manifests.unreached)).toEqual(['config/default/dead.yaml']);
    expect(pathsOf(manifests.unreachedJsonPatches)).toEqual(['config/default/json.yaml']);
    expect(pathsOf(manifests.templates)).toEqual(['chart/templates/d.yaml']);
    expect(manifests.templates[0]?.role).toBe('helm');
  });
});
