import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { buildKustomizeGraph } from './kustomize.ts';
import { renderAt, renderFiles, renderOverlay, resolveReference } from './rendering.ts';

const object = (kind: string, name: string) =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: system}\n`;

/** Two trees with objects of the same names, in one overlay. */
const TWINS = memoryRepository({
  'all/kustomization.yaml': 'namespace: n\nresources: [../one, ../two]\n',
  'one/kustomization.yaml': 'namePrefix: one-\nresources: [a.yaml]\n',
  'one/a.yaml': `${object('ServiceAccount', 'manager')}---\n${object('Deployment', 'manager')}`,
  'two/kustomization.yaml': 'namePrefix: two-\nresources: [a.yaml]\n',
  'two/a.yaml': `${object('ServiceAccount', 'manager')}---\n${object('Deployment', 'manager')}`,
});

function renderTwins() {
  const graph = buildKustomizeGraph(TWINS);
  const overlay = graph.find('all');
  if (!overlay) throw new Error('no overlay');
  return renderOverlay(TWINS, graph, overlay);
}

describe('renderOverlay', () => {
  it('gives each object its name and namespace', () => {
    expect(
      renderTwins().objects.map((it) => `${it.kind} ${it.renderedNamespace}/${it.renderedName}`),
    ).toEqual([
      'ServiceAccount n/one-manager',
      'Deployment n/one-manager',
      'ServiceAccount n/two-manager',
      'Deployment n/two-manager',
    ]);
  });
});

describe('resolveReference', () => {
  it('prefers the object of the same tree', () => {
    const rendering = renderTwins();
    const deployments = rendering.objects.filter((it) => it.kind === 'Deployment');
    const accounts = deployments.map((it) =>
      resolveReference(rendering, it, { kind: 'ServiceAccount', name: 'manager' }),
    );
    expect(accounts.map((it) => it?.renderedName)).toEqual(['one-manager', 'two-manager']);
  });

  it('knows a name that is already rendered, and no other kind', () => {
    const rendering = renderTwins();
    const [from] = rendering.objects;
    if (!from) throw new Error('no object');
    expect(resolveReference(rendering, from, { kind: 'Deployment', name: 'two-manager' })?.renderedName).toBe(
      'two-manager',
    );
    expect(resolveReference(rendering, from, { kind: 'Role', name: 'manager' })).toBeUndefined();
    expect(resolveReference(rendering, from, { kind: 'Deployment', name: 'three-manager' })).toBeUndefined();
  });
});

describe('renderFiles', () => {
  it('takes finished manifests by their own names', () => {
    const repository = memoryRepository({ 'out.yaml': object('Service', 'app-metrics') });
    expect(renderFiles(repository, 'out.yaml')).toMatchObject({
      path: 'out.yaml',
      objects: [{ renderedName: 'app-metrics', renderedNamespace: 'system', way: [] }],
    });
  });
});

describe('renderAt a plain manifest', () => {
  const binding =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\nroleRef: {kind: Role, name: r}\n';
  const parts = [object('Deployment', 'd'), binding, object('Role', 'r')];
  const kindsAt = (path: string, whole: string) => {
    const files = { 'deploy/whole.yaml': whole, 'deploy/a.yaml': parts[0] ?? '', 'deploy/b.yaml': binding };
    return renderAt(memoryRepository(files), path).objects.map(({ kind }) => kind);
  };

  it('takes its folder, without files that are complete by themselves', () => {
    expect(kindsAt('deploy/a.yaml', parts.join('---\n'))).toEqual(['Deployment', 'RoleBinding']);
    expect(kindsAt('deploy/a.yaml', parts.slice(0, 2).join('---\n'))).toHaveLength(4);
  });

  it('takes a complete one alone', () => {
    expect(kindsAt('deploy/whole.yaml', parts.join('---\n'))).toEqual(['Deployment', 'RoleBinding', 'Role']);
  });
});
