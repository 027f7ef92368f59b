import { type DecisionParts, runStep } from '../step-input.testing.ts';
import { step } from './index.ts';

export const PROXY_ROLE = [
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

export const ROLE = PROXY_ROLE.replace('proxy-role', 'manager-role').replace('[tokenreviews]', '[secrets]');

export function binding(name: string, role: string, account = 'controller-manager'): string {
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

export const SERVICE = [
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

export function deployment(
  extra: { args?: readonly string[]; containers?: string; ports?: string } = {},
): string {
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

export const RBAC = [
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
export const LEFT_BEHIND: Readonly<Record<string, string>> = {
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

export function run(changes: Record<string, string> = {}, parts: DecisionParts = {}) {
  return runStep(step, { ...LEFT_BEHIND, ...changes }, parts);
}
