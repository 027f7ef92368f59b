import { fileOf } from './lines.ts';
import { needsAuthProxy } from './node-group.ts';
import type { ProxySettings } from './settings.ts';

/** The namespace, with the Pod Security level that hostNetwork needs. */
export function namespace({ namespace: name }: ProxySettings): string {
  return fileOf([
    'apiVersion: v1',
    'kind: Namespace',
    'metadata:',
    `  name: ${name}`,
    '  labels:',
    '    # hostNetwork and host ports are allowed at the privileged level only. In every other respect the pods keep to "restricted".',
    '    pod-security.kubernetes.io/enforce: privileged',
    '    pod-security.kubernetes.io/audit: privileged',
    '    pod-security.kubernetes.io/warn: privileged',
  ]);
}

/** Who may read metrics. */
export function metricsReader({ scraper }: ProxySettings): string {
  return fileOf([
    '# May read /metrics of every component that asks the API server: nothing else.',
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRole',
    'metadata:',
    '  name: metrics-reader',
    'rules:',
    '  - nonResourceURLs:',
    '      - /metrics',
    '    verbs:',
    '      - get',
    '---',
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRoleBinding',
    'metadata:',
    '  name: metrics-reader-binding',
    'roleRef:',
    '  apiGroup: rbac.authorization.k8s.io',
    '  kind: ClusterRole',
    '  name: metrics-reader',
    'subjects:',
    '  - kind: ServiceAccount',
    `    name: ${scraper.name}`,
    `    namespace: ${scraper.namespace}`,
  ]);
}

/** What the proxies run as. */
export function serviceAccount(settings: ProxySettings): string {
  return fileOf([
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata:',
    '  name: metrics-proxy',
    `  namespace: ${settings.namespace}`,
    ...(needsAuthProxy(settings) ? delegation(settings) : []),
  ]);
}

function delegation({ namespace: name }: ProxySettings): readonly string[] {
  return [
    '---',
    '# kube-rbac-proxy creates tokenreviews and subjectaccessreviews. Without this binding it answers 401 to everybody.',
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: ClusterRoleBinding',
    'metadata:',
    '  name: metrics-proxy-auth-delegator',
    'roleRef:',
    '  apiGroup: rbac.authorization.k8s.io',
    '  kind: ClusterRole',
    '  name: system:auth-delegator',
    'subjects:',
    '  - kind: ServiceAccount',
    '    name: metrics-proxy',
    `    namespace: ${name}`,
  ];
}
