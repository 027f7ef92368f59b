import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateRoleText, type RuleMarker } from './role-generation.ts';
import type { Splice } from './role-insertion.ts';
import { isForDiagnostics, rewriteRole, spliceLines } from './role-rewrite.ts';
import { DIAGNOSTICS_RULES } from './rules.ts';

function apply(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((one, other) => other.start - one.start)
    .reduce(
      (left, splice) => left.slice(0, splice.start) + splice.replacement + left.slice(splice.end),
      text,
    );
}

function marker(group: string, resource: string, verb: string): RuleMarker {
  const lists = { groups: [group], resources: [resource], resourceNames: [], urls: [], verbs: [verb] };
  return { ...lists, namespace: '', roleName: '' };
}

const OWN = [marker('a', 'x', 'get'), marker('z', 'y', 'create')];
const BOTH = [
  ...OWN,
  marker('authentication.k8s.io', 'tokenreviews', 'create'),
  marker('authorization.k8s.io', 'subjectaccessreviews', 'create'),
];
const before = generateRoleText(OWN, 'v0.18.0', 'r') ?? '';
const after = generateRoleText(BOTH, 'v0.18.0', 'r') ?? '';

function rewritten(text: string): string | undefined {
  const splices = rewriteRole(text, before, after);
  return splices && apply(text, splices);
}

describe('rewriteRole', () => {
  it('makes of what was generated what will be', () => {
    expect(rewritten(before)).toBe(after);
    expect(rewriteRole(before, before, after)).toHaveLength(1);
  });

  it('leaves alone what is right', () => {
    expect(rewriteRole(after, before, after)).toEqual([]);
  });

  it('puts rules that a person added into their place', () => {
    const rules = after.slice(
      after.indexOf('- apiGroups:\n  - authentication'),
      after.indexOf('- apiGroups:\n  - z'),
    );
    expect(rewritten(before + rules)).toBe(after);
    expect(
      rewritten(before.replace('rules:\n', `rules:\n${rules.replace('- create\n', '- create  \n')}`)),
    ).toBe(after);
  });

  it('takes trailing white space away', () => {
    expect(rewritten(after.replaceAll('- create\n', '- create  \n'))).toBe(after);
  });

  it('keeps CRLF', () => {
    expect(rewritten(before.replaceAll('\n', '\r\n'))).toBe(after.replaceAll('\n', '\r\n'));
  });

  it.each([
    ['another rule', `${before}- apiGroups:\n  - q\n  resources:\n  - x\n  verbs:\n  - get\n`],
    ['a comment', before.replace('rules:', 'rules: # mine')],
    ['another name', before.replace('name: r', 'name: s')],
    ['another order', before.replace('  name: r\n', '').replace('metadata:', 'metadata:\n  name: r')]
      .slice(0, 1)
      .concat('kind: X\n'),
  ])('does not rewrite a file with %s', (_, text) => {
    expect(rewritten(text ?? '')).toBeUndefined();
  });
});

it('isForDiagnostics knows the two rules, together or apart, and no wider one', () => {
  const [one, other] = DIAGNOSTICS_RULES;
  if (!one || !other) throw new Error('no rules');
  expect([one, other].every(isForDiagnostics)).toBe(true);
  expect(isForDiagnostics({ ...one, verbs: ['create', 'get'] })).toBe(false);
  expect(isForDiagnostics({ ...one, apiGroups: ['*'], resources: ['*'], verbs: ['*'] })).toBe(false);
  expect(isForDiagnostics({ ...one, resources: ['x'] })).toBe(false);
});

it('spliceLines turns any text into any other', () => {
  const texts = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      const splices = spliceLines(one, other);
      expect(apply(one, splices)).toBe(other);
      if (one === other) expect(splices).toEqual([]);
    }),
  );
});
