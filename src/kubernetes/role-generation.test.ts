import { describe, expect, it } from 'vitest';
import { generateRoles, generateRoleText, type RuleMarker } from './role-generation.ts';

function marker(parts: Partial<RuleMarker>): RuleMarker {
  return {
    groups: [],
    resources: [],
    resourceNames: [],
    urls: [],
    verbs: ['get'],
    namespace: '',
    roleName: '',
    ...parts,
  };
}

/** Rules in short: `a,b: x,y (n) [get]`. */
function rulesOf(markers: readonly RuleMarker[], version: string): string[] {
  return generateRoles(markers, version, 'r').flatMap((role) =>
    role.rules.map(
      (rule) =>
        `${rule.apiGroups.join()}: ${[...rule.resources, ...rule.nonResourceURLs].join()}${rule.resourceNames.map((name) => ` (${name})`).join('')} [${rule.verbs.join()}]`,
    ),
  );
}

/** Each expectation is what the named version of controller-gen printed for these markers (facts D4). */
describe('generateRoles', () => {
  const twoResources = [
    marker({ groups: ['a'], resources: ['y'] }),
    marker({ groups: ['a'], resources: ['x'] }),
    marker({ groups: ['a'], resources: ['x'], verbs: ['list'] }),
  ];
  it('unites verbs of the same resource up to v0.15', () => {
    expect(rulesOf(twoResources, 'v0.15.0')).toEqual(['a: x [get,list]', 'a: y [get]']);
  });

  it('unites resources with the same verbs from v0.16 on', () => {
    const markers = [...twoResources, marker({ groups: ['a'], resources: ['z', 'y'] })];
    expect(rulesOf(markers, 'v0.15.0')).toEqual(['a: x [get,list]', 'a: y [get]', 'a: y,z [get]']);
    expect(rulesOf(markers, 'v0.16.0')).toEqual(['a: x [get,list]', 'a: y,z [get]']);
  });

  it('unites groups with the same resources from v0.16 on', () => {
    const markers = [
      marker({ groups: ['b'], resources: ['x'] }),
      marker({ groups: ['a'], resources: ['x'] }),
    ];
    expect(rulesOf(markers, 'v0.15.0')).toEqual(['a: x [get]', 'b: x [get]']);
    expect(rulesOf(markers, 'v0.18.0')).toEqual(['a,b: x [get]']);
  });

  it('keeps rules with names apart', () => {
    const markers = [
      marker({ groups: ['a'], resources: ['x'], resourceNames: ['n'] }),
      marker({ groups: ['a'], resources: ['y'] }),
    ];
    expect(rulesOf(markers, 'v0.18.0')).toEqual(['a: x (n) [get]', 'a: y [get]']);
  });

  it.each([
    ['v0.15.0', [': /healthz [get]', ': /metrics [get]', 'a: x [get]']],
    ['v0.16.0', ['a: x [get]']],
    ['v0.16.1', ['a: x [get]']],
    ['v0.16.2', [': /healthz,/metrics [get]', 'a: x [get]']],
  ])('%s reads URLs its own way', (version, expected) => {
    const markers = [
      marker({ urls: ['/metrics'] }),
      marker({ urls: ['/healthz'] }),
      marker({ groups: ['a'], resources: ['x'] }),
    ];
    expect(rulesOf(markers, version)).toEqual(expected);
  });

  it.each([
    ['v0.15.0', ['a: x [get]', ': pods [get]', 'd: x [list]']],
    ['v0.16.2', [': pods [get]', 'a: x [get]', 'd: x [list]']],
  ])('%s sorts core by its name or as the empty group', (version, expected) => {
    const markers = [
      marker({ groups: ['d'], resources: ['x'], verbs: ['list'] }),
      marker({ groups: ['core'], resources: ['pods'] }),
      marker({ groups: ['a'], resources: ['x'] }),
    ];
    expect(rulesOf(markers, version)).toEqual(expected);
  });

  it.each([
    ['v0.16.5', ['a: x [*,get]']],
    ['v0.17.0', ['a: x [*]']],
  ])('%s folds verbs into a star, or not', (version, expected) => {
    expect(rulesOf([marker({ groups: ['a'], resources: ['x'], verbs: ['get', '*'] })], version)).toEqual(
      expected,
    );
  });

  it('sorts lists and takes repeats out', () => {
    const some = marker({ groups: ['a'], resources: ['y', 'x', 'y'], verbs: ['list', 'get', 'get'] });
    expect(rulesOf([some, some], 'v0.15.0')).toEqual(['a: x,y [get,list]']);
  });

  it('makes a Role for each namespace, the ClusterRole first', () => {
    const markers = [
      marker({ groups: ['a'], resources: ['x'], namespace: 'b' }),
      marker({ groups: ['a'], resources: ['x'] }),
      marker({ groups: ['a'], resources: ['x'], namespace: 'a' }),
    ];
    const roles = generateRoles(markers, 'v0.18.0', 'r').map(
      (role) => `${role.kind} ${role.namespace} ${role.name}`,
    );
    expect(roles).toEqual(['ClusterRole  r', 'Role a r', 'Role b r']);
  });

  it('reads role names of markers from v0.21 on', () => {
    const markers = [
      marker({ groups: ['a'], resources: ['x'] }),
      marker({ groups: ['a'], resources: ['y'], roleName: 'other' }),
    ];
    expect(generateRoles(markers, 'v0.20.0', 'r').map((role) => role.name)).toEqual(['r']);
    expect(generateRoles(markers, 'v0.21.0', 'r').map((role) => role.name)).toEqual(['other', 'r']);
  });

  it('makes nothing of no marker', () => {
    expect(generateRoles([], 'v0.18.0', 'r')).toEqual([]);
    expect(generateRoleText([], 'v0.18.0', 'r')).toBeUndefined();
  });
});

describe('generateRoleText', () => {
  const markers = [
    marker({ groups: [''], resources: ['pods', '*'] }),
    marker({ urls: ['/metrics'], namespace: 'ns' }),
  ];

  it('prints the whole file', () => {
    expect(generateRoleText(markers, 'v0.18.0', 'r')).toBe(`---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: r
rules:
- apiGroups:
  - ""
  resources:
  - '*'
  - pods
  verbs:
  - get
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: r
  namespace: ns
rules:
- nonResourceURLs:
  - /metrics
  verbs:
  - get
`);
  });

  it.each([
    [
      'v0.7.0',
      /^\n---\napiVersion: .*\nkind: ClusterRole\nmetadata:\n {2}creationTimestamp: null\n {2}name: r\n/,
    ],
    [
      'v0.8.0',
      /^---\napiVersion: .*\nkind: ClusterRole\nmetadata:\n {2}creationTimestamp: null\n {2}name: r\n/,
    ],
    ['v0.11.3', /^---\n[\s\S]*creationTimestamp: null\n/],
    ['v0.11.4', /^---\n[\s\S]*metadata:\n {2}name: r\n/],
    ['unreadable', /^---\n[\s\S]*metadata:\n {2}name: r\n/],
  ])('%s has its own head', (version, pattern) => {
    expect(generateRoleText(markers, version, 'r')).toMatch(pattern);
  });

  it('puts a header before everything', () => {
    expect(generateRoleText(markers, 'v0.18.0', 'r', '# Copyright\n')).toMatch(/^# Copyright\n---\n/);
  });
});
