import { describe, expect, it } from 'vitest';
import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

const PROXY_ROLE = [
  'apiVersion: rbac.authorization.k8s.io/v1',
  'kind: ClusterRole',
  'metadata:',
  '  name: proxy-role',
  'rules:',
  '- apiGroups: ["authentication.k8s.io"]',
  '  resources: [tokenreviews]',
  '  verbs: [create]',
  '- apiGroups: ["authorization.k8s.io"]',
  '  resources: [subjectaccessreviews]',
  '  verbs: [create]',
  '',
].join('\n');

const ROLE = PROXY_ROLE.replace('proxy-role', 'manager-role').replace('[tokenreviews]', '[secrets]');

function binding(name: string, role: string, account = 'controller-manager'): string {
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRoleBinding',
    'metadata:',
    `  name: ${name}`,
    'roleRef:',
    '  apiGroup: rbac.authorization.k8s.io',
    '  kind: ClusterRole',
    `  name: ${role}`,
    'subjects:',
    '- kind: ServiceAccount',
    `  name: ${account}`,
    '  namespace: system',
    '',
  ].join('\n');
}

const SERVICE = [
  'apiVersion: v1',
  'kind: Service',
  'metadata:',
  '  labels:',
  '    control-plane: controller-manager',
  '  name: controller-manager-metrics-service',
  '  namespace: system',
  'spec:',
  '  ports:',
  '  - name: https',
  '    port: 8443',
  '    protocol: TCP',
  '    targetPort: https # of the proxy',
  '  selector:',
  '    control-plane: controller-manager',
  '',
].join('\n');

function deployment(extra: { args?: readonly string[]; containers?: string; ports?: string } = {}): string {
  const args = extra.args ?? ['--leader-elect', '--metrics-bind-address=127.0.0.1:8080'];
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: controller-manager',
    '  namespace: system',
    'spec:',
    '  selector:',
    '    matchLabels:',
    '      control-plane: controller-manager',
    '  template:',
    '    metadata:',
    '      labels:',
    '        control-plane: controller-manager',
    '    spec:',
    '      containers:',
    '      - command: [/manager]',
    `        args: ${JSON.stringify(args)}`,
    '        image: controller:latest',
    '        name: manager',
    ...(extra.ports ? [`        ports: ${extra.ports}`] : []),
    ...(extra.containers ? [`      - ${extra.containers}`] : []),
    '      serviceAccountName: controller-manager',
    '',
  ].join('\n');
}

const RBAC = [
  'resources:',
  '- service_account.yaml',
  '- role.yaml',
  '- role_binding.yaml',
  '# Comment the following 4 lines if you want to disable',
  '# the auth proxy (https://github.com/brancz/kube-rbac-proxy)',
  '# which protects your /metrics endpoint.',
  '- auth_proxy_service.yaml',
  '- auth_proxy_role.yaml',
  '- auth_proxy_role_binding.yaml',
  '- auth_proxy_client_clusterrole.yaml',
  '',
].join('\n');

/** A repository whose sidecar is gone and whose left-overs are all there. */
const LEFT_BEHIND: Readonly<Record<string, string>> = {
  'config/default/kustomization.yaml':
    'namespace: app-system\nnamePrefix: app-\nresources:\n- ../rbac\n- ../manager\n',
  'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n',
  'config/manager/manager.yaml': deployment(),
  'config/rbac/kustomization.yaml': RBAC,
  'config/rbac/service_account.yaml':
    'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: controller-manager\n  namespace: system\n',
  'config/rbac/role.yaml': ROLE,
  'config/rbac/role_binding.yaml': binding('manager-rolebinding', 'manager-role'),
  'config/rbac/auth_proxy_service.yaml': SERVICE,
  'config/rbac/auth_proxy_role.yaml': PROXY_ROLE,
  'config/rbac/auth_proxy_role_binding.yaml': binding('proxy-rolebinding', 'proxy-role'),
  'config/rbac/auth_proxy_client_clusterrole.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: metrics-reader\nrules:\n- nonResourceURLs: [/metrics]\n  verbs: [get]\n',
};

function run(changes: Record<string, string> = {}, parts: DecisionParts = {}) {
  return runStep(step, { ...LEFT_BEHIND, ...changes }, parts);
}

