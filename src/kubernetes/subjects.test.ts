import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { grantsReviews } from './grants.ts';

const RBAC = 'apiVersion: rbac.authorization.k8s.io/v1\n';
const BINDING = `${RBAC}kind: ClusterRoleBinding\nmetadata:\n  name: managers\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: managers}\n`;
const SUBJECT = 'subjects:\n- kind: ServiceAccount\n  name: placeholder\n  namespace: system\n';

/** The roles of a manager that runs as `loom`, where the binding is patched so. */
function rolesOf(fields: string, files: Record<string, string> = {}): readonly string[] {
  const repository = memoryRepository({
    'default/kustomization.yaml': `namePrefix: weaver-\nresources: [../base]\n${fields}`,
    'base/kustomization.yaml': 'resources: [all.yaml]\n',
    'base/all.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: manager}\n---\n${BINDING}${SUBJECT}`,
    ...files,
  });
  const deployment = { path: 'base/all.yaml', kind: 'Deployment', name: 'manager' };
  const renderings = [{ overlay: 'default/kustomization.yaml', deployment, serviceAccountName: 'loom' }];
  return grantsReviews(repository, { renderings }).flatMap(({ roles }) => roles.map((it) => it.roleName));
}

const STRATEGIC = `${RBAC}kind: ClusterRoleBinding\nmetadata:\n  name: managers\nsubjects:\n- {kind: ServiceAccount, name: loom, namespace: x}\n`;
const json = (operations: string) =>
  `patches:\n- target: {kind: ClusterRoleBinding, name: managers}\n  patch: |-\n${operations}`;

describe('the subjects of a binding', () => {
  it('are those of its file', () => {
    expect(rolesOf('')).toEqual([]);
    expect(
      rolesOf('', {
        'base/all.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: manager}\n---\n${BINDING}${SUBJECT.replace('placeholder', 'loom')}`,
      }),
    ).toEqual(['managers']);
  });

  it.each([
    ['patchesStrategicMerge: [subject.yaml]\n', STRATEGIC],
    ['patches: [{path: subject.yaml}]\n', STRATEGIC],
    [
      'patches:\n- path: subject.yaml\n  target: {kind: ClusterRoleBinding}\n',
      STRATEGIC.replace('name: managers', 'name: any'),
    ],
  ])('are those of a strategic patch: %j', (fields, patch) => {
    expect(rolesOf(fields, { 'default/subject.yaml': patch })).toEqual(['managers']);
  });

  it.each([
    json('    - {op: replace, path: /subjects/0/name, value: loom}\n'),
    json('    - {op: replace, path: /subjects/0, value: {kind: ServiceAccount, name: loom}}\n'),
    json('    - {op: add, path: /subjects/-, value: {kind: ServiceAccount, name: loom}}\n'),
    json('    - {op: replace, path: /subjects, value: [{kind: ServiceAccount, name: loom}]}\n'),
  ])('are those of a JSON patch: %j', (fields) => {
    expect(rolesOf(fields)).toEqual(['managers']);
  });

  it('are taken away by a patch', () => {
    const own = {
      'base/all.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: manager}\n---\n${BINDING}${SUBJECT.replace('placeholder', 'loom')}`,
    };
    expect(rolesOf(json('    - {op: remove, path: /subjects/0}\n'), own)).toEqual([]);
    expect(rolesOf(json('    - {op: replace, path: /subjects/0/name, value: other}\n'), own)).toEqual([]);
  });

  it.each([
    ['of another binding', STRATEGIC.replace('name: managers', 'name: readers')],
    ['of another kind', STRATEGIC.replace('ClusterRoleBinding', 'RoleBinding')],
    ['that lists none', STRATEGIC.slice(0, STRATEGIC.indexOf('subjects'))],
  ])('are not changed by a patch %s', (_title, patch) => {
    expect(rolesOf('patches: [{path: subject.yaml}]\n', { 'default/subject.yaml': patch })).toEqual([]);
  });

  it('stay where an operation names one that is not there', () => {
    expect(rolesOf(json('    - {op: replace, path: /subjects/7/name, value: loom}\n'))).toEqual([]);
    expect(
      rolesOf(json('    - {op: replace, path: /subjects/x, value: {kind: ServiceAccount, name: loom}}\n')),
    ).toEqual([]);
  });
});
