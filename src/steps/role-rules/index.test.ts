import { describe, expect, it } from 'vitest';
import { deploymentText } from '../../../test/setup/manager-manifests.ts';
import {
  bindingText,
  FULL_ROLE,
  OWN_RULES,
  provider,
  REVIEW_RULES,
  roleText,
  ruleText,
  runRoleSteps,
} from '../../../test/setup/role-repository.ts';
import { step } from './index.ts';

const ROLE = 'config/rbac/role.yaml';

function run(files: Record<string, string>, without: readonly string[] = []) {
  const all = Object.entries(provider(files)).filter(([path]) => !without.includes(path));
  const result = runRoleSteps([step], Object.fromEntries(all));
  expect(result.again).toEqual([]);
  return result;
}

describe('role-rules in a generated role', () => {
  it('inserts the rules where controller-gen prints them', () => {
    const result = run({});
    expect(result.changed).toEqual([ROLE]);
    expect(result.text(ROLE)).toBe(FULL_ROLE);
  });

  it('merges with an existing rule as the version does', () => {
    const marker = (version: string) => ({
      Makefile: `CONTROLLER_GEN_VER := ${version}\nx:\n\tcontroller-gen paths=./controllers/... rbac:roleName=manager-role\n`,
      'controllers/loom.go':
        'package controllers\n\n// +kubebuilder:rbac:groups=authorization.k8s.io,resources=selfsubjectaccessreviews,verbs=create\n\nfunc f() {}\n',
      [ROLE]: roleText(ruleText('authorization.k8s.io', 'selfsubjectaccessreviews', 'create')),
    });
    const merged =
      '  resources:\n  - selfsubjectaccessreviews\n  - subjectaccessreviews\n  verbs:\n  - create\n';
    expect(run(marker('v0.16.5')).text(ROLE)).toContain(merged);
    expect(run(marker('v0.14.0')).text(ROLE)).not.toContain(merged);
    expect(run(marker('v0.14.0')).text(ROLE)).toContain(
      REVIEW_RULES.slice(REVIEW_RULES.indexOf('- apiGroups', 5)),
    );
  });

  it('puts rules that somebody added by hand into their place', () => {
    const spaced = REVIEW_RULES.replaceAll('- create\n', '- create  \n');
    const result = run({ [ROLE]: roleText(spaced + OWN_RULES) });
    expect(result.text(ROLE)).toBe(FULL_ROLE);
  });

  it('edits a role that is older than its markers without repairing it', () => {
    const result = run({ [ROLE]: roleText(ruleText('""', 'events', 'create')) });
    expect(result.text(ROLE)).toBe(roleText(ruleText('""', 'events', 'create') + REVIEW_RULES));
  });

  it('keeps CRLF', () => {
    const result = run({ [ROLE]: roleText(OWN_RULES).replaceAll('\n', '\r\n') });
    expect(result.text(ROLE)).toBe(FULL_ROLE.replaceAll('\n', '\r\n'));
  });

  it('does nothing where the rules are there', () => {
    expect(run({ [ROLE]: FULL_ROLE }).changed).toEqual([]);
  });

  it('leaves a file that is not there to the generator', () => {
    const result = run(
      { 'config/rbac/kustomization.yaml': 'resources:\n- role_binding.yaml\n- account.yaml\n' },
      [ROLE],
    );
    expect(result.changed).toEqual([]);
  });
});

