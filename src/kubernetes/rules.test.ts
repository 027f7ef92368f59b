import { describe, expect, it } from 'vitest';
import { DIAGNOSTICS_RULES, grants, type PolicyRule, ruleKey } from './rules.ts';

function rule(parts: Partial<PolicyRule>): PolicyRule {
  return { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [], verbs: [], ...parts };
}

const [TOKENS, ACCESS] = DIAGNOSTICS_RULES as [PolicyRule, PolicyRule];
const authentication = { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'] };

describe('grants', () => {
  it.each([
    ['the same rule', [TOKENS], true],
    ['more verbs', [rule({ ...authentication, verbs: ['create', 'get'] })], true],
    ['all verbs', [rule({ ...authentication, verbs: ['*'] })], true],
    ['all groups', [rule({ ...authentication, apiGroups: ['*'], verbs: ['create'] })], true],
    ['all resources', [rule({ ...authentication, resources: ['*'], verbs: ['create'] })], true],
    ['another verb', [rule({ ...authentication, verbs: ['get'] })], false],
    [
      'another group',
      [rule({ ...authentication, apiGroups: ['authorization.k8s.io'], verbs: ['create'] })],
      false,
    ],
    ['limited to names', [rule({ ...authentication, resourceNames: ['x'], verbs: ['create'] })], false],
    ['the other review', [ACCESS], false],
    ['one rule of several', [ACCESS, TOKENS], true],
    ['no rule', [], false],
  ])('%s', (_, rules, expected) => {
    expect(grants(rules, TOKENS)).toBe(expected);
  });

  it('adds up rules for a wish of several resources', () => {
    const both = rule({ ...authentication, resources: ['tokenreviews', 'other'], verbs: ['create'] });
    expect(grants([TOKENS], both)).toBe(false);
    expect(grants([TOKENS, rule({ ...both, resources: ['other'] })], both)).toBe(true);
  });
});

it('ruleKey is the key that controller-gen sorts by', () => {
  const some = rule({ apiGroups: ['b', 'a'], resources: ['y', 'x'], resourceNames: ['n'], verbs: ['get'] });
  expect(ruleKey(some)).toBe('a&b + x&y + n + ');
  expect(ruleKey(rule({ nonResourceURLs: ['/metrics'] }))).toBe(' +  +  + /metrics');
});
