import { describe, expect, it } from 'vitest';
import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

const PATCH = 'config/default/manager_auth_proxy_patch.yaml';
const lines = (...parts: readonly string[]) => parts.map((part) => `${part}\n`).join('');

const workload = (...pod: readonly string[]) =>
  lines(
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: controller-manager',
    '  namespace: system',
    'spec:',
    '  template:',
    '    spec:',
    ...pod.map((line) => `      ${line}`),
  );

const PROXY = [
  '- name: kube-rbac-proxy',
  '  image: gcr.io/kubebuilder/kube-rbac-proxy:v0.8.0',
  '  args:',
  '  - "--secure-listen-address=0.0.0.0:8443"',
  '  - "--upstream=http://127.0.0.1:8080/"',
  '  ports:',
  '  - containerPort: 8443',
  '    name: https',
];
const MANAGER = ['- name: manager', '  args:', '  - "--metrics-bind-address=127.0.0.1:8080"'];
const SIDECAR_PATCH = workload('containers:', ...PROXY, ...MANAGER);

const KUSTOMIZATION = lines(
  'resources:',
  '- ../manager',
  'patchesStrategicMerge:',
  '- other_patch.yaml',
  '# Protect the /metrics endpoint by putting it behind auth.',
  '# - manager_auth_proxy_patch.yaml',
  '',
  '# Mount the configuration.',
  '#- manager_config_patch.yaml',
);

const TREE: Readonly<Record<string, string>> = {
  'config/default/kustomization.yaml': KUSTOMIZATION,
  'config/default/other_patch.yaml': workload('hostNetwork: true'),
  'config/manager/kustomization.yaml': 'resources:\n- manager.yaml\n',
  'config/manager/manager.yaml': workload(
    'containers:',
    '- name: manager',
    '  image: a',
    '  command: [/manager]',
  ),
};

function run(patch: string, more: Readonly<Record<string, string>> = {}, parts: DecisionParts = {}) {
  const result = runStep(step, { ...TREE, [PATCH]: patch, ...more }, parts);
  expect(result.again).toEqual([]);
  return result;
}

describe('a patch that nothing applies and that holds the sidecar alone', () => {
  it('goes, with its switched-off entry and what explained that', () => {
    const { text, changed, findings } = run(SIDECAR_PATCH);
    expect(changed).toEqual(['config/default/kustomization.yaml', PATCH]);
    expect(text(PATCH)).toBeUndefined();
    expect(text('config/default/kustomization.yaml')).toBe(
      KUSTOMIZATION.replace(/# Protect.*\n# - .*\n/, ''),
    );
    expect(findings).toEqual([]);
  });

  it.each([
    ['without a part for the manager', workload('containers:', ...PROXY)],
    ['with comments and a separator', `---\n# This patch injects a sidecar.\n${SIDECAR_PATCH}`],
    ['with CRLF', SIDECAR_PATCH.replaceAll('\n', '\r\n')],
  ])('%s', (_, patch) => {
    expect(run(patch).changed).toContain(PATCH);
  });

  it('where the tree is the repository itself', () => {
    const flat = Object.fromEntries(
      Object.entries({ ...TREE, [PATCH]: SIDECAR_PATCH }).map(([path, text]) => [
        path.replace('config/', ''),
        text,
      ]),
    );
    expect(runStep(step, flat).changed).toContain('default/manager_auth_proxy_patch.yaml');
  });

  it('of an adopted manager, too', () => {
    expect(run(SIDECAR_PATCH, {}, { adopted: true }).changed).toContain(PATCH);
  });

  it('a document that speaks of it is named', () => {
    const { findings } = run(SIDECAR_PATCH, { 'docs/metrics.md': 'Apply manager_auth_proxy_patch.yaml.\n' });
    expect(findings).toMatchObject([{ rule: 'auth-proxy-mention', path: 'docs/metrics.md', column: 7 }]);
  });
});

describe('it stays', () => {
  it.each([
    ['Makefile', 'x:\n\tkustomize edit add patch --path manager_auth_proxy_patch.yaml\n'],
    ['hack/deploy.sh', 'sed -i s/#// config/default/manager_auth_proxy_patch.yaml\n'],
    ['.github/workflows/e2e.yaml', 'run: cat manager_auth_proxy_patch.yaml\n'],
  ])('where %s names it', (path, text) => {
    const { changed, findings } = run(SIDECAR_PATCH, { [path]: text });
    expect(changed).toEqual([]);
    expect(findings).toMatchObject([{ rule: 'auth-proxy-role-in-use', level: 'warning', path }]);
  });

  it.each([
    [
      'affinity',
      workload('affinity: {}', 'containers:', ...PROXY, ...MANAGER),
      'spec.template.spec.affinity',
    ],
    ['replicas', SIDECAR_PATCH.replace('spec:\n', 'spec:\n  replicas: 2\n'), 'spec.replicas'],
    ['labels', SIDECAR_PATCH.replace('  namespace:', '  labels: {a: b}\n  namespace:'), 'metadata.labels'],
    [
      'probes',
      workload('containers:', ...PROXY, ...MANAGER, '  livenessProbe: {}'),
      'livenessProbe of container manager',
    ],
    [
      'a third container',
      workload('containers:', ...PROXY, '- name: agent', '  image: b'),
      'image of container agent',
    ],
    [
      'paths of its own',
      SIDECAR_PATCH.replace('/"', '/"\n        - --allow-paths=/metrics'),
      '--allow-paths=/metrics',
    ],
    [
      'another object',
      `${SIDECAR_PATCH}---\napiVersion: v1\nkind: Service\nmetadata: {name: x}\n`,
      'other objects',
    ],
  ])('where it carries %s', (_, patch, what) => {
    const { changed, findings } = run(patch);
    expect(changed).toEqual([]);
    expect(findings).toMatchObject([
      { rule: 'dead-auth-proxy-patch', level: 'note', path: PATCH, message: expect.stringContaining(what) },
    ]);
  });

  it('where some overlay applies it', () => {
    const { changed } = run(SIDECAR_PATCH, {
      'config/local/kustomization.yaml':
        'resources:\n- ../default\npatches:\n- path: ../default/manager_auth_proxy_patch.yaml\n',
    });
    expect(changed).toEqual([]);
  });

  it('where a kustomization names it that does not bring the manager, e.g. from elsewhere', () => {
    const { changed } = run(SIDECAR_PATCH, {
      'config/remote/kustomization.yaml':
        'resources:\n- https://example.org/x?ref=v1\npatches:\n- path: ../default/manager_auth_proxy_patch.yaml\n',
    });
    expect(changed).toEqual([]);
  });

  it.each([
    ['for another workload', SIDECAR_PATCH.replace('name: controller-manager', 'name: other')],
    ['without a sidecar', workload('containers:', ...MANAGER)],
  ])('%s, without a word', (_, patch) => {
    const { changed, findings } = run(patch);
    expect(changed).toEqual([]);
    expect(findings).toEqual([]);
  });
});
