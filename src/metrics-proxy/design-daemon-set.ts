import { portOf, resources } from './containers.ts';
import { CONTROL_PLANE_LABEL, labels, tolerations } from './daemon-set.ts';
import { fileOf, indent } from './lines.ts';
import type { ProxySettings } from './settings.ts';

export const DESIGN_NAME = 'metrics-proxy';

/** The one DaemonSet of the design document, on every node. */
export function designDaemonSet(settings: ProxySettings): string {
  return fileOf([
    "# As in the design document, on every node: on workers the control plane's backends are down and answer 503.",
    '# Left out: its variable TOKEN. Kubernetes never expands "$(cat …)", and nothing reads it.',
    'apiVersion: apps/v1',
    'kind: DaemonSet',
    'metadata:',
    `  name: ${DESIGN_NAME}`,
    `  namespace: ${settings.namespace}`,
    'spec:',
    '  selector:',
    '    matchLabels:',
    ...indent(labels(DESIGN_NAME), 6),
    '  template:',
    '    metadata:',
    '      labels:',
    ...indent(labels(DESIGN_NAME), 8),
    '    spec:',
    ...indent(podSpec(settings), 6),
  ]);
}

function podSpec(settings: ProxySettings): readonly string[] {
  const byDefault = [{ key: CONTROL_PLANE_LABEL, effect: 'NoSchedule' }];
  const pairs = settings.nodeSelector.map(({ key, value }) => `  ${key}: ${JSON.stringify(value)}`);
  return [
    'serviceAccountName: metrics-proxy',
    'automountServiceAccountToken: false',
    ...(pairs.length > 0 ? ['nodeSelector:', ...pairs] : []),
    ...tolerations(settings.tolerations ?? byDefault),
    'hostNetwork: true',
    'containers:',
    ...indent(container(settings), 2),
    'volumes:',
    '  - name: haproxy-config',
    '    configMap:',
    `      name: ${DESIGN_NAME}`,
  ];
}

function container({ components, haproxyImage, requests, limits }: ProxySettings): readonly string[] {
  return [
    '- name: haproxy',
    `  image: ${haproxyImage}`,
    '  env:',
    '    - name: NODE_IP',
    '      valueFrom:',
    '        fieldRef:',
    '          apiVersion: v1',
    '          fieldPath: status.hostIP',
    '  ports:',
    ...components.flatMap((component) => indent(portOf(component), 4)),
    ...indent(resources(requests, limits), 2),
    '  volumeMounts:',
    '    - mountPath: /usr/local/etc/haproxy',
    '      name: haproxy-config',
  ];
}
