import type { Component } from './component.ts';
import { portName } from './containers.ts';
import { DESIGN_NAME } from './design-daemon-set.ts';
import { fileOf, indent } from './lines.ts';
import type { ProxySettings } from './settings.ts';

/**
 * Jobs for Prometheus. The components' own pods are discovered, not the proxy's: static pods and kube-proxy have the node's address,
 * which is where the proxy listens, so every series keeps the name of the pod that it is about.
 */
export function scrapeConfig(settings: ProxySettings): string {
  return fileOf([
    '# Jobs for scrape_configs of prometheus.yml. Prometheus needs list and watch on pods, as for any discovery.',
    ...settings.components.flatMap((component) => job(component, settings)),
  ]);
}

function job(component: Component, settings: ProxySettings): readonly string[] {
  return [
    `- job_name: ${component.name}`,
    ...indent([...transport(component, settings), ...discovery(component, settings)], 2),
  ];
}

function transport({ tls }: Component, { mode }: ProxySettings): readonly string[] {
  const authorization = [
    'authorization:',
    '  credentials_file: /var/run/secrets/kubernetes.io/serviceaccount/token',
  ];
  if (mode === 'design') return ['scheme: http', ...(tls ? authorization : [])];
  return [
    'scheme: https',
    ...authorization,
    'tls_config:',
    `  # ${tls ? 'The component' : 'kube-rbac-proxy'} signs its own certificate unless it is given one: then set ca_file and server_name instead.`,
    '  insecure_skip_verify: true',
  ];
}

function discovery(component: Component, settings: ProxySettings): readonly string[] {
  const { namespace, selector } = podsOf(component, settings);
  return [
    'kubernetes_sd_configs:',
    '  - role: pod',
    '    namespaces:',
    `      names: [${namespace}]`,
    '    selectors:',
    '      - role: pod',
    `        label: ${selector}`,
    'relabel_configs:',
    ...indent([...addressRules(component), ...nameRules(component)], 2),
  ];
}

function podsOf(component: Component, settings: ProxySettings): { namespace: string; selector: string } {
  if (component.podLabel) return { namespace: 'kube-system', selector: component.podLabel.join('=') };
  const name = settings.mode === 'design' ? DESIGN_NAME : `metrics-proxy-${component.nodes}`;
  return { namespace: settings.namespace, selector: `app.kubernetes.io/component=${name}` };
}

function addressRules({ port }: Component): readonly string[] {
  return [
    '- source_labels: [__meta_kubernetes_pod_ip]',
    '  regex: (.+:.+)',
    '  target_label: __address__',
    `  replacement: "[$1]:${port}"`,
    '- source_labels: [__meta_kubernetes_pod_ip]',
    '  regex: ([0-9.]+)',
    '  target_label: __address__',
    `  replacement: $1:${port}`,
  ];
}

/** The pod of a custom endpoint is unknown: the proxy's would be a wrong name, so only the node is told. */
function nameRules({ podLabel }: Component): readonly string[] {
  const pod = ['- source_labels: [__meta_kubernetes_pod_name]', '  target_label: pod'];
  const node = ['- source_labels: [__meta_kubernetes_pod_node_name]', '  target_label: node'];
  return podLabel ? [...pod, ...node] : node;
}

/** For the Prometheus operator. It discovers container ports, which only the proxy's pods declare, so names are made of the node's. */
export function podMonitors(settings: ProxySettings): string {
  const groups =
    settings.mode === 'design'
      ? [{ name: DESIGN_NAME, components: settings.components }]
      : (['control-plane', 'all-nodes'] as const).map((nodes) => ({
          name: `metrics-proxy-${nodes}`,
          components: settings.components.filter((component) => component.nodes === nodes),
        }));
  return fileOf([
    ...tokenSecret(settings),
    ...groups
      .filter(({ components }) => components.length > 0)
      .flatMap(({ name, components }) => ['---', ...podMonitor(name, components, settings)]),
  ]);
}

function tokenSecret({ scraper }: ProxySettings): readonly string[] {
  return [
    '# A PodMonitor cannot name a token file: it needs a Secret in its own namespace. This token does not expire.',
    'apiVersion: v1',
    'kind: Secret',
    'metadata:',
    '  name: metrics-reader-token',
    `  namespace: ${scraper.namespace}`,
    '  annotations:',
    `    kubernetes.io/service-account.name: ${scraper.name}`,
    'type: kubernetes.io/service-account-token',
  ];
}

function podMonitor(
  name: string,
  components: readonly Component[],
  settings: ProxySettings,
): readonly string[] {
  return [
    'apiVersion: monitoring.coreos.com/v1',
    'kind: PodMonitor',
    'metadata:',
    `  name: ${name}`,
    `  namespace: ${settings.scraper.namespace}`,
    'spec:',
    '  namespaceSelector:',
    `    matchNames: [${settings.namespace}]`,
    '  selector:',
    '    matchLabels:',
    `      app.kubernetes.io/component: ${name}`,
    '  podMetricsEndpoints:',
    ...components.flatMap((component) => indent(endpoint(component, settings), 4)),
  ];
}

function endpoint(component: Component, { mode }: ProxySettings): readonly string[] {
  const authorization = [
    '  authorization:',
    '    credentials:',
    '      name: metrics-reader-token',
    '      key: token',
  ];
  return [
    `- port: ${portName(component.name)}`,
    `  scheme: ${mode === 'design' ? 'http' : 'https'}`,
    ...(mode === 'secure' || component.tls ? authorization : []),
    ...(mode === 'secure' ? ['  tlsConfig:', '    insecureSkipVerify: true'] : []),
    '  relabelings:',
    ...indent(relabelings(component), 4),
  ];
}

/** kubelet names a static pod after its node; the pods of a DaemonSet end in letters that nobody can know. */
function relabelings({ name, podLabel }: Component): readonly string[] {
  const job = ['- targetLabel: job', `  replacement: ${name}`];
  const node = ['- sourceLabels: [__meta_kubernetes_pod_node_name]', '  targetLabel: node'];
  const pod =
    podLabel?.[0] === 'component'
      ? [
          '- sourceLabels: [__meta_kubernetes_pod_node_name]',
          '  targetLabel: pod',
          `  replacement: ${name}-$1`,
        ]
      : ['- targetLabel: pod', '  replacement: ""'];
  return [...job, ...node, ...pod];
}
