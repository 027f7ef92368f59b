import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { LiveCluster } from '../../tools/live-cluster.ts';
import { PrivateNetwork } from '../../tools/network.ts';
import { generate, type Manifest, pathOfObject, rendered } from './manifests.ts';
import { applyAll, reasonToSkip } from './setting.ts';

const skip = (await reasonToSkip()) !== undefined;

describe.skipIf(skip)('a real API server', () => {
  let network: PrivateNetwork;
  let cluster: LiveCluster;

  beforeAll(async () => {
    network = await PrivateNetwork.open();
    cluster = await LiveCluster.start(network);
    await makeRestrictedNamespace(cluster);
  });
  afterAll(() => network?.close());

  const variants: readonly (readonly [string, readonly string[]])[] = [
    ['the default', []],
    ['everything', ['--components', 'kube-controller-manager,kube-scheduler,kube-proxy,etcd', ...custom]],
    ['without kube-proxy', ['--components', 'kube-controller-manager,kube-scheduler']],
    ['design', ['--mode', 'design', ...custom]],
  ];

  test.each(variants)('accepts %s: server-side dry run, strict', async (_name, options) => {
    const objects = await rendered(await generate(...options));
    const [namespace, ...others] = [...objects].sort((one) => (one.kind === 'Namespace' ? -1 : 1));
    await applyAll(cluster, namespace ? [namespace] : []);
    for (const object of others) {
      const { status, body } = await cluster.apply(pathOfObject(object), JSON.stringify(object), {
        dryRun: true,
      });
      expect([object.kind, status, status < 300 ? '' : body]).toEqual([object.kind, expect.any(Number), '']);
    }
  });

  test('would not accept a field that it does not know', async () => {
    const objects = await rendered(await generate());
    const found = objects.find(({ kind }) => kind === 'DaemonSet');
    const broken = JSON.stringify(found).replace(
      '"hostNetwork":true',
      '"hostNetwork":true,"hostNetworks":true',
    );
    const { status, body } = await cluster.apply(pathOfObject(found as Manifest), broken, { dryRun: true });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toContain('hostNetworks: field not declared in schema');
  });

  test('admits the pods in their namespace; "restricted" finds nothing but the network of the node', async () => {
    const objects = await rendered(await generate());
    await applyAll(cluster, objects);
    for (const { kind, spec, metadata } of objects) {
      if (kind !== 'DaemonSet') continue;
      const admitted = await createPod(cluster, 'metrics-proxy', spec?.template.spec);
      expect([metadata.name, admitted.status]).toEqual([metadata.name, 201]);
      const refused = await createPod(cluster, 'restricted', spec?.template.spec);
      expect(refused.status).toBe(403);
      const { message } = JSON.parse(refused.body) as { readonly message: string };
      const [, violations = ''] = /violates PodSecurity "restricted:latest": (.*)$/s.exec(message) ?? [];
      expect(violations.replaceAll(/\([^()]*(\([^()]*\))?[^()]*\)/g, '').trim()).toMatch(
        /^host namespaces *, hostPort *$/,
      );
    }
  });

  test('accepts the Secret of the PodMonitor example and the page’s NetworkPolicy', async () => {
    const folder = await generate();
    await cluster.serviceAccount('observability', 'prometheus-server');
    const [secret] = parseAllDocuments(readFileSync(join(folder, 'examples/pod-monitor.yaml'), 'utf8'));
    const page = readFileSync(join(folder, 'expose-metrics.md'), 'utf8');
    const [, policy = ''] = /```yaml\n( +apiVersion: networking[\s\S]*?)```/.exec(page) ?? [];
    const [parsed] = parseAllDocuments(policy);
    const path = (group: string, plural: string, name: string) =>
      `${group}/namespaces/observability/${plural}/${name}`;
    const answers = [
      await cluster.apply(path('/api/v1', 'secrets', 'metrics-reader-token'), String(secret), {
        dryRun: true,
      }),
      await cluster.apply(
        path('/apis/networking.k8s.io/v1', 'networkpolicies', 'scrape-system-components'),
        JSON.stringify(parsed?.toJS()),
        { dryRun: true },
      ),
    ];
    expect(answers.map(({ status, body }) => (status < 300 ? 'accepted' : body))).toEqual([
      'accepted',
      'accepted',
    ]);
  });
});

const custom = [
  ...['--component', 'node-agent=9879,all-nodes', '--component', 'own=9443,tls'],
  ...['--node-selector', 'kubernetes.io/os=linux', '--toleration', 'dedicated=infra:NoSchedule'],
  ...['--toleration', '*', '--requests', 'cpu=0.1', '--limits', 'memory=1Gi,cpu=1'],
];

async function makeRestrictedNamespace(cluster: LiveCluster): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  const metadata = { name: 'restricted', labels };
  await cluster.create('/api/v1/namespaces', { kind: 'Namespace', apiVersion: 'v1', metadata });
  await cluster.serviceAccount('restricted', 'metrics-proxy');
}

function createPod(cluster: LiveCluster, namespace: string, spec: unknown) {
  const pod = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'one' }, spec };
  return cluster.request('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, JSON.stringify(pod));
}
