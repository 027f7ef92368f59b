import { authProxyContainer, haproxyContainer } from './containers.ts';
import { fileOf, indent, scalar } from './lines.ts';
import type { NodeGroup } from './node-group.ts';
import type { ProxySettings } from './settings.ts';
import type { Toleration } from './values.ts';

export const CONTROL_PLANE_LABEL = 'node-role.kubernetes.io/control-plane';

/** The DaemonSet of one set of nodes. */
export function daemonSet(group: NodeGroup, settings: ProxySettings): string {
  const { name, passedThrough, authenticated } = group;
  const containers = [
    ...(passedThrough.length > 0 ? haproxyContainer(passedThrough, settings) : []),
    ...authenticated.flatMap((component) => authProxyContainer(component, settings)),
  ];
  return fileOf([
    ...introduction(group),
    'apiVersion: apps/v1',
    'kind: DaemonSet',
    'metadata:',
    `  name: ${name}`,
    `  namespace: ${settings.namespace}`,
    '  labels:',
    ...indent(labels(name), 4),
    'spec:',
    '  selector:',
    '    matchLabels:',
    ...indent(labels(name), 6),
    '  template:',
    '    metadata:',
    '      labels:',
    ...indent(labels(name), 8),
    '    spec:',
    ...indent(podSpec(group, settings), 6),
    '      containers:',
    ...indent(containers, 8),
    ...(passedThrough.length > 0 ? indent(configVolume(name), 6) : []),
  ]);
}

/** Labels of a DaemonSet and its pods. */
export function labels(name: string): readonly string[] {
  return ['app.kubernetes.io/name: metrics-proxy', `app.kubernetes.io/component: ${name}`];
}

function introduction({ nodes, passedThrough, authenticated }: NodeGroup): readonly string[] {
  const names = [...passedThrough, ...authenticated].map(({ name }) => name).join(', ');
  const where =
    nodes === 'control-plane' ? 'control-plane nodes only: nothing listens elsewhere' : 'every node';
  return [`# Before ${names}, on ${where}.`];
}

function podSpec(group: NodeGroup, settings: ProxySettings): readonly string[] {
  return [
    'serviceAccountName: metrics-proxy',
    ...(group.authenticated.length > 0
      ? []
      : ['# HAProxy asks the API server for nothing.', 'automountServiceAccountToken: false']),
    '# The components listen on the loopback address of the node, which only the network of the node reaches.',
    'hostNetwork: true',
    ...nodeSelector(group, settings),
    ...tolerations(settings.tolerations ?? defaultTolerations(group)),
    'securityContext:',
    '  runAsNonRoot: true',
    '  runAsUser: 65532',
    '  runAsGroup: 65532',
    '  seccompProfile:',
    '    type: RuntimeDefault',
  ];
}

function nodeSelector({ nodes }: NodeGroup, settings: ProxySettings): readonly string[] {
  const pairs = settings.nodeSelector.map(({ key, value }) => `  ${key}: ${JSON.stringify(value)}`);
  const own = nodes === 'control-plane' ? [`  ${CONTROL_PLANE_LABEL}: ""`] : [];
  return own.length + pairs.length === 0 ? [] : ['nodeSelector:', ...own, ...pairs];
}

/** kube-proxy tolerates everything, so what stands before it does too. */
function defaultTolerations({ nodes }: NodeGroup): readonly Toleration[] {
  return nodes === 'control-plane' ? [{ key: CONTROL_PLANE_LABEL, effect: 'NoSchedule' }] : [{}];
}

export function tolerations(list: readonly Toleration[]): readonly string[] {
  return list.length === 0
    ? []
    : ['tolerations:', ...list.flatMap((toleration) => indent(item(toleration), 2))];
}

function item({ key, value, effect }: Toleration): readonly string[] {
  const lines = [
    ...(key === undefined ? [] : [`key: ${key}`]),
    ...(value === undefined ? ['operator: Exists'] : ['operator: Equal', `value: ${scalar(value)}`]),
    ...(effect === undefined ? [] : [`effect: ${effect}`]),
  ];
  return lines.map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`));
}

function configVolume(name: string): readonly string[] {
  return ['volumes:', '  - name: haproxy', '    configMap:', `      name: ${name}`];
}