describe('left-over roles', () => {
  it('go with their binding, their kustomization lines and the comment on the proxy', () => {
    const { changed, text, again } = run();
    expect(changed).toEqual([
      'config/rbac/auth_proxy_role.yaml',
      'config/rbac/auth_proxy_role_binding.yaml',
      'config/rbac/auth_proxy_service.yaml',
      'config/rbac/kustomization.yaml',
    ]);
    expect(text('config/rbac/auth_proxy_role.yaml')).toBeUndefined();
    expect(text('config/rbac/auth_proxy_role_binding.yaml')).toBeUndefined();
    expect(text('config/rbac/kustomization.yaml')).toBe(
      'resources:\n- service_account.yaml\n- role.yaml\n- role_binding.yaml\n' +
        '- auth_proxy_service.yaml\n- auth_proxy_client_clusterrole.yaml\n',
    );
    expect(again).toEqual([]);
  });

  it('are named as they are called in clusters, for the time after the merge', () => {
    const [sentence, ...others] = run().afterMerge;
    expect(sentence).toContain(
      'kubectl delete clusterrole/app-proxy-role clusterrolebinding/app-proxy-rolebinding',
    );
    expect(others).toEqual([]);
  });

  it('stay where a sidecar still runs', () => {
    const containers =
      '{name: kube-rbac-proxy, image: "quay.io/brancz/kube-rbac-proxy:v0.15.0", ports: [{containerPort: 8443, name: https}]}';
    expect(run({ 'config/manager/manager.yaml': deployment({ containers }) }).changed).toEqual([]);
  });

  it('stay where another overlay of the manager still adds a sidecar', () => {
    const { changed } = run({
      'config/proxied/kustomization.yaml': 'resources: [../rbac, ../manager]\npatches:\n- path: patch.yaml\n',
      'config/proxied/patch.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: controller-manager, namespace: system}\nspec:\n  template:\n    spec:\n      containers:\n      - name: kube-rbac-proxy\n        image: gcr.io/kubebuilder/kube-rbac-proxy:v0.13.1\n        ports: [{containerPort: 8443, name: https}]\n',
    });
    expect(changed).not.toContain('config/rbac/auth_proxy_role.yaml');
    expect(changed).not.toContain('config/rbac/kustomization.yaml');
  });

  it('stay where nothing else could hold the rules', () => {
    const rbac = RBAC.replace('- role.yaml\n- role_binding.yaml\n', '');
    expect(run({ 'config/rbac/kustomization.yaml': rbac }).changed).toEqual([
      'config/rbac/auth_proxy_service.yaml',
    ]);
  });

  it.each([
    [
      'is bound in one namespace only',
      binding('manager-rolebinding', 'manager-role').replace('ClusterRoleB', 'RoleB'),
    ],
    ['is not there', binding('manager-rolebinding', 'made-elsewhere')],
  ])('stay where the other role %s', (_, text) => {
    expect(run({ 'config/rbac/role_binding.yaml': text }).changed).toEqual([
      'config/rbac/auth_proxy_service.yaml',
    ]);
  });

  it('go where the manager is cluster-admin anyway', () => {
    const admin = binding('manager-rolebinding', 'cluster-admin');
    expect(
      run({ 'config/rbac/role_binding.yaml': admin }).text('config/rbac/auth_proxy_role.yaml'),
    ).toBeUndefined();
  });

  it('stay where the binding serves somebody else too', () => {
    const shared = `${binding('proxy-rolebinding', 'proxy-role')}- kind: ServiceAccount\n  name: other\n  namespace: system\n`;
    expect(run({ 'config/rbac/auth_proxy_role_binding.yaml': shared }).changed).toEqual([
      'config/rbac/auth_proxy_service.yaml',
    ]);
  });

  it('stay where the role grants more: somebody made it their own', () => {
    const own = `${PROXY_ROLE}- apiGroups: [""]\n  resources: [nodes]\n  verbs: [get]\n`;
    expect(run({ 'config/rbac/auth_proxy_role.yaml': own }).changed).toEqual([
      'config/rbac/auth_proxy_service.yaml',
    ]);
  });

  it('stay, and are reported, where a build uses the file', () => {
    const { changed, findings } = run({ Makefile: 'x:\n\tcp config/rbac/auth_proxy_role.yaml out/\n' });
    expect(changed).toEqual(['config/rbac/auth_proxy_service.yaml']);
    expect(findings).toMatchObject([
      { rule: 'auth-proxy-role-in-use', level: 'warning', path: 'Makefile', line: 2, column: 17 },
    ]);
  });

  it('go although documentation speaks of them, which is noted', () => {
    const { changed, findings } = run({ 'docs/rbac.md': '# Roles\n\nSee auth_proxy_role.yaml.\n' });
    expect(changed).toContain('config/rbac/auth_proxy_role.yaml');
    expect(findings).toMatchObject([
      { rule: 'auth-proxy-mention', level: 'note', path: 'docs/rbac.md', line: 3 },
    ]);
  });

  it('stay where the manager needs no migration, which may work thanks to them; a note says so', () => {
    const { changed, findings } = run({}, { adopted: true, removedFlags: [] });
    expect(changed).toEqual(['config/rbac/auth_proxy_service.yaml']);
    expect(findings).toMatchObject([
      { rule: 'auth-proxy-role-left-over', level: 'note', path: 'config/rbac/auth_proxy_role.yaml', line: 1 },
    ]);
  });

  it('are no concern of a manager that needs no migration, and that has another ServiceAccount', () => {
    const others = binding('proxy-rolebinding', 'proxy-role', 'shuttle');
    const files = { 'config/rbac/auth_proxy_role_binding.yaml': others };
    expect(run(files, { adopted: true, removedFlags: [] }).findings).toEqual([]);
  });

  it('that no kustomization reaches are left alone', () => {
    const rbac = RBAC.replace(/^- auth/gm, '#- auth');
    expect(run({ 'config/rbac/kustomization.yaml': rbac }).changed).toEqual([]);
  });

  it('leave the rest of a file that holds more', () => {
    const all = `${ROLE}---\n${PROXY_ROLE}---\n${binding('manager-rolebinding', 'manager-role')}---\n${binding('proxy-rolebinding', 'proxy-role')}`;
    const { text, again } = run({
      'config/rbac/kustomization.yaml': 'resources:\n- service_account.yaml\n- all.yaml\n',
      'config/rbac/all.yaml': all,
    });
    expect(text('config/rbac/all.yaml')).toBe(
      `${ROLE}---\n${binding('manager-rolebinding', 'manager-role')}`,
    );
    expect(again).toEqual([]);
  });

  it('take the patches with them that were for them', () => {
    const { text, changed } = run({
      'config/default/kustomization.yaml':
        'resources:\n- ../rbac\n- ../manager\npatches:\n- target:\n    kind: ClusterRole\n    name: proxy-role\n  patch: |-\n    - op: remove\n      path: /metadata/labels\n- path: labels.yaml\n',
      'config/default/labels.yaml':
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: proxy-rolebinding\n  labels: {a: b}\n',
    });
    expect(text('config/default/kustomization.yaml')).toBe('resources:\n- ../rbac\n- ../manager\n');
    expect(changed).toContain('config/default/labels.yaml');
    expect(text('config/default/labels.yaml')).toBeUndefined();
  });

  it('take a kustomization with them that held nothing else', () => {
    const { text, again } = run({
      'config/default/kustomization.yaml': 'resources:\n- ../rbac\n- ../proxy\n- ../manager\n',
      'config/rbac/kustomization.yaml':
        'resources:\n- service_account.yaml\n- role.yaml\n- role_binding.yaml\n',
      'config/proxy/kustomization.yaml': 'resources:\n- role.yaml\n- binding.yaml\n',
      'config/proxy/role.yaml': PROXY_ROLE,
      'config/proxy/binding.yaml': binding('proxy-rolebinding', 'proxy-role'),
    });
    expect(text('config/default/kustomization.yaml')).toBe('resources:\n- ../rbac\n- ../manager\n');
    expect(text('config/proxy/kustomization.yaml')).toBeUndefined();
    expect(text('config/proxy/role.yaml')).toBeUndefined();
    expect(again).toEqual([]);
  });

  it('stay where a manager that is not migrated uses the overlay', () => {
    const { changed } = run(
      {
        'config/default/kustomization.yaml': 'resources: [../rbac, ../manager, ../../other/config/manager]\n',
        'other/main.go': 'package main\n',
        'other/config/manager/kustomization.yaml': 'resources: [manager.yaml]\n',
        'other/config/manager/manager.yaml': deployment().replaceAll('controller-manager', 'other-manager'),
      },
      { directories: ['.', 'other'], migrated: ['.'] },
    );
    expect(changed).toEqual(['config/rbac/auth_proxy_service.yaml']);
  });
});

