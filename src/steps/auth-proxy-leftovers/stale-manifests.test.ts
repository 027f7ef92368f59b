import { describe, expect, it } from 'vitest';
import { step as roleRules } from '../role-rules/index.ts';
import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

const RULES = [
  'rules:',
  '- apiGroups: ["authentication.k8s.io"]',
  '  resources: [tokenreviews]',
  '  verbs: [create]',
  '- apiGroups: ["authorization.k8s.io"]',
  '  resources: [subjectaccessreviews]',
  '  verbs: [create]',
];

const lines = (...parts: readonly string[]) => parts.map((part) => `${part}\n`).join('');

const role = (
  name: string,
  rules = ['rules:', '- apiGroups: [""]', '  resources: [secrets]', '  verbs: [get]'],
) =>
  lines(
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRole',
    'metadata:',
    `  name: ${name}`,
    ...rules,
  );

const binding = (name: string, roleName: string, account: string) =>
  lines(
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRoleBinding',
    'metadata:',
    `  name: ${name}`,
    'roleRef:',
    '  apiGroup: rbac.authorization.k8s.io',
    '  kind: ClusterRole',
    `  name: ${roleName}`,
    'subjects:',
    '- kind: ServiceAccount',
    `  name: ${account}`,
    '  namespace: app-system',
  );

const service = (target: string, name = 'controller-manager-metrics-service') =>
  lines(
    'apiVersion: v1',
    'kind: Service',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  ports:',
    '  - name: https',
    '    port: 8443',
    `    targetPort: ${target}`,
    '  selector:',
    '    control-plane: controller-manager',
  );

const PROXY =
  '{name: kube-rbac-proxy, image: p, args: [--secure-listen-address=0.0.0.0:8443, "--upstream=http://127.0.0.1:8080/"], ports: [{containerPort: 8443, name: https}]}';

