import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { aggregates, allowsReview, isProxyRole } from './grants-rules.ts';
import { objectsOf } from './objects.ts';

function object(kind: string, name: string, body: string, path = 'role.yaml') {
  const text = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: ${name}, labels: {part: a, of: b}}\n${body}\n`;
  const [found] = objectsOf(memoryRepository({ [path]: text }), path);
  if (!found) throw new Error('no object');
  return found;
}

const TOKENS = '{apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: [create]}';
const ACCESS = '{apiGroups: [authorization.k8s.io], resources: [subjectaccessreviews], verbs: [create]}';

describe('allowsReview', () => {
  it.each([
    ['the rule', TOKENS, true],
    ['among others', `{apiGroups: [""], resources: [pods], verbs: [get]}, ${TOKENS}`, true],
    [
      'in a longer rule',
      '{apiGroups: [a, authentication.k8s.io], resources: [x, tokenreviews], verbs: [get, create]}',
      true,
    ],
    ['any group', '{apiGroups: ["*"], resources: [tokenreviews], verbs: [create]}', true],
    ['any resource', '{apiGroups: [authentication.k8s.io], resources: ["*"], verbs: [create]}', true],
    ['any verb', '{apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: ["*"]}', true],
    [
      'a part spread over two rules',
      '{apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: [get]}, {apiGroups: [authentication.k8s.io], resources: [x], verbs: [create]}',
      false,
    ],
    [
      'a sub-resource',
      '{apiGroups: [authentication.k8s.io], resources: [tokenreviews/status], verbs: [create]}',
      false,
    ],
    ['the other review', ACCESS, false],
    ['paths', '{nonResourceURLs: ["*"], verbs: ["*"]}', false],
    ['nothing', '', false],
  ])('reads %s', (_, rules, expected) => {
    expect(allowsReview(object('ClusterRole', 'r', `rules: [${rules}]`), 'tokenreviews')).toBe(expected);
  });

  it('is false without rules', () => {
    expect(allowsReview(object('ClusterRole', 'r', ''), 'tokenreviews')).toBe(false);
  });
});

describe('isProxyRole', () => {
  const both = `rules: [${TOKENS}, ${ACCESS}]`;

  it.each([
    ['by its name', 'proxy-role', 'a.yaml'],
    ['by its prefixed name', 'app-proxy-role', 'a.yaml'],
    ['by its file', 'anything', 'config/rbac/auth_proxy_role.yaml'],
    ['by its file in another spelling', 'anything', 'rbac/auth-proxy-role.yml'],
  ])('knows it %s', (_, name, path) => {
    expect(isProxyRole(object('ClusterRole', name, both, path))).toBe(true);
  });

  it.each([
    ['another name and file', 'metrics-auth-role', both, 'metrics_auth_role.yaml'],
    ['a name that only ends alike', 'haproxy-role', both, 'a.yaml'],
    [
      'further rules',
      'proxy-role',
      `rules: [${TOKENS}, {apiGroups: [""], resources: [pods], verbs: [get]}]`,
      'a.yaml',
    ],
    [
      'further verbs',
      'proxy-role',
      'rules: [{apiGroups: [authentication.k8s.io], resources: [tokenreviews], verbs: [create, get]}]',
      'a.yaml',
    ],
    ['paths', 'proxy-role', 'rules: [{nonResourceURLs: [/metrics], verbs: [get]}]', 'a.yaml'],
    ['no rules', 'proxy-role', 'rules: []', 'a.yaml'],
  ])('is not fooled by %s', (_, name, rules, path) => {
    expect(isProxyRole(object('ClusterRole', name, rules, path))).toBe(false);
  });

  it('takes one review for enough, and no other kind', () => {
    expect(isProxyRole(object('ClusterRole', 'proxy-role', `rules: [${TOKENS}]`))).toBe(true);
    expect(isProxyRole(object('Role', 'proxy-role', both))).toBe(false);
  });
});

describe('aggregates', () => {
  const part = object('ClusterRole', 'part', 'rules: []');
  const whole = (selectors: string) =>
    object('ClusterRole', 'all', `aggregationRule: {clusterRoleSelectors: [${selectors}]}`);

  it.each([
    ['every label', '{matchLabels: {part: a, of: b}}', true],
    ['one of its labels', '{matchLabels: {part: a}}', true],
    ['one of several selectors', '{matchLabels: {part: x}}, {matchLabels: {of: b}}', true],
    ['a label of another value', '{matchLabels: {part: b}}', false],
    ['a label that it lacks', '{matchLabels: {part: a, more: c}}', false],
    [
      'expressions, which are not read',
      '{matchLabels: {part: a}, matchExpressions: [{key: part, operator: Exists}]}',
      false,
    ],
    ['no label at all', '{matchLabels: {}}', false],
    ['nothing', '', false],
  ])('selects by %s', (_, selectors, expected) => {
    expect(aggregates(whole(selectors), part)).toBe(expected);
  });

  it('is false for a role without the rule', () => {
    expect(aggregates(part, part)).toBe(false);
  });
});
