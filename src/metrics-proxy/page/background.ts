import type { GeneratedFiles } from '../generate.ts';
import { needsHaproxy } from '../node-group.ts';
import type { ProxySettings } from '../settings.ts';

/** Why it is done in this way, what it costs, and what else one may choose. */
export function background(settings: ProxySettings, files: GeneratedFiles): readonly string[] {
  return [
    "## Why the components' own addresses are not changed",
    '',
    '`--bind-address=0.0.0.0` for kube-controller-manager and kube-scheduler would listen on every interface of the node. A node with an interface on the',
    'internet then serves them there, authenticated or not ([kubeadm#2244](https://github.com/kubernetes/kubeadm/issues/2244#issuecomment-763294722)).',
    'The default is kept minimal on purpose. The address of the node itself cannot be written there, as all control-plane nodes share one',
    'configuration; a pod can ask for it (`status.hostIP`), and that is what the proxy does.',
    '',
    '## Networks',
    '',
    '- **Firewalls.** A NetworkPolicy does not protect pods in the network of the node: most network plugins ignore them there. Restrict these ports to your',
    `  scrapers with the firewall or security group of the nodes, or with host policies where the plugin has them: ${ports(settings)}.`,
    '- **Scrapers under a default-deny policy** need a rule that lets them out to the nodes:',
    '',
    '  ```yaml',
    ...egress(settings).map((line) => `  ${line}`),
    '  ```',
    '',
    '- **Dual stack.** The proxy listens on the first address of the node, the one that Prometheus discovers.',
    '- **IPv6.** Where the components listen on `::1`, generate with `--loopback ::1`.',
    '- **A port that is taken.** Where a component listens on every address already, its proxy cannot start: it needs none.',
    ...etcd(settings),
    ...passThrough(settings),
    '',
    '## What it costs',
    '',
    `${count(files)} objects in every cluster, which you keep up to date yourself: a namespace, a role and its binding, a ServiceAccount, and for each set of`,
    'nodes a DaemonSet with its configuration. Images are not updated by upgrades of the cluster.',
    '',
    '## Other proxies',
    '',
    'HAProxy is an example. [nginx](https://nginx.org/en/docs/stream/ngx_stream_proxy_module.html) (`stream`),',
    '[Envoy](https://www.envoyproxy.io/docs/envoy/latest/configuration/listeners/network_filters/tcp_proxy_filter) (`tcp_proxy`) and',
    '[Traefik](https://doc.traefik.io/traefik/routing/routers/#configuring-tcp-routers) (TCP routers) pass TLS through as well. Whatever you choose: listen on',
    'the address of the node, do not open the TLS of components that authenticate their clients, and put something that asks the API server before those that do not.',
  ];
}

function ports({ components }: ProxySettings): string {
  return components.map(({ name, port }) => `${port} (${name})`).join(', ');
}

function egress({ components, scraper }: ProxySettings): readonly string[] {
  return [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata:',
    '  name: scrape-system-components',
    `  namespace: ${scraper.namespace}`,
    'spec:',
    '  podSelector: {} # better: the labels of your Prometheus',
    '  policyTypes: [Egress]',
    '  egress:',
    '    - to:',
    '        - ipBlock:',
    '            cidr: 10.0.0.0/8 # the network of your nodes',
    '      ports:',
    ...components.flatMap(({ port }) => ['        - protocol: TCP', `          port: ${port}`]),
  ];
}

function etcd({ components }: ProxySettings): readonly string[] {
  return components.some(({ name }) => name === 'etcd')
    ? [
        '- **etcd** is reached where it runs as a static pod on control-plane nodes (stacked) and serves `--listen-metrics-urls=http://127.0.0.1:2381`, as',
        '  kubeadm sets it. Nodes of an external etcd are not nodes of the cluster.',
      ]
    : [];
}

function passThrough(settings: ProxySettings): readonly string[] {
  if (settings.mode === 'design' || !needsHaproxy(settings)) return [];
  return [
    "- **Paths.** What is passed through encrypted cannot be filtered by path: the component's other endpoints are reachable too, under its own",
    '  authorization. `/healthz`, `/livez` and `/readyz` answer anybody, as the component allows; `/configz` and `/debug/pprof` need rights of their own.',
  ];
}

/** Objects of the kustomization: documents of its resources, and a ConfigMap for each configuration. */
function count(files: GeneratedFiles): number {
  return [...files]
    .filter(([path]) => !path.includes('/') && path !== 'kustomization.yaml')
    .reduce((sum, [path, text]) => sum + (path.endsWith('.cfg') ? 1 : text.split(/^---$/m).length), 0);
}