const deployment = (name: string, account: string, ...sidecars: readonly string[]) =>
  lines(
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: ${name}`,
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
    ...sidecars.map((sidecar) => `      - ${sidecar}`),
    '      - command: [/manager]',
    '        args: [--metrics-bind-address=127.0.0.1:8080]',
    '        image: controller:latest',
    '        name: manager',
    `      serviceAccountName: ${account}`,
  );

/** An overlay without any trace of a sidecar. */
const SOURCES: Readonly<Record<string, string>> = {
  'config/default/kustomization.yaml': 'namePrefix: app-\nresources:\n- ../rbac\n- ../manager\n',
  'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n',
  'config/manager/manager.yaml': deployment('controller-manager', 'manager'),
  'config/rbac/kustomization.yaml': 'resources:\n- role.yaml\n- role_binding.yaml\n',
  'config/rbac/role.yaml': role('manager-role'),
  'config/rbac/role_binding.yaml': binding('manager-rolebinding', 'manager-role', 'manager'),
};

/** Output of another era, document by document. */
const COPY = {
  role: role('app-manager-role'),
  proxyRole: role('app-proxy-role', RULES),
  binding: binding('app-manager-rolebinding', 'app-manager-role', 'app-manager'),
  proxyBinding: binding('app-proxy-rolebinding', 'app-proxy-role', 'default'),
  service: service('https'),
  deployment: deployment('app-controller-manager', 'app-manager', PROXY),
};

function run(
  copy: Readonly<Record<string, string>> = COPY,
  more: Record<string, string> = {},
  parts: DecisionParts = {},
) {
  const files = { ...SOURCES, 'all.yaml': Object.values(copy).join('---\n'), ...more };
  const result = runStep(step, files, parts);
  expect(result.again).toEqual([]);
  return { ...result, documents: result.text('all.yaml')?.split('---\n') };
}

const NO_ROLES = [COPY.role, COPY.binding, service('8443'), COPY.deployment];
const ALL_ROLES = [
  COPY.role,
  COPY.proxyRole,
  COPY.binding,
  COPY.proxyBinding,
  service('8443'),
  COPY.deployment,
];

describe('a copy whose sidecar goes in this run', () => {
  it('has its Service re-aimed, and loses role and binding: the manager’s role is given the same', () => {
    const { documents, afterMerge, findings } = run();
    expect(documents).toEqual(NO_ROLES);
    expect(afterMerge).toEqual([expect.stringContaining('kubectl delete clusterrole/app-proxy-role')]);
    expect(findings).toEqual([]);
  });

  it.each([
    [
      'by the number of the sidecar',
      { service: service('9443'), deployment: COPY.deployment.replaceAll('8443', '9443') },
    ],
    ['whatever the Service is called', { service: service('https', 'weaver') }],
  ])('the Service is found %s', (_, changes) => {
    const { documents } = run({ ...COPY, ...changes });
    expect(documents?.[2]).toContain('targetPort: 8443\n');
  });

  it('a Service that leads elsewhere stays', () => {
    const hook = service('9443', 'webhook');
    expect(run({ ...COPY, hook }).documents?.at(-1)).toBe(hook);
  });

  it.each([
    [
      'runs under another account',
      { binding: binding('app-manager-rolebinding', 'app-manager-role', 'other') },
    ],
    ['has a role of another name', { role: role('old'), binding: binding('b', 'old', 'app-manager') }],
    ['has two roles that could be meant', { second: role('second-manager-role') }],
    ['has a role of one namespace', { binding: COPY.binding.replace('ClusterRoleBinding', 'RoleBinding') }],
  ])('keeps the proxy role where the manager %s', (_, changes) => {
    const { documents, findings, afterMerge } = run({ ...COPY, ...changes });
    expect(documents?.[1]).toBe(COPY.proxyRole);
    expect(documents?.[3]).toBe(COPY.proxyBinding);
    expect(afterMerge).toEqual([]);
    expect(findings).toMatchObject([{ rule: 'manager-without-reviews', level: 'warning', path: 'all.yaml' }]);
  });

  it('needs no word where the proxy role that stays is the manager’s', () => {
    const changes = { role: role('old'), proxyBinding: binding('p', 'app-proxy-role', 'app-manager') };
    const { documents, findings } = run({ ...COPY, ...changes });
    expect(documents).toContain(COPY.proxyRole);
    expect(findings).toEqual([]);
  });

  it('loses the proxy role where a role of another name grants the same already', () => {
    const changes = { role: role('old', RULES), binding: binding('b', 'old', 'app-manager') };
    expect(run({ ...COPY, ...changes }).documents).not.toContain(COPY.proxyRole);
  });

  it('or where the manager is an administrator', () => {
    const changes = { binding: binding('b', 'cluster-admin', 'app-manager') };
    expect(run({ ...COPY, ...changes }).documents).not.toContain(COPY.proxyRole);
  });

  it('keeps the proxy role where something else runs under its account', () => {
    const other = deployment('other', 'default').replaceAll('controller-manager', 'other');
    const { documents } = run({ ...COPY, other });
    expect(documents?.slice(0, 6)).toEqual(ALL_ROLES);
  });

  it('keeps the proxy role where the sources need no rules: then its role is given none', () => {
    const administrator = { 'config/rbac/admin.yaml': binding('admin', 'cluster-admin', 'manager') };
    const list = {
      'config/rbac/kustomization.yaml': 'resources:\n- role.yaml\n- role_binding.yaml\n- admin.yaml\n',
    };
    expect(run(COPY, { ...administrator, ...list }).documents).toContain(COPY.proxyRole);
  });

  it('relies on the step role-rules, which does give the manager’s role the rules', () => {
    const files = { ...SOURCES, 'all.yaml': NO_ROLES.join('---\n') };
    const [managerRole = ''] = runStep(roleRules, files).text('all.yaml')?.split('---\n') ?? [];
    expect(managerRole).toMatch(/name: app-manager-role[\s\S]*tokenreviews[\s\S]*subjectaccessreviews/);
  });

  it('is left alone with its role where the sidecar has to stay', () => {
    const guarded = COPY.deployment.replace('8080/"', '8080/", --allow-paths=/metrics');
    expect(run({ ...COPY, deployment: guarded }).changed).toEqual([]);
  });
});

describe('a Deployment that nothing reaches and that loses its sidecar', () => {
  const old = deployment('app', 'manager', PROXY);

  it('has the Service beside it re-aimed, but none that an overlay brings', () => {
    const { changed, text } = run(
      {},
      {
        'deploy/manager.yaml': old,
        'deploy/service.yaml': service('https'),
        'deploy/kustomization.yaml': 'resources:\n- reached.yaml\n',
        'deploy/reached.yaml': service('https', 'reached'),
      },
    );
    expect(changed).toEqual(['deploy/service.yaml']);
    expect(text('deploy/service.yaml')).toBe(service('8443'));
  });

  it('keeps the proxy role: nobody gives its own role the rules', () => {
    const access = {
      'deploy/role.yaml': role('manager-role'),
      'deploy/binding.yaml': binding('b', 'manager-role', 'manager'),
      'deploy/proxy_role.yaml': role('proxy-role', RULES),
      'deploy/proxy_binding.yaml': binding('p', 'proxy-role', 'manager'),
    };
    expect(run({}, { 'deploy/manager.yaml': old, ...access }).changed).toEqual([]);
  });

  it('is reported where nothing there lets it ask for reviews', () => {
    expect(run({}, { 'deploy/manager.yaml': old }).findings).toMatchObject([
      { rule: 'manager-without-reviews', path: 'deploy/manager.yaml', line: 1 },
    ]);
  });
});