describe('role-rules in a role kept by hand', () => {
  const byHand = ['Makefile', 'controllers/loom.go'];

  it('follows its style', () => {
    const before =
      '  - apiGroups: ["z"]\n    resources: ["x"]\n    verbs: ["get"]\n  - apiGroups: ["a"]\n    resources: ["x"]\n    verbs: ["get"]\n';
    const result = run({ [ROLE]: roleText(before) }, byHand);
    expect(result.text(ROLE)).toBe(
      roleText(
        `${before}  - apiGroups: ["authentication.k8s.io"]\n    resources: ["tokenreviews"]\n    verbs: ["create"]\n  - apiGroups: ["authorization.k8s.io"]\n    resources: ["subjectaccessreviews"]\n    verbs: ["create"]\n`,
      ),
    );
  });

  it('chooses the manager’s role, not one for a single purpose', () => {
    const election = roleText(
      ruleText('""', 'a', 'get') + ruleText('""', 'b', 'get') + ruleText('""', 'c', 'get'),
    );
    const result = run(
      {
        'config/rbac/kustomization.yaml':
          'resources:\n- leader.yaml\n- role.yaml\n- role_binding.yaml\n- account.yaml\n',
        'config/rbac/leader.yaml': `${election.replace('manager-role', 'leader-election-role')}---\n${bindingText('ClusterRoleBinding', 'leader-election-role').replace('manager-rolebinding', 'leader')}`,
      },
      byHand,
    );
    expect(result.changed).toEqual([ROLE]);
  });

  it('extends the part of an aggregated role', () => {
    const aggregated =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: aggregated-role\naggregationRule:\n  clusterRoleSelectors:\n  - matchLabels:\n      part: "true"\nrules: []\n';
    const part = roleText(OWN_RULES).replace(
      '  name: manager-role\n',
      '  name: manager-role\n  labels:\n    part: "true"\n',
    );
    const result = run(
      {
        'config/rbac/kustomization.yaml':
          'resources:\n- aggregated.yaml\n- role.yaml\n- role_binding.yaml\n- account.yaml\n',
        'config/rbac/aggregated.yaml': aggregated,
        [ROLE]: part,
        'config/rbac/role_binding.yaml': bindingText('ClusterRoleBinding', 'aggregated-role'),
      },
      byHand,
    );
    expect(result.changed).toEqual([ROLE]);
    expect(result.text(ROLE)).toContain('tokenreviews');
  });

  it('extends the generated part of an aggregated role whose label is patched in', () => {
    const result = run({
      'config/rbac/kustomization.yaml':
        'resources:\n- aggregated.yaml\n- role.yaml\n- role_binding.yaml\n- account.yaml\n',
      'config/rbac/aggregated.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: aggregated-role\naggregationRule:\n  clusterRoleSelectors:\n  - matchLabels:\n      part: "true"\nrules: []\n',
      'config/rbac/role_binding.yaml': bindingText('ClusterRoleBinding', 'aggregated-role'),
    });
    expect(result.changed).toEqual([ROLE]);
    expect(result.text(ROLE)).toBe(FULL_ROLE);
  });
});

describe('role-rules without a ClusterRole', () => {
  it('adds one behind the RoleBinding, with a binding', () => {
    const role = roleText(OWN_RULES).replace('ClusterRole', 'Role');
    const result = run({ [ROLE]: role, 'config/rbac/role_binding.yaml': bindingText('RoleBinding') });
    expect(result.changed).toEqual(['config/rbac/role_binding.yaml']);
    const text = result.text('config/rbac/role_binding.yaml');
    expect(text.startsWith(bindingText('RoleBinding'))).toBe(true);
    expect(text).toContain(
      `kind: ClusterRole\nmetadata:\n  name: manager-metrics-auth-role\nrules:\n${REVIEW_RULES}---\n`,
    );
    expect(text).toMatch(
      /kind: ClusterRoleBinding\n[\s\S]*subjects:\n- kind: ServiceAccount\n {2}name: controller-manager\n {2}namespace: system\n$/,
    );
  });

  it('warns where nothing is bound', () => {
    const result = run({ 'config/rbac/kustomization.yaml': 'resources:\n- account.yaml\n' }, ['Makefile']);
    expect(result.changed).toEqual([]);
    expect(result.findings).toMatchObject([
      { rule: 'manager-without-role', level: 'warning', path: 'config/manager/manager.yaml' },
    ]);
  });

  it('says it where nothing here runs the manager, once: a secured manager is deployed elsewhere with its rights', () => {
    const files = { 'go.mod': 'module example.com/widget\n', 'main.go': 'package main\n\nfunc main() {}\n' };
    expect(runRoleSteps([step], files).findings).toMatchObject([
      { rule: 'manager-without-manifests', level: 'note', path: 'main.go' },
    ]);
    expect(runRoleSteps([step], files, ['.'], { adopted: true }).findings).toEqual([]);
  });

  it('warns where the bound role is defined elsewhere', () => {
    const result = run(
      { 'config/rbac/kustomization.yaml': 'resources:\n- role_binding.yaml\n- account.yaml\n' },
      [ROLE, 'Makefile'],
    );
    expect(result.findings).toMatchObject([
      { rule: 'role-not-in-repository', path: 'config/default/kustomization.yaml' },
    ]);
  });

  it.each(['cluster-admin', 'system:auth-delegator'])('is content with %s', (name) => {
    const result = run({ 'config/rbac/role_binding.yaml': bindingText('ClusterRoleBinding', name) }, [
      'Makefile',
    ]);
    expect(result.changed).toEqual([]);
    expect(result.findings).toEqual([]);
  });
});

