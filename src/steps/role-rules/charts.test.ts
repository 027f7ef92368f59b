import { describe, expect, test } from 'vitest';
import { runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  template:
    spec:
      serviceAccountName: {{ include "weaver.account" . }}
      containers:
        - name: manager
          image: weaver
`;

const account = (annotations = '') => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "weaver.account" . }}
${annotations}`;

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

const role = (name: string, rules: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${name}
rules:${rules}`;

const binding = (name: string, subject: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${name}
subjects:
- kind: ServiceAccount
  name: ${subject}
  namespace: {{ .Release.Namespace }}`;

const ADDED = `---
${role('{{ include "weaver.account" . }}-metrics-auth', `\n${RULES}`)}---
${binding('{{ include "weaver.account" . }}-metrics-auth', '{{ include "weaver.account" . }}')}
`;

function run(templates: Readonly<Record<string, string>>, values = 'a: 1\n') {
  const placed = Object.entries(templates).map(([name, text]) => [`chart/templates/${name}.yaml`, text]);
  const files = { 'chart/Chart.yaml': 'name: weaver\n', 'chart/values.yaml': values };
  const result = runStep(step, {
    ...files,
    'chart/templates/d.yaml': deployment,
    ...Object.fromEntries(placed),
  });
  expect(result.again).toEqual([]);
  return { ...result, template: (name: string) => result.text(`chart/templates/${name}.yaml`) };
}

describe('an account to which the chart gives no ClusterRole', () => {
  test('gets one behind it', () => {
    expect(run({ a: account() }).template('a')).toBe(`${account()}${ADDED}`);
  });

  test('within its condition, and under the switch for RBAC', () => {
    const annotations =
      '  {{- with .Values.annotations }}\n  annotations:\n    {{- toYaml . | nindent 4 }}\n  {{- end }}\n';
    const block = (text: string) =>
      `{{- if .Values.account.create }}\n${account(annotations)}${text}{{- end }}\n`;
    const { template } = run({ a: block('') }, 'rbac:\n  create: true\n');
    expect(template('a')).toBe(block(`{{- if .Values.rbac.create }}\n${ADDED}{{- end }}\n`));
  });

  test('is left alone where a binding does not show whom it means', () => {
    const { changed, findings } = run({ a: account(), b: `${binding('x', '{{ .Values.someone }}')}\n` });
    expect(changed).toEqual([]);
    expect(findings).toMatchObject([{ rule: 'chart-role', path: 'chart/templates/d.yaml', line: 1 }]);
  });
});

describe('the role that the chart binds', () => {
  const bound = { a: account(), b: `${binding('weaver-role', '{{ include "weaver.account" . }}')}\n` };
  const own = '\n- apiGroups:\n  - a\n  resources:\n  - b\n  verbs:\n  - get\n';

  test('gets the rules, though another one is like it', () => {
    const { template, changed } = run({ ...bound, r: role('weaver-role', own), other: role('other', own) });
    expect(changed).toEqual(['chart/templates/r.yaml']);
    expect(template('r')).toBe(role('weaver-role', own + RULES));
  });

  test('is made of others: one of these gets them', () => {
    const whole =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: weaver-role\naggregationRule:\n  clusterRoleSelectors:\n  - matchLabels:\n      part: weaver\nrules: []\n';
    const part = (rules: string) =>
      role('part', rules).replace('name: part', 'name: part\n  labels:\n    part: weaver');
    const { template, changed } = run({ ...bound, r: whole, p: part(own) });
    expect(changed).toEqual(['chart/templates/p.yaml']);
    expect(template('p')).toBe(part(own + RULES));
    expect(run({ ...bound, r: whole, p: part(`\n${RULES}`) }).changed).toEqual([]);
  });

  test('grants them already', () => {
    expect(run({ ...bound, r: role('weaver-role', `\n${RULES}`) }).changed).toEqual([]);
  });

  test.each(['.Values.x', '.Capabilities.APIVersions'])(
    'does not get them where they would stand within a condition (%s)',
    (condition) => {
      const rules = `\n{{- if ${condition} }}\n- apiGroups:\n  - z\n  resources:\n  - b\n  verbs:\n  - get\n{{- end }}\n`;
      const { changed, findings } = run({ ...bound, r: role('weaver-role', rules) });
      expect(changed).toEqual([]);
      expect(findings).toMatchObject([{ rule: 'chart-role' }]);
    },
  );

  test('gets them before a condition in which its rules end', () => {
    const rules = `${own}{{- if .Values.x }}\n- apiGroups:\n  - z\n  resources:\n  - b\n  verbs:\n  - get\n{{- end }}\n`;
    const { template } = run({ ...bound, r: role('weaver-role', rules) });
    expect(template('r')).toBe(role('weaver-role', `\n${RULES}${rules.slice(1)}`));
  });

  test('is the one that is there by default; the one in its place gets them too', () => {
    const narrow = `{{- if .Values.narrow }}\n${role('narrow-role', `${own}${own.slice(1)}`)}---\n${binding('narrow-role', '{{ include "weaver.account" . }}')}\n{{- end }}\n`;
    const wide = `{{- if .Values.narrow }}\nkind: Role\n{{- else }}\n---\n${role('weaver-role', own)}{{- end }}\n`;
    const values = 'narrow: []\n';
    const { template, changed } = run({ ...bound, n: narrow, r: wide }, values);
    expect(template('r')).toContain(role('weaver-role', own + RULES));
    expect(changed).toEqual(['chart/templates/n.yaml', 'chart/templates/r.yaml']);
    const alone = run({ ...bound, n: narrow }, values);
    expect(alone.changed).toEqual([]);
    expect(alone.findings).toMatchObject([{ rule: 'chart-role' }]);
    const apart = run({ ...bound, n: narrow, r: role('weaver-role', own) }, values);
    expect(apart.changed).toEqual(['chart/templates/r.yaml']);
  });

  test('prints the rules of a file, which gets them', () => {
    const printed =
      '\n  {{- toYaml (.Files.Get "files/role.yaml" | fromYaml).rules | nindent 2 }}\n  {{- if .Values.x }}\n  - apiGroups: [z]\n    resources: [b]\n    verbs: [get]\n  {{- end }}\n';
    const { text, changed } = runStep(step, {
      'chart/Chart.yaml': 'name: weaver\n',
      'chart/templates/d.yaml': deployment,
      'chart/templates/a.yaml': account(),
      'chart/templates/b.yaml': bound.b,
      'chart/templates/r.yaml': role('weaver-role', printed),
      'chart/files/role.yaml': role('manager-role', own),
    });
    expect(changed).toEqual(['chart/files/role.yaml']);
    expect(text('chart/files/role.yaml')).toBe(role('manager-role', own + RULES));
  });
});
