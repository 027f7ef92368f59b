import type { Component } from './component.ts';
import { address } from './haproxy-config.ts';
import { indent } from './lines.ts';
import type { ProxySettings } from './settings.ts';
import type { Quantities } from './values.ts';

const NODE_IP: readonly string[] = [
  '- name: NODE_IP',
  '  valueFrom:',
  '    fieldRef:',
  '      # The first address of a dual-stack node: the one that Prometheus discovers.',
  '      fieldPath: status.hostIP',
];

/** HAProxy before the components that authenticate themselves. */
export function haproxyContainer(
  components: readonly Component[],
  { haproxyImage, requests, limits }: ProxySettings,
): readonly string[] {
  return [
    '- name: haproxy',
    `  image: ${haproxyImage}`,
    '  command: [haproxy, -W, -db, -f, /usr/local/etc/haproxy/haproxy.cfg]',
    '  env:',
    ...indent(NODE_IP, 4),
    '  ports:',
    ...components.flatMap((component) => indent(portOf(component), 4)),
    ...indent(readiness(components), 2),
    ...indent(resources(requests, limits), 2),
    ...indent(confined, 2),
    '  volumeMounts:',
    '    - name: haproxy',
    '      mountPath: /usr/local/etc/haproxy',
    '      readOnly: true',
  ];
}

/**
 * kube-rbac-proxy before a component that asks nobody for anything. Go takes brackets around an IPv4 address too, so one text serves
 * both families. With NODE_IP unset the text stays as it is, which is no address: kube-rbac-proxy stops.
 */
export function authProxyContainer(
  component: Component,
  { authProxyImage, loopback, requests, limits }: ProxySettings,
): readonly string[] {
  return [
    `- name: ${component.name}`,
    `  image: ${authProxyImage}`,
    '  args:',
    `    - --secure-listen-address=[$(NODE_IP)]:${component.port}`,
    `    - --upstream=http://${address(loopback, component.port)}/`,
    '    - --allow-paths=/metrics',
    '  env:',
    ...indent(NODE_IP, 4),
    '  ports:',
    ...indent(portOf(component), 4),
    ...indent(resources(requests, limits), 2),
    ...indent(confined, 2),
  ];
}

/** Names of ports are 15 characters at most: kubeadm's names are shortened as the design document does. */
export function portName(name: string): string {
  return name === 'kube-controller-manager' ? 'kube-ctrl-mgr' : name;
}

export function portOf({ name, port }: Component): readonly string[] {
  return [`- name: ${portName(name)}`, `  containerPort: ${port}`, '  protocol: TCP'];
}

/**
 * HAProxy answers, whatever the component does: it must not be restarted because the component is down. kube-rbac-proxy has no such
 * probe: each would be a failed handshake in its log.
 */
function readiness([component]: readonly Component[]): readonly string[] {
  if (!component) return [];
  return ['readinessProbe:', '  tcpSocket:', `    port: ${portName(component.name)}`, '  periodSeconds: 30'];
}

export function resources(requests: Quantities, limits: Quantities): readonly string[] {
  const part = (title: string, quantities: Quantities) =>
    quantities.length === 0
      ? []
      : [
          `  ${title}:`,
          ...quantities.map(([resource, quantity]) => `    ${resource}: ${JSON.stringify(quantity)}`),
        ];
  const lines = [...part('requests', requests), ...part('limits', limits)];
  return lines.length === 0 ? [] : ['resources:', ...lines];
}

const confined: readonly string[] = [
  'securityContext:',
  '  allowPrivilegeEscalation: false',
  '  readOnlyRootFilesystem: true',
  '  capabilities:',
  '    drop: [ALL]',
];
