import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import type { Repository } from '../repository/repository.ts';
import { ALL_REVIEWS, grantsReviews, type Review, type RunsAs } from './grants.ts';

const BOTH = rules(
  ['authentication.k8s.io', 'tokenreviews'],
  ['authorization.k8s.io', 'subjectaccessreviews'],
);

function rules(...pairs: [group: string, resource: string][]): string {
  return pairs
    .map(([group, it]) => `- apiGroups: ["${group}"]\n  resources: ["${it}"]\n  verbs: [create]\n`)
    .join('');
}

function clusterRole(name: string, body: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ${name}\nrules:\n${body}`;
}

function binding(
  role: string,
  subject = '- {kind: ServiceAccount, name: manager, namespace: system}',
): string {
  const head = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: b\n';
  return `${head}roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}\nsubjects:\n${subject}\n`;
}

const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: manager, namespace: system}\n';
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: manager, namespace: system}\n';

/** A usual tree: an overlay over rbac/ and manager/, with these files in rbac/. */
function tree(rbac: Record<string, string>, overlay = 'namePrefix: app-\nnamespace: app-system\n') {
  const files = { 'account.yaml': ACCOUNT, ...rbac };
  return memoryRepository({
    'config/default/kustomization.yaml': `${overlay}resources: [../rbac, ../manager]\n`,
    'config/rbac/kustomization.yaml': `resources:\n${Object.keys(files)
      .map((path) => `- ${path}\n`)
      .join('')}`,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`config/rbac/${path}`, text])),
    'config/manager/kustomization.yaml': 'resources: [manager.yaml]\n',
    'config/manager/manager.yaml': DEPLOYMENT,
  });
}

const MANAGER = runsAs('manager');

/** The manager of {@link tree} in these overlays. */
function runsAs(serviceAccountName: string, ...overlays: string[]): RunsAs {
  const deployment = { path: 'config/manager/manager.yaml', kind: 'Deployment', name: 'manager' };
  const all = ['config/default/kustomization.yaml', ...overlays];
  return { renderings: all.map((overlay) => ({ overlay, deployment, serviceAccountName })) };
}

/** The reviews that some overlay does not allow by a role that stays; an overlay that binds nothing says nothing. */
function missingReviews(repository: Repository, manifests: RunsAs): readonly Review[] {
  const all = grantsReviews(repository, manifests);
  const speaking = all.filter((it) => it.roles.length > 0);
  if (speaking.length === 0) return ALL_REVIEWS;
  return ALL_REVIEWS.filter((review) =>
    speaking.some(({ grants }) => !grants.some((grant) => grant.review === review && !grant.leftOver)),
  );
}

describe('grantsReviews', () => {
  it('misses both where the manager has a role without them', () => {
    const role = clusterRole('manager-role', rules(['', 'secrets']));
    expect(
      missingReviews(tree({ 'role.yaml': role, 'binding.yaml': binding('manager-role') }), MANAGER),
    ).toEqual(['tokenreviews', 'subjectaccessreviews']);
  });

  it('misses none where its role allows them', () => {
    const role = clusterRole('manager-role', BOTH);
    expect(
      missingReviews(tree({ 'role.yaml': role, 'binding.yaml': binding('manager-role') }), MANAGER),
    ).toEqual([]);
  });

  it('misses the one that its role leaves out', () => {
    const role = clusterRole('manager-role', rules(['authentication.k8s.io', 'tokenreviews']));
    expect(
      missingReviews(tree({ 'role.yaml': role, 'binding.yaml': binding('manager-role') }), MANAGER),
    ).toEqual(['subjectaccessreviews']);
  });

  it.each([
    ['a wildcard', '- apiGroups: ["*"]\n  resources: ["*"]\n  verbs: ["*"]\n', []],
    [
      'a wildcard verb of one resource',
      '- apiGroups: [authentication.k8s.io]\n  resources: [tokenreviews]\n  verbs: ["*"]\n',
      ['subjectaccessreviews'],
    ],
    [
      'another verb',
      '- apiGroups: ["*"]\n  resources: ["*"]\n  verbs: [get, list]\n',
      ['tokenreviews', 'subjectaccessreviews'],
    ],
    [
      'another group',
      rules(['', 'tokenreviews'], ['authentication.k8s.io', 'subjectaccessreviews']),
      ['tokenreviews', 'subjectaccessreviews'],
    ],
    [
      'names',
      '- apiGroups: ["*"]\n  resources: ["*"]\n  verbs: [create]\n  resourceNames: [x]\n',
      ['tokenreviews', 'subjectaccessreviews'],
    ],
  ])('reads rules with %s', (_, body, missing) => {
    const files = { 'role.yaml': clusterRole('r', body), 'binding.yaml': binding('r') };
    expect(missingReviews(tree(files), MANAGER)).toEqual(missing);
  });

  it.each(['cluster-admin', 'system:auth-delegator'])('counts the built-in role %s', (name) => {
    expect(missingReviews(tree({ 'binding.yaml': binding(name) }), MANAGER)).toEqual([]);
  });

  it('does not take a role of the repository for the built-in one of that name', () => {
    const files = {
      'role.yaml': clusterRole('cluster-admin', rules(['', 'pods'])),
      'binding.yaml': binding('cluster-admin'),
    };
    expect(missingReviews(tree(files), MANAGER)).toHaveLength(2);
  });

  it('never counts the role that was made for the sidecar', () => {
    const files = {
      'auth_proxy_role.yaml': clusterRole('proxy-role', BOTH),
      'binding.yaml': binding('proxy-role'),
    };
    expect(missingReviews(tree(files), MANAGER)).toHaveLength(2);
    const grants = grantsReviews(tree(files), MANAGER).flatMap((it) => it.grants);
    expect(grants.map(({ review, leftOver }) => [review, leftOver])).toEqual([
      ['tokenreviews', true],
      ['subjectaccessreviews', true],
    ]);
  });

  it('counts a second role that is not the sidecar’s', () => {
    const files = {
      'role.yaml': clusterRole('manager-role', rules(['', 'pods'])),
      'binding.yaml': binding('manager-role'),
      'metrics_auth_role.yaml': clusterRole('metrics-auth-role', BOTH),
      'metrics_auth_role_binding.yaml': binding('metrics-auth-role'),
    };
    expect(missingReviews(tree(files), MANAGER)).toEqual([]);
    expect(grantsReviews(tree(files), MANAGER)[0]?.grants.map((it) => it.role?.file.path)).toEqual([
      'config/rbac/metrics_auth_role.yaml',
      'config/rbac/metrics_auth_role.yaml',
    ]);
  });

  it('counts a role named proxy-role that grants more: it is somebody’s own', () => {
    const files = {
      'role.yaml': clusterRole('proxy-role', BOTH + rules(['', 'pods'])),
      'binding.yaml': binding('proxy-role'),
    };
    expect(missingReviews(tree(files), MANAGER)).toEqual([]);
  });

  it('does not count a role bound in one namespace: the reviews are cluster-scoped', () => {
    const files = {
      'role.yaml': clusterRole('r', BOTH),
      'binding.yaml': binding('r').replace('ClusterRoleBinding', 'RoleBinding'),
    };
    expect(missingReviews(tree(files), MANAGER)).toHaveLength(2);
    expect(grantsReviews(tree(files), MANAGER)[0]?.roles).toMatchObject([
      { roleName: 'r', clusterWide: false },
    ]);
  });

  it('does not count a role of another ServiceAccount', () => {
    const other = '- {kind: ServiceAccount, name: other, namespace: system}';
    expect(
      missingReviews(tree({ 'role.yaml': clusterRole('r', BOTH), 'b.yaml': binding('r', other) }), MANAGER),
    ).toHaveLength(2);
  });

  it.each(['system:serviceaccounts', 'system:serviceaccounts:app-system', 'system:authenticated'])(
    'counts a role of the group %s',
    (group) => {
      const files = {
        'role.yaml': clusterRole('r', BOTH),
        'b.yaml': binding('r', `- {kind: Group, name: "${group}"}`),
      };
      expect(missingReviews(tree(files), MANAGER)).toEqual([]);
    },
  );

  it('follows an aggregated ClusterRole', () => {
    const aggregated =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: all}\n' +
      'aggregationRule:\n  clusterRoleSelectors:\n  - matchLabels: {part: manager}\nrules: []\n';
    const part = clusterRole('part', BOTH).replace('name: part', 'name: part\n  labels: {part: manager}');
    expect(
      missingReviews(tree({ 'all.yaml': aggregated, 'part.yaml': part, 'b.yaml': binding('all') }), MANAGER),
    ).toEqual([]);
    const unlabelled = {
      'all.yaml': aggregated,
      'part.yaml': clusterRole('part', BOTH),
      'b.yaml': binding('all'),
    };
    expect(missingReviews(tree(unlabelled), MANAGER)).toHaveLength(2);
  });

  it('reads the ServiceAccount `default` where no object defines it', () => {
    const subject = '- {kind: ServiceAccount, name: default, namespace: system}';
    const files = { 'role.yaml': clusterRole('r', BOTH), 'b.yaml': binding('r', subject) };
    expect(missingReviews(tree(files), runsAs('default'))).toEqual([]);
    expect(missingReviews(tree(files), MANAGER)).toHaveLength(2);
  });

  it('accepts references that already carry the prefix', () => {
    const subject = '- {kind: ServiceAccount, name: app-manager, namespace: app-system}';
    const files = { 'role.yaml': clusterRole('r', BOTH), 'b.yaml': binding('app-r', subject) };
    expect(missingReviews(tree(files), MANAGER)).toEqual([]);
  });

  it('misses what one of several overlays lacks', () => {
    const complete = tree({ 'role.yaml': clusterRole('r', BOTH), 'b.yaml': binding('r') });
    const lean = {
      'lean/kustomization.yaml': 'resources: [r.yaml, ../config/manager]\n',
      'lean/r.yaml': `${clusterRole('r', rules(['', 'pods']))}---\n${binding('r')}`,
    };
    const both = complete.overlay(
      new Map(Object.entries(lean).map(([path, text]) => [path, { path, text, mode: 0o644 }])),
    );
    expect(grantsReviews(both, runsAs('manager', 'lean/kustomization.yaml')).map((it) => it.overlay)).toEqual(
      ['config/default/kustomization.yaml', 'lean/kustomization.yaml'],
    );
    expect(missingReviews(both, runsAs('manager', 'lean/kustomization.yaml'))).toHaveLength(2);
  });

  it('leaves an overlay aside that brings no RBAC of its own', () => {
    const complete = tree({ 'role.yaml': clusterRole('r', BOTH), 'b.yaml': binding('r') });
    const bare = { path: 'bare/kustomization.yaml', text: 'resources: [../config/manager]\n', mode: 0o644 };
    const both = complete.overlay(new Map([[bare.path, bare]]));
    expect(missingReviews(both, runsAs('manager', bare.path))).toEqual([]);
  });

  it('reads plain manifests of one folder together', () => {
    const repository = memoryRepository({
      'deploy/manager.yaml': DEPLOYMENT,
      'deploy/rbac.yaml': `${clusterRole('r', BOTH)}---\n${binding('r')}`,
    });
    const plain = { overlay: 'deploy/manager.yaml', serviceAccountName: 'manager' };
    const deployment = { path: 'deploy/manager.yaml', kind: 'Deployment', name: 'manager' };
    expect(missingReviews(repository, { renderings: [{ ...plain, deployment }] })).toEqual([]);
  });

  it('misses both where nothing is known', () => {
    expect(missingReviews(memoryRepository({}), MANAGER)).toHaveLength(2);
  });
});