describe('Services', () => {
  it('are re-aimed at the secure port and keep all else, comments too', () => {
    expect(run().text('config/rbac/auth_proxy_service.yaml')).toBe(
      SERVICE.replace('targetPort: https # of', 'targetPort: 8443 # of'),
    );
  });

  it('are re-aimed at the port that --port chose', () => {
    expect(run({}, { port: 9443 }).text('config/rbac/auth_proxy_service.yaml')).toContain('targetPort: 9443');
  });

  it('keep CRLF', () => {
    const crlf = SERVICE.replaceAll('\n', '\r\n');
    expect(
      run({ 'config/rbac/auth_proxy_service.yaml': crlf }).text('config/rbac/auth_proxy_service.yaml'),
    ).toBe(crlf.replace('targetPort: https', 'targetPort: 8443'));
  });

  it.each([
    ['to the name that the secure port gets', 'metrics'],
    ['to its number', '8443'],
    ['to a port that a container has', 'probe'],
  ])('stay that lead %s', (_, target) => {
    const ports = '[{containerPort: 8081, name: probe}]';
    const { changed } = run({
      'config/manager/manager.yaml': deployment({ ports }),
      'config/rbac/auth_proxy_service.yaml': SERVICE.replace('targetPort: https', `targetPort: ${target}`),
    });
    expect(changed).not.toContain('config/rbac/auth_proxy_service.yaml');
  });

  it('say the secure port in annotations that named the old one', () => {
    const annotated = (port: string, scheme: string) =>
      SERVICE.replace(
        'metadata:\n',
        `metadata:\n  annotations:\n    prometheus.io/port: "${port}"\n    prometheus.io/scheme: ${scheme}\n`,
      );
    const files = { 'config/rbac/auth_proxy_service.yaml': annotated('8080', 'http') };
    const { text, again } = run(files, { oldDefault: ':9090' });
    expect(text('config/rbac/auth_proxy_service.yaml')).toBe(
      annotated('8443', 'https').replace('targetPort: https', 'targetPort: 8443'),
    );
    expect(again).toEqual([]);
  });

  it('follow the old port by its number', () => {
    const plain = SERVICE.replace('port: 8443', 'port: 8080').replace(
      'targetPort: https',
      'targetPort: 8080',
    );
    const { text } = run({ 'config/rbac/auth_proxy_service.yaml': plain }, { oldDefault: ':9090' });
    expect(text('config/rbac/auth_proxy_service.yaml')).toBe(
      plain.replace('targetPort: 8080', 'targetPort: 8443'),
    );
  });

  it('follow the old port by its name, and by the default of its flag', () => {
    const { text } = run(
      {
        'config/manager/manager.yaml': deployment({ args: [], ports: '[{containerPort: 9090, name: prom}]' }),
        'config/rbac/auth_proxy_service.yaml': SERVICE.replace('targetPort: https', 'targetPort: prom'),
      },
      { oldDefault: ':9090' },
    );
    expect(text('config/rbac/auth_proxy_service.yaml')).toContain('targetPort: 8443');
  });

  it('get a targetPort where the port alone led to metrics', () => {
    const bare = SERVICE.replace('port: 8443\n', 'port: 8080\n').replace(
      '    targetPort: https # of the proxy\n',
      '',
    );
    const { text, again } = run({ 'config/rbac/auth_proxy_service.yaml': bare }, { oldDefault: ':8080' });
    expect(text('config/rbac/auth_proxy_service.yaml')).toBe(
      bare.replace('    port: 8080\n', '    port: 8080\n    targetPort: 8443\n'),
    );
    expect(again).toEqual([]);
  });

  it('of other pods, and dangling ones that are not about metrics, are not ours', () => {
    const elsewhere = SERVICE.replace(
      '  selector:\n    control-plane: controller-manager',
      '  selector:\n    app: db',
    );
    expect(run({ 'config/rbac/auth_proxy_service.yaml': elsewhere }).changed).not.toContain(
      'config/rbac/auth_proxy_service.yaml',
    );
    const { changed } = run({
      'config/rbac/kustomization.yaml': RBAC.replace('auth_proxy_service', 'webhook'),
      'config/rbac/webhook.yaml': SERVICE.replace('metrics-service', 'webhook-service').replace(
        'targetPort: https',
        'targetPort: hooks',
      ),
    });
    expect(changed).not.toContain('config/rbac/webhook.yaml');
  });
});

