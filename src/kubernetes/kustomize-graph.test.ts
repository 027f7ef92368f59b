import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { buildKustomizeGraph } from './kustomize.ts';

const TREE = {
  'config/default/kustomization.yaml':
    'namespace: app-system\nnamePrefix: app-\nresources:\n- ../rbac\n- ../manager\npatches:\n- path: patch.yaml\n',
  'config/default/patch.yaml': 'kind: Deployment\n',
  'config/default/unused.yaml': 'kind: Deployment\n',
  'config/rbac/kustomization.yaml': 'resources:\n- role.yaml\n- gone.yaml\n',
  'config/rbac/role.yaml': 'kind: ClusterRole\n',
  'config/manager/kustomization.yaml':
    'nameSuffix: -v1\nresources: [manager.yaml]\nconfigurations:\n- names.yaml\n',
  'config/manager/manager.yaml': 'kind: Deployment\n',
  'config/manager/names.yaml': 'nameReference: []\n',
};

/** A Makefile whose recipe has these lines. */
function makefile(...lines: string[]): Record<string, string> {
  return { Makefile: `all:\n${lines.map((line) => `\t${line}\n`).join('')}` };
}

describe('buildKustomizeGraph', () => {
  it('takes what nothing includes for an overlay', () => {
    const graph = buildKustomizeGraph(memoryRepository(TREE));
    expect(graph.overlays.map((it) => it.directory)).toEqual(['config/default']);
  });

  it('follows every way to a file', () => {
    const graph = buildKustomizeGraph(memoryRepository(TREE));
    expect([...graph.filesReachedBy('config/default')].sort()).toEqual([
      'config/default/kustomization.yaml',
      'config/default/patch.yaml',
      'config/manager/kustomization.yaml',
      'config/manager/manager.yaml',
      'config/manager/names.yaml',
      'config/rbac/kustomization.yaml',
      'config/rbac/role.yaml',
    ]);
    expect(graph.objectFilesReachedBy('config/default/kustomization.yaml')).toEqual([
      'config/manager/manager.yaml',
      'config/rbac/role.yaml',
    ]);
  });

  it('knows who reaches a file', () => {
    const graph = buildKustomizeGraph(memoryRepository(TREE));
    expect(graph.rootsReaching('config/rbac/role.yaml').map((it) => it.path)).toEqual([
      'config/default/kustomization.yaml',
    ]);
    expect(graph.isReached('config/default/patch.yaml')).toBe(true);
    expect(graph.isReached('config/default/unused.yaml')).toBe(false);
    expect(graph.rootsReaching('config/default/unused.yaml')).toEqual([]);
  });

  it('finds a kustomization by its file and by its folder', () => {
    const graph = buildKustomizeGraph(
      memoryRepository({ ...TREE, 'kustomization.yaml': 'resources: [config/default]\n' }),
    );
    expect(graph.find('config/rbac/')).toBe(graph.find('config/rbac/kustomization.yaml'));
    expect(graph.find('.')?.path).toBe('kustomization.yaml');
    expect(graph.find('config')).toBeUndefined();
    expect(graph.filesReachedBy('config')).toEqual(new Set());
  });

  it('lists the entries that name a file, or a folder', () => {
    const graph = buildKustomizeGraph(memoryRepository(TREE));
    const named = (path: string) =>
      graph.entriesNaming(path).map((it) => [it.kustomization.directory, it.entry.value]);
    expect(named('config/rbac/role.yaml')).toEqual([['config/rbac', 'role.yaml']]);
    expect(named('config/rbac')).toEqual([['config/default', '../rbac']]);
    expect(named('config/rbac/kustomization.yaml')).toEqual([['config/default', '../rbac']]);
  });

  it('gives names as kustomize prints them', () => {
    const graph = buildKustomizeGraph(memoryRepository(TREE));
    const [overlay] = graph.overlays;
    if (!overlay) throw new Error('no overlay');
    expect(graph.renderedName(overlay, 'config/manager/manager.yaml', 'manager')).toBe('app-manager-v1');
    expect(graph.renderedNamespace(overlay, 'config/manager/manager.yaml', 'system')).toBe('app-system');
    expect(graph.renderedName(overlay, 'config/default/patch.yaml', 'manager')).toBeUndefined();
    expect(graph.wayTo(overlay, 'config/manager/manager.yaml')?.map((it) => it.directory)).toEqual([
      'config/default',
      'config/manager',
    ]);
  });

  it('keeps the innermost prefix innermost', () => {
    const graph = buildKustomizeGraph(
      memoryRepository({
        'outer/kustomization.yaml': 'namePrefix: o-\nresources: [../inner]\n',
        'inner/kustomization.yaml': 'namePrefix: i-\nnamespace: inner\nresources: [a.yaml]\n',
        'inner/a.yaml': 'kind: x\n',
      }),
    );
    const [overlay] = graph.overlays;
    if (!overlay) throw new Error('no overlay');
    expect(graph.renderedName(overlay, 'inner/a.yaml', 'a')).toBe('o-i-a');
    expect(graph.renderedNamespace(overlay, 'inner/a.yaml', undefined)).toBe('inner');
  });

  it.each([
    ['$(KUSTOMIZE) build config/manager | kubectl apply -f -'],
    ['kustomize build "./config/manager/" > out.yaml'],
    ['kubectl apply -k config/manager'],
  ])('takes an included kustomization for an overlay too when %s', (line) => {
    const graph = buildKustomizeGraph(memoryRepository({ ...TREE, ...makefile(line) }));
    expect(graph.overlays.map((it) => it.directory)).toEqual(['config/default', 'config/manager']);
  });

  it.each([
    ['cd config/manager && $(KUSTOMIZE) edit set image controller=$(IMG)'],
    ['# kustomize build config/manager'],
    ['cp config/manager/manager.yaml build/'],
    ['$(KUSTOMIZE) build config/manager-extra'],
  ])('does not when %s', (line) => {
    const graph = buildKustomizeGraph(memoryRepository({ ...TREE, ...makefile(line) }));
    expect(graph.overlays.map((it) => it.directory)).toEqual(['config/default']);
  });

  it('reads paths of a nested build file from its folder, and workflows', () => {
    const tree = Object.fromEntries(Object.entries(TREE).map(([path, text]) => [`sub/${path}`, text]));
    const files = {
      ...tree,
      'sub/Makefile': 'x:\n\tkustomize build config/rbac\n',
      '.github/workflows/x.yaml': 'run: kustomize build sub/config/manager\n',
    };
    expect(buildKustomizeGraph(memoryRepository(files)).overlays.map((it) => it.directory)).toEqual([
      'sub/config/default',
      'sub/config/manager',
      'sub/config/rbac',
    ]);
  });

  it('ends on a cycle', () => {
    const graph = buildKustomizeGraph(
      memoryRepository({
        'a/kustomization.yaml': 'resources: [../b, x.yaml]\n',
        'b/kustomization.yaml': 'resources: [../a]\n',
        'a/x.yaml': 'kind: x\n',
      }),
    );
    expect(graph.objectFilesReachedBy('b')).toEqual(['a/x.yaml']);
  });

  it('takes the first of a circle that nothing else includes for an overlay', () => {
    const circle = {
      'a/kustomization.yaml': 'resources: [../b, x.yaml]\n',
      'b/kustomization.yaml': 'resources: [../a]\n',
      'a/x.yaml': 'kind: x\n',
      'other/kustomization.yaml': 'resources: [y.yaml]\n',
    };
    const overlays = (files: Readonly<Record<string, string>>) =>
      buildKustomizeGraph(memoryRepository(files)).overlays.map((it) => it.directory);
    expect(overlays(circle)).toEqual(['a', 'other']);
    expect(overlays({ ...circle, 'other/kustomization.yaml': 'resources: [../b]\n' })).toEqual(['other']);
  });

  it('is built once for a repository, and anew for its overlay', () => {
    const repository = memoryRepository(TREE);
    expect(buildKustomizeGraph(repository)).toBe(buildKustomizeGraph(repository));
    const changed = repository.overlay(
      new Map([
        [
          'config/rbac/kustomization.yaml',
          { path: 'config/rbac/kustomization.yaml', text: 'resources: []\n', mode: 0o644 },
        ],
      ]),
    );
    expect(buildKustomizeGraph(changed).isReached('config/rbac/role.yaml')).toBe(false);
  });
});
