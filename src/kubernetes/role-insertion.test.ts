import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateRoleText, type RuleMarker } from './role-generation.ts';
import { insertRules, isExtensible, type Splice } from './role-insertion.ts';
import { type RoleSource, rolesOf, rulesIn } from './role-source.ts';
import { DIAGNOSTICS_RULES, grants } from './rules.ts';
import { parseText, parseYaml } from './yaml-file.ts';

const HEAD = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\n';
const RULES = `- apiGroups:
  - authentication.k8s.io
  resources:
  - tokenreviews
  verbs:
  - create
- apiGroups:
  - authorization.k8s.io
  resources:
  - subjectaccessreviews
  verbs:
  - create
`;

function roleOf(text: string): RoleSource {
  const [role] = rolesOf(parseYaml({ path: 'role.yaml', text, mode: 0o644 }));
  if (!role) throw new Error('no role');
  return role;
}

function apply(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((one, other) => other.start - one.start)
    .reduce(
      (left, splice) => left.slice(0, splice.start) + splice.replacement + left.slice(splice.end),
      text,
    );
}

function extended(text: string, mergesResources = false): string {
  const after = apply(text, insertRules(roleOf(text), DIAGNOSTICS_RULES, { mergesResources }));
  expect(insertRules(roleOf(after), DIAGNOSTICS_RULES, { mergesResources })).toEqual([]);
  return after;
}

function rule(group: string, resource: string, verb = 'get'): string {
  return `- apiGroups:\n  - ${group}\n  resources:\n  - ${resource}\n  verbs:\n  - ${verb}\n`;
}

describe('insertRules in controller-gen’s order', () => {
  it.each([
    ['between', rule('apps', 'x'), rule('batch', 'x')],
    ['first', '', rule('batch', 'x')],
    ['last', rule('apps', 'x'), ''],
    ['behind the empty group', rule('""', 'pods'), rule('batch', 'x')],
    ['around core printed late', rule('apps', 'x'), rule('batch', 'x') + rule('""', 'pods') + rule('z', 'x')],
    [
      'before a longer name of the same group',
      rule('apps', 'x'),
      rule('authorization.k8s.io', 'subjectaccessreviews/x'),
    ],
    ['behind a star', rule("'*'", 'x'), rule('b', 'x')],
  ])('puts them %s', (_, before, behind) => {
    expect(extended(`${HEAD}rules:\n${before}${behind}`)).toBe(`${HEAD}rules:\n${before}${RULES}${behind}`);
  });

  it('puts each where it belongs', () => {
    const middle = rule('authentication.x', 'x');
    const text = `${HEAD}rules:\n${rule('apps', 'x')}${middle}${rule('b', 'x')}`;
    const [one, other] = [
      RULES.slice(0, RULES.indexOf('- apiGroups', 5)),
      RULES.slice(RULES.indexOf('- apiGroups', 5)),
    ];
    expect(extended(text)).toBe(
      `${HEAD}rules:\n${rule('apps', 'x')}${one}${middle}${other}${rule('b', 'x')}`,
    );
  });

  it('adds the verb where the resource is there', () => {
    const before = rule('authentication.k8s.io', 'tokenreviews', 'get');
    const after = extended(`${HEAD}rules:\n${before}`);
    expect(after).toContain('  - tokenreviews\n  verbs:\n  - create\n  - get\n');
    expect(after.match(/tokenreviews/g)).toHaveLength(1);
  });

  it('adds the resource where controller-gen would', () => {
    const before = rule('authorization.k8s.io', 'selfsubjectaccessreviews', 'create');
    expect(extended(`${HEAD}rules:\n${before}`, true)).toContain(
      '  resources:\n  - selfsubjectaccessreviews\n  - subjectaccessreviews\n  verbs:\n  - create\n',
    );
    expect(extended(`${HEAD}rules:\n${before}`, false).match(/- apiGroups/g)).toHaveLength(3);
  });

  it('leaves a rule with names alone', () => {
    const named = `- apiGroups:\n  - authentication.k8s.io\n  resourceNames:\n  - n\n  resources:\n  - tokenreviews\n  verbs:\n  - create\n`;
    expect(extended(`${HEAD}rules:\n${named}`, true)).toContain(named);
  });
});