describe('committed output of an overlay', () => {
  const asCopy = (text: string) =>
    text
      .replace('name: controller-manager', 'name: app-controller-manager')
      .replace('AccountName: ', 'AccountName: app-');
  const copy = [
    asCopy(deployment()),
    ROLE.replace('name: manager-role', 'name: app-manager-role'),
    PROXY_ROLE.replace('name: proxy-role', 'name: app-proxy-role'),
    binding('app-manager-rolebinding', 'app-manager-role', 'app-controller-manager'),
    binding('app-proxy-rolebinding', 'app-proxy-role', 'app-controller-manager'),
    SERVICE.replace('name: controller', 'name: app-controller'),
  ];

  it('loses the same objects and gets the same port', () => {
    const { text, again } = run({ 'components.yaml': copy.join('---\n') });
    const kept = [copy[0], copy[1], copy[3], copy[5]?.replace('targetPort: https', 'targetPort: 8443')];
    expect(text('components.yaml')).toBe(kept.join('---\n'));
    expect(again).toEqual([]);
  });

  it('keeps everything while it still has a sidecar: it is of another era', () => {
    const containers =
      '{name: kube-rbac-proxy, image: "kube-rbac-proxy:v0.5.0", ports: [{containerPort: 8443, name: https}]}';
    const [, ...others] = copy;
    const old = [asCopy(deployment({ containers })), ...others];
    expect(run({ 'components.yaml': old.join('---\n') }).changed).not.toContain('components.yaml');
  });

  it('keeps its proxy role where nothing else there could hold the rules', () => {
    const bare = [copy[0], copy[2], copy[4]].join('---\n');
    expect(run({ 'components.yaml': bare }).changed).not.toContain('components.yaml');
  });
});

