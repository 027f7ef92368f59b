import { describe, expect, it } from 'vitest';
import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: controller-manager
  namespace: system
spec:
  selector:
    matchLabels:
      control-plane: controller-manager
  template:
    metadata:
      labels:
        control-plane: controller-manager
        tier: "1"
    spec:
      containers:
      - command: [/manager]
        args: [--leader-elect]
        image: controller:latest
        name: manager
      serviceAccountName: controller-manager
`;

const RBAC_LABELS = '  labels:\n    app.kubernetes.io/name: crane\n    app.kubernetes.io/instance: ';

const FILES: Readonly<Record<string, string>> = {
  'config/default/kustomization.yaml':
    'namespace: crane-system\nnamePrefix: crane-\nresources:\n- ../rbac\n- ../manager\n#- ../webhook\n',
  'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n',
  'config/manager/manager.yaml': DEPLOYMENT,
  'config/rbac/kustomization.yaml':
    'resources:\n  - service_account.yaml\n  - role.yaml\n  - role_binding.yaml\n  - hook_viewer_role.yaml\n',
  'config/rbac/service_account.yaml':
    'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: controller-manager\n',
  'config/rbac/role.yaml': role('manager-role', ['apiGroups: [""]', 'resources: [pods]', 'verbs: [get]']),
  'config/rbac/role_binding.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: manager-rolebinding\n',
  'config/rbac/hook_viewer_role.yaml': role('hook-viewer-role', [
    'apiGroups: [crane.example.org]',
    'verbs: [get]',
  ]),
};

function role(name: string, rule: readonly string[]): string {
  const head = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ${name}\nrules:\n`;
  return `${head}- ${rule.join('\n  ')}\n`;
}

