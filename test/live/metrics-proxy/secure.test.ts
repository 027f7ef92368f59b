import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../tools/command.ts';
import { kubeRbacProxy } from '../../tools/kubernetes.ts';
import { NODE_ADDRESSES, type Server, waitFor } from '../../tools/network.ts';
import { pathOf } from '../../tools/required.ts';
import { emptyFolder } from '../../tools/tree.ts';
import { matrix, statusOf, textOf } from './endpoint.ts';
import { generate, type Manifest, rendered } from './manifests.ts';
import { commandsOf } from './page.ts';
import { Pod } from './pod.ts';
import { haproxyFile, startProxies } from './proxies.ts';
import { applyAll, openSetting, reasonToSkip, type Setting } from './setting.ts';

const ALL = 'kube-controller-manager,kube-scheduler,kube-proxy,etcd';
const NODE_IP = NODE_ADDRESSES.ipv4;
const url = (port: number, path = '/metrics', host: string = NODE_IP) => `https://${host}:${port}${path}`;

const skip = (await reasonToSkip()) !== undefined;

describe.skipIf(skip)('metrics-proxy before real components', () => {
  let setting: Setting;
  let folder: string;
  let objects: readonly Manifest[];
  let servers: readonly Server[];

  beforeAll(async () => {
    folder = await generate('--components', ALL);
    objects = await rendered(folder);
    setting = await openSetting();
    await applyAll(setting.cluster, objects);
    servers = await startProxies(objects, { ...setting, nodeIp: NODE_IP });
  });
  afterAll(() => setting?.network.close());

  test.each([
    ['kube-controller-manager', 10257, [403, 401, 403, 200]],
    ['kube-scheduler', 10259, [403, 401, 403, 200]],
    ['kube-proxy', 10249, [401, 401, 403, 200]],
    ['etcd', 2381, [401, 401, 403, 200]],
  ])('%s asks who the client is and what it may', async (_name, port, answers) => {
    expect(await matrix(setting.network, url(port), setting.clients)).toEqual(answers);
  });

  test.each([
    ['kube-controller-manager', 10257, 'workqueue_depth'],
    ['kube-scheduler', 10259, 'scheduler_pending_pods'],
    ['kube-proxy', 10249, 'kubeproxy_sync_proxy_rules_'],
    ['etcd', 2381, 'etcd_server_has_leader 1'],
  ])('%s gives its own metrics', async (_name, port, metric) => {
    const text = await textOf(setting.network, url(port), setting.clients.reader);
    expect(text).toContain(metric);
    expect(text.match(/^# TYPE /gm)?.length).toBeGreaterThan(50);
  });

  test.each([
    ['kube-proxy', 10249, '/configz'],
    ['etcd', 2381, '/health'],
  ])('other paths of %s are refused by its proxy', async (_name, port, path) => {
    expect(await statusOf(setting.network, `http://127.0.0.1:${port}${path}`)).toBe(200);
    expect(await statusOf(setting.network, url(port, path), setting.clients.reader)).toBe(404);
  });

  test('other paths of what is passed through have the component’s own authorization', async () => {
    for (const port of [10257, 10259]) {
      expect(await statusOf(setting.network, url(port, '/configz'), setting.clients.reader)).toBe(403);
      expect(await statusOf(setting.network, url(port, '/healthz'))).toBe(200);
    }
  });

  test('plain HTTP gets nowhere', async () => {
    const plain = (port: number) => `http://${NODE_IP}:${port}/metrics`;
    const ask = (port: number) => statusOf(setting.network, plain(port), setting.clients.reader);
    expect([await ask(10257), await ask(10259)]).toEqual(['none', 'none']);
    // Go answers 400 and closes at once: the answer may be lost with the connection.
    expect(['none', 400]).toContain(await ask(10249));
  });

  test('only loopback and the address of the node are listened on', async () => {
    const { stdout } = await setting.network.run('ss', ['-Hltn']);
    const addresses = stdout.split('\n').flatMap((line) => line.split(/\s+/)[3] ?? []);
    const hosts = new Set(addresses.map((address) => address.replace(/:\d+$/, '')));
    expect([...hosts].sort()).toEqual(['127.0.0.1', NODE_IP]);
  });

  test('the page’s own commands work as they stand there, in a pod of the scraper', async () => {
    const [withToken = '', without = ''] = commandsOf(folder);
    const pod = new Pod(setting.network, setting.cluster, setting.clients.reader);
    const metrics = await pod.run('bash', ['-ec', withToken], { NODE_IP });
    expect([metrics.code, metrics.stderr]).toEqual([0, '']);
    for (const name of [
      'workqueue_depth',
      'scheduler_pending_pods',
      'kubeproxy_',
      'etcd_server_has_leader',
    ]) {
      expect(metrics.stdout).toContain(name);
    }
    const statuses = await pod.run('bash', ['-ec', without], { NODE_IP });
    expect(statuses.stdout).toBe('403\n403\n401\n401\n');
  });

  test('a component that is down is an error, and its return is noticed', async () => {
    for (const [name, port, down] of [
      ['kube-controller-manager', 10257, 'none'],
      ['kube-proxy', 10249, 502],
    ] as const) {
      await setting.components.get(name)?.stop();
      expect(await statusOf(setting.network, url(port), setting.clients.reader)).toBe(down);
      await setting.restart(name);
      const back = async () => (await statusOf(setting.network, url(port), setting.clients.reader)) === 200;
      await waitFor(`${name} through its proxy`, back, { seconds: 30 });
    }
  });

  test('the proxies still run: it was they who answered', () => {
    expect(servers.map(({ name }) => name).sort()).toEqual(['etcd', 'haproxy', 'kube-proxy']);
    expect(servers.map(({ exitCode }) => exitCode())).toEqual([undefined, undefined, undefined]);
  });

  test('kube-rbac-proxy stops, too, where NODE_IP is not set', async () => {
    const spec = objects.find(({ metadata }) => metadata.name === 'metrics-proxy-all-nodes')?.spec;
    const args = spec?.template.spec.containers[0]?.args ?? [];
    const pod = new Pod(setting.network, setting.cluster, setting.clients.stranger);
    const result = await pod.run(pathOf(await kubeRbacProxy()), args);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toMatch(/listen tcp.*NODE_IP/);
  });

  test('on a node with an IPv6 address', async () => {
    const nodeIp = NODE_ADDRESSES.ipv6;
    await startProxies(objects, { ...setting, nodeIp });
    for (const [port, answers] of [
      [10257, [403, 401, 403, 200]],
      [10249, [401, 401, 403, 200]],
    ] as const) {
      const address = url(port, '/metrics', `[${nodeIp}]`);
      expect(await matrix(setting.network, address, setting.clients)).toEqual(answers);
    }
  });
});

describe.skipIf(skip)('components that listen on ::1', () => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting();
  });
  afterAll(() => setting?.network.close());

  test('are reached with --loopback ::1, on a node with an IPv6 address', async () => {
    const objects = await rendered(await generate('--loopback', '::1', '--components', 'kube-scheduler'));
    await applyAll(setting.cluster, objects);
    await setting.components.get('kube-scheduler')?.stop();
    await setting.startOnIpv6();
    const nodeIp = NODE_ADDRESSES.ipv6;
    await startProxies(objects, { ...setting, nodeIp });
    const address = url(10259, '/metrics', `[${nodeIp}]`);
    expect(await matrix(setting.network, address, setting.clients)).toEqual([403, 401, 403, 200]);
  });
});

