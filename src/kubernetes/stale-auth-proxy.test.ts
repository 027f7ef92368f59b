import { describe, expect, test } from 'vitest';
import {
  decide,
  deploymentText,
  kustomizeTree,
  managerSource,
  patchText,
  type SourceParts,
} from '../../test/setup/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { isDeadProxyPatch, staleAuthProxies } from './stale-auth-proxy.ts';

const BASE = deploymentText('- name: manager\n  image: a\n  args: [--leader-elect]\n');
const MANAGER = '- args: [--metrics-bind-address=127.0.0.1:8080]\n  image: a\n  name: manager\n';
const PROXY = `- args: [--secure-listen-address=0.0.0.0:8443, "--upstream=http://127.0.0.1:8080/", --v=10]
  image: gcr.io/kubebuilder/kube-rbac-proxy:v0.5.0
  name: kube-rbac-proxy
  ports: [{containerPort: 8443, name: https}]
`;

function manifestsOf(files: Readonly<Record<string, string>>, parts: SourceParts = {}) {
  const source = managerSource(parts);
  const repository = memoryRepository(kustomizeTree(BASE, '', files));
  const manifests = decide(repository, [source])[0]?.manager.manifests;
  if (!manifests) throw new Error('no manager');
  return { manifests, source };
}

/** The sidecars of a rendered copy with these containers. */
function judge(containers: string, parts: SourceParts = {}) {
  const copy = deploymentText(containers, 'weaver-controller-manager');
  const { manifests, source } = manifestsOf({ 'components.yaml': copy }, parts);
  return staleAuthProxies(manifests, source, 8443, { http1: () => true, metricsAlone: () => false });
}

const reasonFor = (containers: string, parts: SourceParts = {}) =>
  judge(containers, parts)[0]?.obstacle?.reason;

describe('staleAuthProxies', () => {
  test('a sidecar in front of the manager’s metrics can go; its ports are known by name and number', () => {
    const [proxy, ...others] = judge(PROXY + MANAGER);
    expect(others).toEqual([]);
    expect(proxy?.obstacle).toBeUndefined();
    expect(proxy?.ports.map(({ name, number }) => [name, number])).toEqual([
      ['https', 8443],
      [undefined, 8443],
    ]);
  });

  test('whole Deployments that nothing reaches count, patches do not', () => {
    const { manifests, source } = manifestsOf({
      'deploy/manager.yaml': deploymentText(PROXY + MANAGER, 'weaver'),
      'config/default/patch.yaml': patchText(PROXY + MANAGER.replace('  image: a\n', '')),
    });
    const found = staleAuthProxies(manifests, source, 8443, { http1: () => true, metricsAlone: () => false });
    expect(found.map((it) => it.workload.path)).toEqual(['deploy/manager.yaml']);
    const dead = manifests.unreached.filter(isDeadProxyPatch);
    expect(dead.map((it) => it.path)).toEqual(['config/default/patch.yaml']);
  });

  test('none, where there is no sidecar', () => {
    expect(judge(MANAGER)).toEqual([]);
  });

  test('the upstream may be what a default or a constant says, or anything where nothing does', () => {
    const silent = MANAGER.replace('[--metrics-bind-address=127.0.0.1:8080]', '[--leader-elect]');
    const flag = { name: 'metrics-addr', path: 'main.go', start: 0, end: 0 };
    const withDefault = (address: string | undefined) => ({
      metricsFlags: [{ ...flag, default: address }],
      constantAddress: undefined,
    });
    expect(reasonFor(PROXY + silent, withDefault('localhost:8080'))).toBeUndefined();
    expect(reasonFor(PROXY + silent, withDefault('localhost:9090'))).toContain('does not serve');
    expect(reasonFor(PROXY + silent, { metricsFlags: [], constantAddress: ':9090' })).toContain('does not');
    expect(reasonFor(PROXY + silent, { metricsFlags: [] })).toBeUndefined();
  });

  test('an upstream that is no local address in plain http never is the manager', () => {
    const elsewhere = PROXY.replace('http://127', 'https://127');
    const silent = MANAGER.replace('[--metrics-bind-address=127.0.0.1:8080]', '[--leader-elect]');
    expect(reasonFor(elsewhere + silent, { metricsFlags: [] })).toContain('does not serve');
  });

  test('an old spelling, or the diagnostics of an adoption behind it, say where the manager listens', () => {
    const passing = (argument: string) => MANAGER.replace('--metrics-bind-address=127.0.0.1:8080', argument);
    expect(reasonFor(PROXY + passing('--metrics-addr=127.0.0.1:8080'))).toBeUndefined();
    expect(reasonFor(PROXY + passing('"--diagnostics-address=${A:=127.0.0.1:8080}"'))).toBeUndefined();
    expect(reasonFor(PROXY + passing('--metrics-addr=127.0.0.1:8081'))).toContain('does not serve');
  });

  const port = (extra: string) => MANAGER.replace('  name: manager\n', `  name: manager\n${extra}`);
  test.each([
    [
      'an argument without equivalent',
      PROXY.replace('--v=10', '--allow-paths=/metrics') + MANAGER,
      '--allow-paths',
    ],
    [
      'no secure address',
      PROXY.replace('--secure-listen-address=0.0.0.0:8443, ', '') + MANAGER,
      'no secure address',
    ],
    ['two of them', PROXY + PROXY.replace('name: kube-rbac-proxy', 'name: second') + MANAGER, 'several'],
    ['an anchor', PROXY.replace('ports: [', 'ports: &ports [') + MANAGER, 'anchor'],
    ['a shell', PROXY + MANAGER.replace(/args: .*/, 'command: [sh, -c, "/manager --leader-elect"]'), 'shell'],
    [
      'a webhook on the port',
      PROXY + port('  ports: [{containerPort: 8443, name: webhook-server}]\n'),
      '8443 belongs',
    ],
    [
      'another container on the port',
      `${PROXY}${MANAGER}- name: other\n  image: b\n  ports: [{containerPort: 8443}]\n`,
      '8443 belongs',
    ],
    [
      'an argument for the port',
      PROXY + MANAGER.replace('[--m', '[--webhook-port, "8443", --m'),
      '--webhook-port=8443',
    ],
  ])('%s keeps it', (_, containers, reason) => {
    expect(reasonFor(containers)).toContain(reason);
  });

  test('the manager’s own port with that number is no obstacle', () => {
    expect(reasonFor(PROXY + port('  ports: [{containerPort: 8443, name: metrics}]\n'))).toBeUndefined();
  });

  test('the obstacle is where its argument stands', () => {
    const [proxy] = judge(PROXY.replace('--v=10', '--client-ca-file=x') + MANAGER);
    expect(proxy?.workload.file.text.slice(proxy.obstacle?.offset)).toMatch(/^--client-ca-file=x/);
  });
});