function service(name: string, port: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n  - ${port}\n  selector:\n    control-plane: controller-manager\n`;
}

const KUBEBUILDER: DecisionParts = {
  api: 'metrics-filters',
  style: 'kubebuilder',
  flags: {
    address: 'metrics-bind-address',
    defaultAddress: ':8443',
    security: 'metrics-secure',
    secureValue: 'true',
    alwaysPassed: false,
  },
};

function run(changes: Record<string, string> = {}, parts: DecisionParts = {}) {
  const files = Object.entries({ ...FILES, ...changes }).filter(([, text]) => text !== '');
  return runStep(step, Object.fromEntries(files), { ...KUBEBUILDER, ...parts });
}

const READER = ['config/rbac/kustomization.yaml', 'config/rbac/metrics_reader_role.yaml'];
const SERVICE = ['config/default/kustomization.yaml', 'config/default/metrics_service.yaml'];

describe('kubebuilder’s layout', () => {
  it('gets the Service, behind the last resource', () => {
    const { text, changed, again } = run();
    expect(changed).toEqual([...SERVICE, ...READER]);
    expect(text('config/default/kustomization.yaml')).toBe(
      'namespace: crane-system\nnamePrefix: crane-\nresources:\n- ../rbac\n- ../manager\n# [METRICS] Expose the controller manager metrics service.\n- metrics_service.yaml\n#- ../webhook\n',
    );
    expect(text('config/default/metrics_service.yaml')).toBe(
      'apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    control-plane: controller-manager\n  name: controller-manager-metrics-service\n  namespace: system\nspec:\n  ports:\n  - name: https\n    port: 8443\n    protocol: TCP\n    targetPort: 8443\n  selector:\n    control-plane: controller-manager\n',
    );
    expect(again).toEqual([]);
  });

  it('gets the role, behind the manager’s own roles', () => {
    const { text, afterMerge } = run();
    expect(text('config/rbac/kustomization.yaml')).toContain(
      '  - role_binding.yaml\n  - metrics_reader_role.yaml\n  - hook_viewer_role.yaml\n',
    );
    expect(text('config/rbac/metrics_reader_role.yaml')).toBe(
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: metrics-reader\nrules:\n- nonResourceURLs:\n  - "/metrics"\n  verbs:\n  - get\n',
    );
    expect(afterMerge.join()).toContain('bind the new ClusterRole crane-metrics-reader to');
  });

  it('gives new files the license, the common labels and the line endings of their neighbours', () => {
    const license = '# Copyright The Authors.\n# SPDX-License-Identifier: MIT\n\n';
    const labelled = (path: string) =>
      license + FILES[path]?.replace('metadata:\n', `metadata:\n${RBAC_LABELS}${path.length}\n`);
    const paths = [
      'config/rbac/service_account.yaml',
      'config/rbac/role_binding.yaml',
      'config/rbac/hook_viewer_role.yaml',
    ];
    const files = Object.fromEntries([
      ...paths.map((path) => [path, labelled(path)] as const),
      [
        'config/rbac/kustomization.yaml',
        FILES['config/rbac/kustomization.yaml']?.replaceAll('\n', '\r\n') ?? '',
      ],
    ]);
    const { text, again } = run(files);
    expect(text('config/rbac/metrics_reader_role.yaml')).toMatch(
      /^# Copyright The Authors\.\r\n# SPDX-License-Identifier: MIT\r\n\r\napiVersion: .*\r\nkind: ClusterRole\r\nmetadata:\r\n {2}labels:\r\n {4}app\.kubernetes\.io\/name: crane\r\n {2}name: metrics-reader\r\n/,
    );
    expect(text('config/rbac/kustomization.yaml')).toContain('\r\n  - metrics_reader_role.yaml\r\n');
    expect(again).toEqual([]);
  });

  it('with bases gets the Service beside the roles', () => {
    const path = 'config/default/kustomization.yaml';
    const { changed, text, again } = run({ [path]: FILES[path]?.replace('resources:', 'bases:') ?? '' });
    expect(changed).toEqual([...READER, 'config/rbac/metrics_service.yaml']);
    expect(text('config/rbac/kustomization.yaml')).toContain(
      '  - role_binding.yaml\n  - metrics_reader_role.yaml\n  - metrics_service.yaml\n',
    );
    expect(again).toEqual([]);
  });
});

describe('no role is made', () => {
  it.each([
    [
      'a role that nothing applies',
      'docs/reader.yaml',
      role('reader', ['nonResourceURLs: [/metrics]', 'verbs: [get]']),
    ],
    ['a role for every URL', 'config/rbac/all.yaml', role('all', ['nonResourceURLs: ["*"]', 'verbs: ["*"]'])],
    [
      'a template',
      'charts/app/templates/reader.yaml',
      'rules:\n{{- if .on }}\n- nonResourceURLs: [/metrics]\n{{- end }}\n',
    ],
    ['a file of that name', 'config/rbac/metrics_reader_role.yaml', '# later\n'],
  ])('beside %s', (_, path, content) => {
    expect(run({ [path]: content }).changed).toEqual(SERVICE);
  });

  it('where a list stands in brackets', () => {
    const list = 'resources: [service_account.yaml, role.yaml, role_binding.yaml]\n';
    expect(run({ 'config/rbac/kustomization.yaml': list }).changed).toEqual(SERVICE);
  });

  it('that a patch for all ClusterRoles would change', () => {
    const patch = 'patches:\n- path: p.yaml\n  target: {kind: ClusterRole}\n';
    const path = 'config/default/kustomization.yaml';
    expect(run({ [path]: FILES[path] + patch }).changed).toEqual(SERVICE);
  });

  it('but a role for other URLs is none that allows it', () => {
    const other = role('other', ['nonResourceURLs: [/healthz]', 'verbs: [get]']);
    expect(run({ 'config/rbac/other.yaml': other }).changed).toEqual([...SERVICE, ...READER]);
  });
});

describe('no Service is made', () => {
  const path = 'config/default/kustomization.yaml';

  it.each([
    ['a Service of another overlay', 'config/prometheus/service.yaml', service('m', 'port: 8443')],
    ['a Service by an unknown name', 'config/rbac/s.yaml', service('m', '{port: 80, targetPort: web}')],
    [
      'a Service with its name',
      'x.yaml',
      service('crane-controller-manager-metrics-service', 'port: 1').replace(/ {2}selector:\n.*\n/, ''),
    ],
    [
      'a PodMonitor',
      'm.yaml',
      'apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata:\n  name: m\nspec:\n  podMetricsEndpoints:\n  - port: metrics\n',
    ],
    ['a file of that name', 'config/default/metrics_service.yaml', '# later\n'],
    ['a patch for all Services', path, `${FILES[path]}patches:\n- path: p.yaml\n  target: {kind: Service}\n`],
    [
      'a replacement from the only Service',
      path,
      `${FILES[path]}replacements:\n- source: {kind: Service}\n  targets: []\n`,
    ],
    ['replacements in a file', path, `${FILES[path]}replacements:\n- path: r.yaml\n`],
  ])('beside %s', (_, file, content) => {
    const { changed } = run({ [file]: content });
    expect(changed).not.toContain(SERVICE[1]);
    expect(changed.filter((it) => it.endsWith('_service.yaml'))).toEqual([]);
  });

  it('beside another workload with the same labels', () => {
    const database = DEPLOYMENT.replace('kind: Deployment', 'kind: StatefulSet')
      .replace('  name: controller-manager', '  name: database')
      .replace('- command: [/manager]\n        args: [--leader-elect]\n        image', '- image')
      .replace('controller:latest\n        name: manager', 'postgres:17\n        name: database');
    const files = {
      'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n- database.yaml\n',
      'config/manager/database.yaml': database,
    };
    expect(run(files).changed).toEqual(READER);
  });

  it('where a Deployment does not say how it finds its pods', () => {
    const manager = DEPLOYMENT.replace(/ {2}selector:\n.*\n.*\n/, '');
    expect(run({ 'config/manager/manager.yaml': manager }).changed).toEqual(READER);
  });

  it('beside roles that are applied without the manager', () => {
    const files = {
      [path]: FILES[path]?.replace('resources:', 'bases:') ?? '',
      'config/only-roles/kustomization.yaml': 'resources:\n- ../rbac\n',
    };
    expect(run(files).changed).toEqual(READER);
  });

  it('but that of a webhook leads elsewhere, as one to a declared port does', () => {
    const services = `${service('webhook-service', '{port: 443, targetPort: 9443}')}---\n${service('app', '{port: 80, targetPort: app}')}`;
    const manager = DEPLOYMENT.replace(
      '        name: manager\n',
      '        name: manager\n        ports: [{containerPort: 7000, name: app}]\n',
    );
    const files = { 'config/webhook/service.yaml': services, 'config/manager/manager.yaml': manager };
    expect(run(files).changed).toEqual([...SERVICE, ...READER]);
  });
});

describe('nothing is made', () => {
  it.each<[string, DecisionParts]>([
    ['for Cluster API', { style: 'cluster-api' }],
    ['for the diagnostics spelling', { style: 'diagnostics' }],
    ['where the code was secure before', { adopted: true }],
  ])('%s', (_, parts) => {
    expect(run({}, parts).changed).toEqual([]);
  });

  const path = 'config/default/kustomization.yaml';

  it.each<[string, Record<string, string>]>([
    ['without a prefix', { [path]: FILES[path]?.replace('namePrefix: crane-\n', '') ?? '' }],
    ['without the roles', { [path]: FILES[path]?.replace('- ../rbac\n', '') ?? '' }],
    [
      'in another folder',
      { [path]: '', 'deploy/kustomization.yaml': FILES[path]?.replaceAll('../', '../config/') ?? '' },
    ],
    [
      'without a ClusterRole',
      { 'config/rbac/role.yaml': FILES['config/rbac/role.yaml']?.replace('ClusterRole', 'Role') ?? '' },
    ],
    [
      'with metrics that are off',
      { 'config/manager/manager.yaml': withArgument('--metrics-bind-address=0') },
    ],
    [
      'with a committed copy',
      {
        'dist/install.yaml': DEPLOYMENT.replace('name: controller', 'name: crane-controller').replace(
          ': system',
          ': crane-system',
        ),
      },
    ],
  ])('%s', (_, files) => {
    expect(run(files).changed).toEqual([]);
  });

  it('with another manager in the overlay', () => {
    const second = DEPLOYMENT.replaceAll('controller-manager', 'agent').replace('[/manager]', '[/agent]');
    const files = {
      'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n- agent.yaml\n',
      'config/manager/agent.yaml': second,
    };
    const directories = ['cmd/manager', 'cmd/agent'];
    expect(run(files, { directories, migrated: ['cmd/manager'] }).changed).toEqual([]);
    expect(run({}, { directories, migrated: ['cmd/manager'] }).changed).toEqual([...SERVICE, ...READER]);
  });
});

function withArgument(argument: string): string {
  return DEPLOYMENT.replace('--leader-elect', argument);
}