describe.skipIf(skip)('HAProxy and the generated configuration', () => {
  test.each([
    ['secure', []],
    ['secure, components on ::1', ['--loopback', '::1']],
    ['secure, with an endpoint of another kind', ['--component', 'own=9443,tls']],
    ['design', ['--mode', 'design']],
  ])('%s: valid with an address, no start without', async (_name, options) => {
    const objects = await rendered(await generate(...options));
    const config = objects.find(({ kind }) => kind === 'ConfigMap');
    const file = haproxyFile(objects, config?.metadata.name ?? '', emptyFolder());
    const check = async (nodeIp: string | undefined, ...args: string[]) =>
      run('haproxy', [...args, '-f', file], { env: { NODE_IP: nodeIp }, timeout: 10_000 });
    for (const address of [NODE_IP, NODE_ADDRESSES.ipv6]) {
      expect((await check(address, '-c')).code).toBe(0);
    }
    for (const wrong of [undefined, '', '*', '0.0.0.0', '::']) {
      const result = await check(wrong, '-c');
      expect([wrong, result.code]).toEqual([wrong, 1]);
      expect(result.stderr).toContain('NODE_IP must be the address of this node');
      expect((await check(wrong, '-db')).code).toBe(1);
    }
  });

  test('without the guard it would listen on every address', async () => {
    const folder = await generate();
    const guarded = readFileSync(join(folder, 'haproxy-control-plane.cfg'), 'utf8');
    const bare = guarded.replace(/^\.if[\s\S]*?^\.endif$/m, '');
    expect(bare).not.toBe(guarded);
    const file = join(emptyFolder(), 'haproxy.cfg');
    writeFileSync(file, bare);
    const checked = await run('haproxy', ['-c', '-f', file], { env: { NODE_IP: undefined } });
    expect(checked.code).toBe(0);
  });
});
