import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeRbacProxy } from '../../tools/kubernetes.ts';
import type { LiveCluster } from '../../tools/live-cluster.ts';
import { type PrivateNetwork, type Server, waitFor } from '../../tools/network.ts';
import { pathOf } from '../../tools/required.ts';
import type { Container, Manifest, PodSpec } from './manifests.ts';
import { Pod } from './pod.ts';

/** Where and for whom the pods of a DaemonSet run. */
export interface ProxySurroundings {
  readonly network: PrivateNetwork;
  readonly cluster: LiveCluster;
  /** The address of the node, as `status.hostIP` would give it. */
  readonly nodeIp: string;
}

/** Runs the containers of every DaemonSet as kubelet would, on a node of the control plane: real programs, the manifests' arguments. */
export async function startProxies(
  objects: readonly Manifest[],
  surroundings: ProxySurroundings,
): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (const { kind, spec } of objects) {
    if (kind !== 'DaemonSet' || !spec) continue;
    for (const container of spec.template.spec.containers) {
      servers.push(await startContainer(container, spec.template.spec, objects, surroundings));
    }
  }
  return servers;
}

/** The configuration of HAProxy as a container sees it, in a file. */
export function haproxyFile(objects: readonly Manifest[], name: string, folder: string): string {
  const config = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
  const text = config?.data?.['haproxy.cfg'];
  if (text === undefined) throw new Error(`there is no ConfigMap ${name}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, text);
  return file;
}

async function startContainer(
  container: Container,
  { volumes = [] }: PodSpec,
  objects: readonly Manifest[],
  { network, cluster, nodeIp }: ProxySurroundings,
): Promise<Server> {
  const token = await cluster.serviceAccount('metrics-proxy', 'metrics-proxy');
  const pod = new Pod(network, cluster, token);
  const [config] = volumes.map(({ configMap }) => haproxyFile(objects, configMap.name, pod.folder));
  const isHaproxy = container.name === 'haproxy';
  const program = isHaproxy ? 'haproxy' : pathOf(await kubeRbacProxy());
  const args = isHaproxy ? haproxyArguments(container, config ?? '') : expanded(container.args ?? [], nodeIp);
  const server = pod.start(container.name, program, args, { NODE_IP: nodeIp });
  const source = nodeIp.includes(':') ? `[${nodeIp}]` : nodeIp;
  for (const { containerPort } of container.ports) {
    const listens = async () =>
      (await network.run('ss', ['-Hltn', 'src', source])).stdout.includes(`:${containerPort} `);
    await waitFor(`${container.name} on ${containerPort}`, listens, { server });
  }
  return server;
}

/** The image's own command is `haproxy -W -db -f <the mounted file>`, where the manifest gives none. */
function haproxyArguments({ command }: Container, file: string): readonly string[] {
  const mounted = '/usr/local/etc/haproxy/haproxy.cfg';
  const [, ...args] = command ?? ['haproxy', '-W', '-db', '-f', mounted];
  return args.map((word) => (word === mounted ? file : word));
}

/** kubelet replaces `$(NODE_IP)`. */
export function expanded(args: readonly string[], nodeIp: string): readonly string[] {
  return args.map((word) => word.replaceAll('$(NODE_IP)', nodeIp));
}
