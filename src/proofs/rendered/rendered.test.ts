import { describe, expect, test } from 'vitest';
import {
  argumentsOf,
  containersOf,
  deploymentsWith,
  flagComplaints,
  missingReviews,
  objectsOf,
  substituteDefaults,
} from './rendered.ts';

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: x-controller-manager, namespace: x-system }
spec:
  template:
    spec:
      serviceAccountName: x-manager
      containers:
      - { name: manager, command: [/manager, serve], args: [--leader-elect, "--v=2"] }
---
`;

const BINDING = `
kind: ClusterRoleBinding
roleRef: { kind: ClusterRole, name: x-role }
subjects: [{ kind: ServiceAccount, name: x-manager, namespace: x-system }]
---
`;

const ROLE = `
kind: ClusterRole
metadata: { name: x-role }
rules:
- { apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: [create] }
- { apiGroups: [authorization.k8s.io], resources: [subjectaccessreviews], verbs: [create] }
`;

/** What the first Deployment of a render lacks. */
function missing(render: string): readonly string[] {
  const objects = objectsOf(render);
  const [deployment] = deploymentsWith(objects, 'manager');
  if (deployment === undefined) throw new Error('no Deployment');
  return missingReviews(objects, deployment);
}

describe('missingReviews', () => {
  test('is empty where a bound ClusterRole grants both', () => {
    expect(missing(DEPLOYMENT + BINDING + ROLE)).toEqual([]);
  });

  test('names both where the role is there but not bound', () => {
    expect(missing(DEPLOYMENT + ROLE)).toEqual([
      'create tokenreviews.authentication.k8s.io',
      'create subjectaccessreviews.authorization.k8s.io',
    ]);
  });

  test('does not count a binding of another ServiceAccount', () => {
    expect(missing(DEPLOYMENT + BINDING.replace('x-manager', 'default') + ROLE)).toHaveLength(2);
  });

  test('does not count a namespaced binding', () => {
    expect(missing(DEPLOYMENT + BINDING.replace('ClusterRoleBinding', 'RoleBinding') + ROLE)).toHaveLength(2);
  });

  test('wants create, not get', () => {
    expect(missing(DEPLOYMENT + BINDING + ROLE.replace('[create]', '[get]'))).toEqual([
      'create tokenreviews.authentication.k8s.io',
    ]);
  });

  test('takes a wildcard, and the cluster-admin that exists in every cluster', () => {
    const all =
      'kind: ClusterRole\nmetadata: { name: x-role }\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]';
    expect(missing(DEPLOYMENT + BINDING + all)).toEqual([]);
    expect(missing(DEPLOYMENT + BINDING.replace('x-role', 'cluster-admin'))).toEqual([]);
  });
});

describe('missingReviews with an aggregated role', () => {
  const aggregated =
    'kind: ClusterRole\nmetadata: { name: x-role }\n' +
    'aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: manager } }] }\n---\n';

  test('counts the rules of the roles that it picks', () => {
    const picked = ROLE.replace('name: x-role', 'name: other, labels: { to: manager }');
    expect(missing(DEPLOYMENT + BINDING + aggregated + picked)).toEqual([]);
  });

  test('does not count roles with other labels', () => {
    const other = ROLE.replace('name: x-role', 'name: other, labels: { to: admin }');
    expect(missing(DEPLOYMENT + BINDING + aggregated + other)).toHaveLength(2);
  });
});

describe('argumentsOf', () => {
  test('takes the rest of command, then args', () => {
    const [container] = objectsOf(DEPLOYMENT).flatMap(containersOf);
    expect(container && argumentsOf(container)).toEqual(['serve', '--leader-elect', '--v=2']);
  });
});

describe('substituteDefaults', () => {
  test.each([
    ['--a=${A:=:8443}', '--a=:8443'],
    ['--a=${A:-x}${B}', '--a=x'],
    ['$(POD_NAME)', '$(POD_NAME)'],
  ])('%s', (text, expected) => expect(substituteDefaults(text)).toBe(expected));
});

describe('flagComplaints', () => {
  test.each([
    'unknown flag: --metrics-bind-address',
    'flag provided but not defined: -metrics-addr',
    'invalid argument "${X:=false}" for "--insecure-diagnostics" flag: strconv.ParseBool',
    'panic: /manager flag redefined: metrics-bind-addr',
  ])('hears %s', (line) => expect(flagComplaints(`Usage of manager:\n${line}\n`)).toEqual([line]));

  test('is silent about help', () => {
    expect(
      flagComplaints('Usage:\n  --leader-elect   Enable leader election\npflag: help requested'),
    ).toEqual([]);
  });
});
