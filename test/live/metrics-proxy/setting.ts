import { nameInCache } from '../../tools/kubernetes.ts';
import { LiveCluster } from '../../tools/live-cluster.ts';
import { PrivateNetwork, type Server } from '../../tools/network.ts';
import { whyNotLive } from '../requirements.ts';
import type { Clients } from './endpoint.ts';
import { type Manifest, pathOfObject } from './manifests.ts';
import { startNode } from './node.ts';

const BUILT = [
  'kube-apiserver',
  'etcd',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kube-rbac-proxy',
] as const;

/** Why these tests cannot run here, said once on standard error; undefined where they can. */
export async function reasonToSkip(): Promise<string | undefined> {
  const reason = await whyNotLive(['haproxy', 'nft', 'ss'], BUILT.map(nameInCache));
  if (reason !== undefined) console.warn(`metrics-proxy, live: skipped, ${reason}`);
  return reason;
}

/** A cluster with one control-plane node, and two clients. */
export interface Setting {
  readonly network: PrivateNetwork;
  readonly cluster: LiveCluster;
  readonly components: Map<string, Server>;
  /** Starts a second scheduler, on IPv6's loopback address. */
  readonly startOnIpv6: () => Promise<Server>;
  readonly restart: (name: 'kube-controller-manager' | 'kube-proxy') => Promise<void>;
  readonly clients: Clients;
}

export async function openSetting(): Promise<Setting> {
  const network = await PrivateNetwork.open();
  try {
    const cluster = await LiveCluster.start(network);
    const node = await startNode(cluster, network);
    const components = new Map(node.components);
    const clients = {
      reader: await cluster.serviceAccount('observability', 'prometheus-server'),
      stranger: await cluster.serviceAccount('observability', 'stranger'),
    };
    const restart = async (name: 'kube-controller-manager' | 'kube-proxy') => {
      components.set(name, await node.start(name));
    };
    const startOnIpv6 = () => node.start('kube-scheduler', '::1');
    return { network, cluster, components, startOnIpv6, restart, clients };
  } catch (error) {
    await network.close();
    throw error;
  }
}

/** Applies every object: each is checked alone first, as `kubectl apply --dry-run=server` does. */
export async function applyAll(
  cluster: LiveCluster,
  objects: readonly Manifest[],
): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const object of objects) {
    const { status, body } = await cluster.apply(pathOfObject(object), JSON.stringify(object));
    if (status >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${status} ${body}`);
    statuses.push(status);
  }
  return statuses;
}