describe('insertRules in a role kept by hand', () => {
  it('appends where the order is its own', () => {
    const text = `${HEAD}rules:\n${rule('z', 'x')}${rule('b', 'x')}`;
    expect(extended(text)).toBe(text + RULES);
  });

  it.each([
    [
      'flow lists, indented',
      `  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get, list]\n`,
      `  - apiGroups: [authentication.k8s.io]\n    resources: [tokenreviews]\n    verbs: [create]\n  - apiGroups: [authorization.k8s.io]\n    resources: [subjectaccessreviews]\n    verbs: [create]\n`,
    ],
    [
      'double quotes and padding',
      `- apiGroups: [ "apps" ]\n  resources: [ "x" ]\n  verbs: [ "get" ]\n`,
      `- apiGroups: [ "authentication.k8s.io" ]\n  resources: [ "tokenreviews" ]\n  verbs: [ "create" ]\n- apiGroups: [ "authorization.k8s.io" ]\n  resources: [ "subjectaccessreviews" ]\n  verbs: [ "create" ]\n`,
    ],
    [
      'another order of keys, lists indented',
      `- verbs:\n    - get\n  apiGroups:\n    - 'apps'\n  resources:\n    - 'x'\n`,
      `- verbs:\n    - create\n  apiGroups:\n    - 'authentication.k8s.io'\n  resources:\n    - 'tokenreviews'\n- verbs:\n    - create\n  apiGroups:\n    - 'authorization.k8s.io'\n  resources:\n    - 'subjectaccessreviews'\n`,
    ],
    [
      'a wide gap behind the dash',
      `-   apiGroups: [apps]\n    resources: [x]\n    verbs: [get]\n`,
      `-   apiGroups: [authentication.k8s.io]\n    resources: [tokenreviews]\n    verbs: [create]\n-   apiGroups: [authorization.k8s.io]\n    resources: [subjectaccessreviews]\n    verbs: [create]\n`,
    ],
  ])('writes %s', (_, before, added) => {
    expect(extended(`${HEAD}rules:\n${before}`)).toBe(`${HEAD}rules:\n${before}${added}`);
  });

  it('takes no style from a rule of a template that has a field twice and another not at all', () => {
    const odd =
      '- apiGroups: [apps]\n  resources:\n  verbs: [get]\n  {{- if .Values.all }}\n  verbs: [list]\n  {{- end }}\n';
    const text = `${HEAD}rules:\n${odd}`.replaceAll(/\{\{.*\}\}/g, (action) =>
      '#'.padEnd(action.length, ' '),
    );
    const file = { path: 'role.yaml', text, mode: 0o644 };
    const [role] = rolesOf({ ...file, documents: parseText(file, text, { start: 0, template: true }) });
    const splices = role ? insertRules(role, DIAGNOSTICS_RULES, { mergesResources: false }) : [];
    expect(apply(text, splices)).toContain(RULES);
  });

  it.each([
    ['the other rules where the nearest one has no word in that field', '"', '""', 'events'],
    ['single quotes of the other rules', "'", "''", 'events'],
    ['no quotes where none has them', '', '""', 'events'],
  ])('takes the quotes of %s', (_, quote, empty, resource) => {
    const list = (...words: string[]) => `[${words.map((word) => quote + word + quote).join(', ')}]`;
    const of = (group: string) =>
      `- apiGroups: ${list(group)}\n  resources: ${list('x')}\n  verbs: ${list('get')}\n`;
    const nearest = `- apiGroups: [${empty}]\n  resources: ${list(resource)}\n  verbs: ${list('create')}\n`;
    const added = `- apiGroups: ${list('authentication.k8s.io')}\n  resources: ${list('tokenreviews')}\n  verbs: ${list('create')}\n`;
    expect(extended(`${HEAD}rules:\n${of('zeta.io')}${of('beta.io')}${nearest}`)).toContain(
      `${nearest}${added}`,
    );
  });

  it('takes the quotes of the other fields where no rule has a word in one', () => {
    const only = `- apiGroups: [""]\n  resources: ["events"]\n  verbs: ["*"]\n`;
    expect(extended(`${HEAD}rules:\n${only}`)).toContain(
      `${only}- apiGroups: ["authentication.k8s.io"]\n  resources: ["tokenreviews"]\n  verbs: ["create"]\n`,
    );
  });

  it('leaves words plain in controller-gen’s own style, whatever it has to quote', () => {
    const only = rule('""', "'*'", "'*'");
    expect(extended(`${HEAD}rules:\n${only}`)).toBe(`${HEAD}rules:\n${only}${RULES}`);
  });

  it('keeps comments with the rules that they stand above', () => {
    const text = `${HEAD}rules:\n${rule('apps', 'x')}# about b\n${rule('b', 'x')}# the end\n`;
    expect(extended(text)).toBe(
      `${HEAD}rules:\n${rule('apps', 'x')}${RULES}# about b\n${rule('b', 'x')}# the end\n`,
    );
  });

  it('goes behind a comment on the last line, and before what follows', () => {
    const text = `${HEAD}rules:\n${rule('apps', 'x').trimEnd()} # last\n\n---\nkind: Other\n`;
    const after = extended(text);
    expect(after).toContain(`  - get # last\n${RULES}\n---\n`);
  });

  it('stays inside its document', () => {
    const text = `${HEAD}rules:\n${rule('apps', 'x')}---\n${HEAD}rules:\n${rule('apps', 'y')}`;
    expect(extended(text)).toBe(
      `${HEAD}rules:\n${rule('apps', 'x')}${RULES}---\n${HEAD}rules:\n${rule('apps', 'y')}`,
    );
  });

  it('ends where the file ends without a line break', () => {
    const text = `${HEAD}rules:\n${rule('apps', 'x')}`.trimEnd();
    expect(extended(text)).toBe(`${text}\n${RULES}`.trimEnd());
  });

  it.each([['rules: []\n'], [''], ['rules:\n']])('fills an empty role: %j', (rules) => {
    const after = extended(`${HEAD}${rules}`);
    expect(after).toBe(`${HEAD}rules:\n${RULES}`);
  });

  it('puts rules before fields that follow', () => {
    const text = `apiVersion: v1\nkind: ClusterRole\nrules:\n${rule('apps', 'x')}metadata:\n  name: r\n`;
    expect(extended(text)).toBe(
      `apiVersion: v1\nkind: ClusterRole\nrules:\n${rule('apps', 'x')}${RULES}metadata:\n  name: r\n`,
    );
  });

  it('writes CRLF', () => {
    const text = `${HEAD}rules:\n${rule('apps', 'x')}${rule('b', 'x')}`.replaceAll('\n', '\r\n');
    const after = extended(text);
    expect(after.replaceAll('\r\n', '\n')).toBe(
      `${HEAD}rules:\n${rule('apps', 'x')}${RULES}${rule('b', 'x')}`,
    );
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('does nothing where a star grants both', () => {
    const text = `${HEAD}rules:\n- apiGroups: ['*']\n  resources: ['*']\n  verbs: ['*']\n`;
    expect(extended(text)).toBe(text);
  });

  it('adds to flow lists', () => {
    const text = `${HEAD}rules:\n- apiGroups: ["authentication.k8s.io"]\n  resources: ["tokenreviews"]\n  verbs: ["get"]\n`;
    expect(extended(text)).toContain('resources: ["tokenreviews"]\n  verbs: ["create", "get"]\n');
  });
});

it('isExtensible refuses what the cluster fills in, and a flow list of rules', () => {
  expect(isExtensible(roleOf(`${HEAD}rules:\n${rule('apps', 'x')}`))).toBe(true);
  expect(isExtensible(roleOf(`${HEAD}rules: []\n`))).toBe(true);
  expect(isExtensible(roleOf(`${HEAD}aggregationRule:\n  clusterRoleSelectors: []\nrules: []\n`))).toBe(
    false,
  );
  expect(isExtensible(roleOf(`${HEAD}rules: [{apiGroups: [a], resources: [x], verbs: [get]}]\n`))).toBe(
    false,
  );
});

/** Up to v0.15 rules are merged by their keys alone, so inserting must give what a new generation prints. */
describe('insertion and generation agree', () => {
  const words = (...list: string[]) =>
    fc.uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength: 2 });
  const markers: fc.Arbitrary<RuleMarker> = fc.record({
    groups: words('', 'apps', 'authentication.k8s.io', 'authorization.k8s.io', 'batch', 'zeta.io'),
    resources: words('pods', 'x/status', 'tokenreviews', 'subjectaccessreviews'),
    resourceNames: fc.oneof(fc.constant([]), fc.constant([]), fc.constant(['n'])),
    urls: fc.constant([]),
    verbs: words('get', 'create', 'list', '*'),
    namespace: fc.constant(''),
    roleName: fc.constant(''),
  });
  const ours = DIAGNOSTICS_RULES.map(
    (rule): RuleMarker => ({
      groups: rule.apiGroups,
      resources: rule.resources,
      resourceNames: [],
      urls: [],
      verbs: rule.verbs,
      namespace: '',
      roleName: '',
    }),
  );

  it.each(['v0.7.0', 'v0.11.3', 'v0.14.0'])('%s', (version) => {
    fc.assert(
      fc.property(fc.array(markers, { minLength: 1, maxLength: 8 }), (some) => {
        const before = generateRoleText(some, version, 'r') ?? '';
        const missing = ours.filter((_, index) => {
          const wanted = DIAGNOSTICS_RULES[index];
          return wanted !== undefined && !grants(rulesIn(roleOf(before)), wanted);
        });
        expect(extended(before)).toBe(generateRoleText([...some, ...missing], version, 'r'));
      }),
      { numRuns: 200 },
    );
  });

  it('grants both reviews and keeps every rule, for every version', () => {
    fc.assert(
      fc.property(fc.array(markers, { minLength: 1, maxLength: 8 }), fc.boolean(), (some, merges) => {
        const before = generateRoleText(some, 'v0.18.0', 'r') ?? '';
        const after = rulesIn(roleOf(extended(before, merges)));
        for (const wanted of DIAGNOSTICS_RULES) expect(grants(after, wanted)).toBe(true);
        for (const old of rulesIn(roleOf(before)).filter((it) => it.resourceNames.length === 0)) {
          expect(grants(after, old)).toBe(true);
        }
      }),
    );
  });
});