describe('monitors', () => {
  const monitor = (endpoint: string) =>
    `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: m\nspec:\n  endpoints:\n${endpoint}  selector:\n    matchLabels:\n      control-plane: controller-manager\n`;
  const WITH = { 'config/default/kustomization.yaml': 'resources: [../rbac, ../manager, monitor.yaml]\n' };
  const COMPLETE =
    '  - path: /metrics\n    port: https\n    scheme: https\n    bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n    tlsConfig:\n      insecureSkipVerify: true\n';

  it('that are complete stay', () => {
    const { changed } = run({ ...WITH, 'config/default/monitor.yaml': monitor(COMPLETE) });
    expect(changed).not.toContain('config/default/monitor.yaml');
  });

  it('that scrape plain http get what the secured endpoint needs', () => {
    const { text, again } = run({
      ...WITH,
      'config/default/monitor.yaml': monitor('  - path: /metrics\n    port: https\n'),
    });
    expect(text('config/default/monitor.yaml')).toBe(monitor(COMPLETE));
    expect(again).toEqual([]);
  });

  it('with a scheme keep its place', () => {
    const { text } = run({
      ...WITH,
      'config/default/monitor.yaml': monitor('  - scheme: http # plain\n    port: https\n'),
    });
    expect(text('config/default/monitor.yaml')).toBe(
      monitor(
        '  - scheme: https # plain\n    bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token\n    tlsConfig:\n      insecureSkipVerify: true\n    port: https\n',
      ),
    );
  });

  it('in flow style stay in flow style', () => {
    const { text, again } = run({
      ...WITH,
      'config/default/monitor.yaml': monitor('  - {port: https, path: /metrics}\n'),
    });
    expect(text('config/default/monitor.yaml')).toBe(
      monitor(
        '  - {port: https, scheme: https, bearerTokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token, tlsConfig: {insecureSkipVerify: true}, path: /metrics}\n',
      ),
    );
    expect(again).toEqual([]);
  });

  it.each([
    ['of another port', monitor('  - port: probes\n')],
    ['of other Services', monitor('  - port: https\n').replace('control-plane: c', 'control-plane: other-c')],
  ])('%s are not ours', (_, text) => {
    expect(run({ ...WITH, 'config/default/monitor.yaml': text }).changed).not.toContain(
      'config/default/monitor.yaml',
    );
  });

  it('that are not deployed with the manager stay, and are noted', () => {
    const { changed, findings } = run({
      'config/prometheus/kustomization.yaml': 'resources: [monitor.yaml]\n',
      'config/prometheus/monitor.yaml': monitor('  - port: https\n'),
    });
    expect(changed).not.toContain('config/prometheus/monitor.yaml');
    expect(findings).toMatchObject([
      {
        rule: 'service-monitor-insecure',
        level: 'note',
        path: 'config/prometheus/monitor.yaml',
        line: 7,
        column: 5,
      },
    ]);
  });

  it('that are not deployed and complete are not mentioned', () => {
    const { findings } = run({ 'config/prometheus/monitor.yaml': monitor(COMPLETE) });
    expect(findings).toEqual([]);
  });

  it('of pods are listed: how their token gets there is for a person', () => {
    const { findings, changed } = run({
      ...WITH,
      'config/default/monitor.yaml':
        'apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata:\n  name: m\nspec:\n  podMetricsEndpoints:\n  - port: metrics\n  selector:\n    matchLabels:\n      control-plane: controller-manager\n',
    });
    expect(changed).not.toContain('config/default/monitor.yaml');
    expect(findings).toMatchObject([
      { rule: 'pod-monitor-insecure', level: 'warning', path: 'config/default/monitor.yaml', line: 7 },
    ]);
  });
});

