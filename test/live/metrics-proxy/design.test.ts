import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NODE_ADDRESSES, waitFor } from '../../tools/network.ts';
import { matrix, statusOf, textOf } from './endpoint.ts';
import { generate, rendered } from './manifests.ts';
import { commandsOf } from './page.ts';
import { Pod } from './pod.ts';
import { startProxies } from './proxies.ts';
import { applyAll, openSetting, reasonToSkip, type Setting } from './setting.ts';

const NODE_IP = NODE_ADDRESSES.ipv4;
const url = (port: number, path = '/metrics') => `http://${NODE_IP}:${port}${path}`;

const skip = (await reasonToSkip()) !== undefined;

describe.skipIf(skip)('metrics-proxy --mode design before real components', () => {
  let setting: Setting;
  let folder: string;

  beforeAll(async () => {
    folder = await generate(
      '--mode',
      'design',
      '--components',
      'kube-controller-manager,kube-scheduler,kube-proxy,etcd',
    );
    const objects = await rendered(folder);
    setting = await openSetting();
    await applyAll(setting.cluster, objects);
    await startProxies(objects, { ...setting, nodeIp: NODE_IP });
  });
  afterAll(() => setting?.network.close());

  test.each([
    ['kube-controller-manager', 10257, [403, 401, 403, 200], 'workqueue_depth'],
    ['kube-scheduler', 10259, [403, 401, 403, 200], 'scheduler_pending_pods'],
    ['kube-proxy', 10249, [200, 200, 200, 200], 'kubeproxy_sync_proxy_rules_'],
    ['etcd', 2381, [200, 200, 200, 200], 'etcd_server_has_leader 1'],
  ])('%s answers as the page says', async (_name, port, answers, metric) => {
    expect(await matrix(setting.network, url(port), setting.clients)).toEqual(answers);
    expect(await textOf(setting.network, url(port), setting.clients.reader)).toContain(metric);
    expect(await statusOf(setting.network, url(port, '/healthz'), setting.clients.reader)).toBe(403);
  });

  test('the page’s own commands work as they stand there', async () => {
    const [withToken = '', without = ''] = commandsOf(folder);
    const pod = new Pod(setting.network, setting.cluster, setting.clients.reader);
    const metrics = await pod.run('bash', ['-ec', withToken], { NODE_IP });
    expect([metrics.code, metrics.stderr]).toEqual([0, '']);
    expect(metrics.stdout).toContain('workqueue_depth');
    expect((await pod.run('bash', ['-ec', without], { NODE_IP })).stdout).toBe('403\n403\n200\n200\n');
  });

  test('a component that is down is 503, and its return is noticed', async () => {
    const ask = () => statusOf(setting.network, url(10249));
    await setting.components.get('kube-proxy')?.stop();
    await waitFor('503', async () => (await ask()) === 503, { seconds: 30 });
    await setting.restart('kube-proxy');
    await waitFor('200', async () => (await ask()) === 200, { seconds: 30 });
  });
});