describe('role-rules in copies', () => {
  const container =
    '- name: manager\n  image: controller:latest\n  command: [/manager]\n  args: ["--leader-elect"]\n';
  const rendered = (rules: string) =>
    `${deploymentText(container, 'weaver-controller-manager').replace('namespace: system', 'namespace: weaver-system')}${roleText(rules).replace('manager-role', 'weaver-manager-role')}`;

  it('changes committed output of the overlay alike', () => {
    const result = run({ 'release/components.yaml': rendered(OWN_RULES) });
    expect(result.changed).toEqual([ROLE, 'release/components.yaml']);
    expect(result.text('release/components.yaml')).toContain(FULL_ROLE.slice(FULL_ROLE.indexOf('rules:')));
    expect(result.findings).toEqual([]);
  });

  it('says that a copy is stale, and adds the rules alone', () => {
    const stale = ruleText('""', 'events', 'create') + ruleText('old', 'x', 'get');
    const result = run({ 'release/components.yaml': rendered(stale) });
    expect(result.text('release/components.yaml')).toContain(
      ruleText('""', 'events', 'create') + REVIEW_RULES + ruleText('old', 'x', 'get'),
    );
    expect(result.findings).toMatchObject([
      { rule: 'stale-rendered-role', level: 'note', path: 'release/components.yaml' },
    ]);
  });

  const bound = (account: string, role = 'weaver-manager-role') =>
    `---\n${bindingText('ClusterRoleBinding', role)
      .replace('name: controller-manager', `name: ${account}`)
      .replace('namespace: system', 'namespace: weaver-system')}`;

  it('adds rules where the copy binds the role to the ServiceAccount that runs the manager', () => {
    const result = run({ 'release/components.yaml': rendered(OWN_RULES) + bound('controller-manager') });
    expect(result.changed).toEqual([ROLE, 'release/components.yaml']);
    expect(result.findings).toEqual([]);
  });

  it('adds none where it binds it to another one, and says so', () => {
    const result = run({ 'release/components.yaml': rendered(OWN_RULES) + bound('other') });
    expect(result.changed).toEqual([ROLE]);
    expect(result.findings).toMatchObject([
      { rule: 'copy-without-role', level: 'warning', path: 'release/components.yaml', line: 1 },
    ]);
    expect(result.findings[0]?.message).toContain('controller-manager');
  });

  it('says nothing where that one may create reviews through another role', () => {
    const text = rendered(OWN_RULES) + bound('other') + bound('controller-manager', 'cluster-admin');
    const result = run({ 'release/components.yaml': text });
    expect(result.changed).toEqual([ROLE]);
    expect(result.findings).toEqual([]);
  });

  it('does not call a copy stale that lacks the new rules alone', () => {
    const result = run({ 'release/components.yaml': rendered(OWN_RULES), [ROLE]: FULL_ROLE });
    expect(result.changed).toEqual(['release/components.yaml']);
    expect(result.findings).toEqual([]);
  });
});

describe('role-rules in a chart', () => {
  const deployment = `{{- if .Values.enabled }}\n${deploymentText('- name: manager\n  image: "{{ .Values.image }}"\n  command: [/manager]\n  args: ["--leader-elect"]\n', '{{ .Release.Name }}-controller-manager')}{{- end }}\n`;
  const role = (rules: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: {{ .Release.Name }}-role\n  labels:\n    {{- include "labels" . | nindent 4 }}\nrules:\n${rules}`;
  const chart = (rules: string) => ({
    'chart/Chart.yaml': 'apiVersion: v2\nname: weaver\nversion: 0.1.0\n',
    'chart/templates/deployment.yaml': deployment,
    'chart/templates/role.yaml': role(rules),
    'chart/templates/reader.yaml': role('- nonResourceURLs: [/metrics]\n  verbs: [get]\n'),
  });

  it('extends the role that is like the manager’s', () => {
    const own = '- apiGroups: [""]\n  resources: [events]\n  verbs: [create]\n';
    const result = run(chart(own));
    expect(result.changed).toEqual(['chart/templates/role.yaml', ROLE]);
    expect(result.text('chart/templates/role.yaml')).toBe(
      role(
        `${own}- apiGroups: [authentication.k8s.io]\n  resources: [tokenreviews]\n  verbs: [create]\n- apiGroups: [authorization.k8s.io]\n  resources: [subjectaccessreviews]\n  verbs: [create]\n`,
      ),
    );
  });

  it('warns where no role of the chart is known to be the manager’s', () => {
    const result = run(chart('- apiGroups: [q]\n  resources: [x]\n  verbs: [get]\n'));
    expect(result.changed).toEqual([ROLE]);
    expect(result.findings).toMatchObject([
      { rule: 'chart-role', level: 'warning', path: 'chart/templates/deployment.yaml' },
    ]);
  });
});