describe('network policies', () => {
  const policy = (rest: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p\nspec:\n  podSelector:\n    matchLabels:\n      control-plane: controller-manager\n${rest}`;

  function rulesFor(...policies: string[]): readonly string[] {
    const names = policies.map((_, index) => `p${index}.yaml`);
    const files = Object.fromEntries(policies.map((text, index) => [`config/default/p${index}.yaml`, text]));
    const overlay = `resources: [../rbac, ../manager, ${names.join(', ')}]\n`;
    return run({ ...files, 'config/default/kustomization.yaml': overlay }).findings.map((it) => it.rule);
  }

  it.each([
    ['lists another port', '  ingress:\n  - ports: [{port: 8080}]\n'],
    ['lets nothing in', '  policyTypes: [Ingress]\n'],
  ])('are listed where one %s', (_, rest) => {
    expect(rulesFor(policy(rest))).toEqual(['network-policy-blocks-metrics']);
  });

  it.each([
    ['lists the secure port', '  ingress:\n  - ports: [{port: 8443}]\n'],
    ['lists its name', '  ingress:\n  - ports: [{port: metrics}]\n'],
    ['lists a range that holds it', '  ingress:\n  - ports: [{port: 8000, endPort: 9000}]\n'],
    ['lists no port', '  ingress:\n  - from: []\n'],
    ['is about egress', '  policyTypes: [Egress]\n'],
  ])('are fine where one %s', (_, rest) => {
    expect(rulesFor(policy(rest))).toEqual([]);
  });

  it('add up: one that lets the port through is enough', () => {
    expect(
      rulesFor(
        policy('  ingress:\n  - ports: [{port: 9443}]\n'),
        policy('  ingress:\n  - ports: [{port: 8443}]\n'),
      ),
    ).toEqual([]);
  });

  it('of other pods do not matter', () => {
    expect(rulesFor(policy('  policyTypes: [Ingress]\n').replace('controller-manager', 'db'))).toEqual([]);
  });
});
