import { describe, expect, it } from 'vitest';
import { covers } from './rule-coverage.ts';
import type { PolicyRule } from './rules.ts';

function rule(parts: Partial<PolicyRule>): PolicyRule {
  return {
    apiGroups: ['apps'],
    resources: ['deployments'],
    resourceNames: [],
    nonResourceURLs: [],
    verbs: ['get'],
    ...parts,
  };
}

describe('covers', () => {
  const wanted = rule({ resources: ['deployments', 'daemonsets'], verbs: ['get', 'list'] });

  it.each([
    ['the same rule', [wanted]],
    [
      'rules that share its rights out',
      [
        rule({ resources: ['deployments'], verbs: ['get', 'list'] }),
        rule({ resources: ['daemonsets'], verbs: ['list', 'get'] }),
      ],
    ],
    ['stars', [rule({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] })]],
  ])('with %s', (_, made) => {
    expect(covers(made, wanted)).toBe(true);
  });

  it.each([
    ['nothing', []],
    ['a verb less', [rule({ resources: ['deployments', 'daemonsets'], verbs: ['get'] })]],
    ['a resource less', [rule({ verbs: ['get', 'list'] })]],
    ['another group', [{ ...wanted, apiGroups: ['extensions'] }]],
    ['names', [{ ...wanted, resourceNames: ['one'] }]],
  ])('not with %s', (_, made) => {
    expect(covers(made, wanted)).toBe(false);
  });

  it('with more names, not with fewer', () => {
    const one = rule({ resourceNames: ['one'] });
    const both = rule({ resourceNames: ['one', 'two'] });
    expect(covers([both], one)).toBe(true);
    expect(covers([one], both)).toBe(false);
  });

  it('takes core for the empty group', () => {
    expect(covers([rule({ apiGroups: ['core'] })], rule({ apiGroups: [''] }))).toBe(true);
  });

  it('compares URLs by themselves', () => {
    const url = (...nonResourceURLs: string[]) => rule({ apiGroups: [], resources: [], nonResourceURLs });
    expect(covers([url('/metrics')], url('/metrics'))).toBe(true);
    expect(covers([url('/healthz'), rule({ apiGroups: ['*'], resources: ['*'] })], url('/metrics'))).toBe(
      false,
    );
  });
});
