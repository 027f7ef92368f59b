import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KubernetesProgram, kubernetesProgram } from '../../tools/kubernetes.ts';
import type { LiveCluster } from '../../tools/live-cluster.ts';
import { NODE_ADDRESSES, type PrivateNetwork, type Server, waitFor } from '../../tools/network.ts';
import { pathOf } from '../../tools/required.ts';

/** A node of the control plane, as kubeadm sets it up: its components listen on loopback. */
export interface ControlPlaneNode {
  readonly cluster: LiveCluster;
  readonly network: PrivateNetwork;
  readonly start: (name: KubernetesProgram, loopback?: string) => Promise<Server>;
}

/** Starts kube-controller-manager, kube-scheduler and kube-proxy; etcd serves its metrics already. */
export async function startNode(
  cluster: LiveCluster,
  network: PrivateNetwork,
): Promise<ControlPlaneNode & { readonly components: ReadonlyMap<string, Server> }> {
  await registerNode(cluster);
  const start = (name: KubernetesProgram, loopback = '127.0.0.1') =>
    startComponent(cluster, network, name, loopback);
  const components = new Map<string, Server>();
  for (const name of ['kube-controller-manager', 'kube-scheduler', 'kube-proxy'] as const) {
    components.set(name, await start(name));
  }
  return { cluster, network, start, components };
}

/** kube-proxy opens its port only when its Node has an address. */
async function registerNode(cluster: LiveCluster): Promise<void> {
  const metadata = { name: 'node-1' };
  await cluster.create('/api/v1/nodes', { kind: 'Node', apiVersion: 'v1', metadata });
  const addresses = [{ type: 'InternalIP', address: NODE_ADDRESSES.ipv4 }];
  await cluster.request(
    'PATCH',
    '/api/v1/nodes/node-1/status',
    JSON.stringify({ status: { addresses } }),
    'application/merge-patch+json',
  );
}

const PORTS = { 'kube-controller-manager': 10257, 'kube-scheduler': 10259, 'kube-proxy': 10249 } as const;

async function startComponent(
  cluster: LiveCluster,
  network: PrivateNetwork,
  name: KubernetesProgram,
  loopback: string,
): Promise<Server> {
  const program = pathOf(await kubernetesProgram(name));
  const { folder } = cluster;
  const server = network.start(name, program, argumentsOf(name, cluster, loopback), { folder });
  const port = PORTS[name as keyof typeof PORTS];
  const host = loopback.includes(':') ? `[${loopback}]` : loopback;
  const scheme = name === 'kube-proxy' ? 'http' : 'https';
  const probe = ['--silent', '--insecure', '--fail', `${scheme}://${host}:${port}/healthz`];
  const path = name === 'kube-proxy' ? probe.map((word) => word.replace('/healthz', '/metrics')) : probe;
  await waitFor(name, async () => (await network.run('curl', path)).code === 0, { server });
  return server;
}

function argumentsOf(name: KubernetesProgram, cluster: LiveCluster, loopback: string): readonly string[] {
  const kubeconfig = cluster.kubeconfig(name);
  if (name === 'kube-proxy') return [`--config=${kubeProxyConfig(cluster, kubeconfig)}`, '--v=2'];
  const common = [
    `--bind-address=${loopback}`,
    '--leader-elect=false',
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
  ];
  return name === 'kube-scheduler' ? common : [...common, '--controllers=serviceaccount-controller'];
}

function kubeProxyConfig({ folder }: LiveCluster, kubeconfig: string): string {
  const file = join(folder, 'kube-proxy.json');
  const config = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'nftables',
    hostnameOverride: 'node-1',
    clientConnection: { kubeconfig },
    metricsBindAddress: '127.0.0.1:10249',
    healthzBindAddress: '127.0.0.1:10256',
    // Values that belong to the machine are left alone.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
