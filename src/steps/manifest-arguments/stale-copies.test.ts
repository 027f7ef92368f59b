import { describe, expect, test } from 'vitest';
import {
  deploymentText,
  KUBEBUILDER,
  kustomizeTree,
  managerSource,
  runStep,
} from '../../../test/setup/manager-manifests.ts';
import { step } from './index.ts';

const ADDRESS = '--diagnostics-address=:8443';
const INSECURE = '--insecure-diagnostics=false';
const BASE = deploymentText('- name: manager\n  image: a\n  args: [--leader-elect]\n');
const COPY = 'components.yaml';

const PROXY = `# in front of the metrics
- args:
  - --secure-listen-address=0.0.0.0:8443
  - --upstream=http://127.0.0.1:8080/
  - --logtostderr=true
  - --v=10
  image: gcr.io/kubebuilder/kube-rbac-proxy:v0.5.0
  name: kube-rbac-proxy
  ports:
  - containerPort: 8443
    name: https
`;

/** A manager with these arguments, in lines of their own. */
function manager(...args: readonly string[]): string {
  const list = args.length > 0 ? `- args:\n${args.map((arg) => `  - ${arg}\n`).join('')}  image` : '- image';
  return `${list}: a\n  name: manager\n  terminationMessagePath: /x\n`;
}

const rendered = (containers: string) => deploymentText(containers, 'weaver-controller-manager');

function run(containers: string, options = {}) {
  const text = rendered(containers);
  const result = runStep(step, kustomizeTree(BASE, '', { [COPY]: text }), options);
  expect(result.again).toEqual([]);
  return { ...result, after: result.files[COPY] };
}

describe('a copy of another era with a sidecar', () => {
  test('loses the container with its comment; the manager serves in its place', () => {
    const { after, findings } = run(
      PROXY + manager('--metrics-bind-address=127.0.0.1:8080', '--leader-elect'),
    );
    expect(after).toBe(rendered(manager(ADDRESS, INSECURE, '--leader-elect')));
    expect(findings).toMatchObject([{ rule: 'stale-rendered-manifest', level: 'note', path: COPY }]);
  });

  test.each([
    ['behind the manager', (proxy: string, own: string) => own + proxy],
    ['in front of it', (proxy: string, own: string) => proxy + own],
  ])('%s', (_, order) => {
    const { after } = run(order(PROXY, manager('--metrics-addr=127.0.0.1:8080')));
    expect(after).toBe(rendered(manager(ADDRESS, INSECURE)));
  });

  test('with CRLF', () => {
    const text = rendered(PROXY + manager('--metrics-addr=127.0.0.1:8080')).replaceAll('\n', '\r\n');
    const { files, again } = runStep(step, kustomizeTree(BASE, '', { [COPY]: text }));
    expect(files[COPY]).toBe(rendered(manager(ADDRESS, INSECURE)).replaceAll('\n', '\r\n'));
    expect(again).toEqual([]);
  });

  test('between brackets', () => {
    const proxy =
      '{name: kube-rbac-proxy, image: p, args: [--secure-listen-address=:8443, "--upstream=http://localhost:8080"]}';
    const own = '{name: manager, image: a, args: [--metrics-addr=localhost:8080]}';
    const inBrackets = (containers: string) =>
      rendered('- x\n').replace('containers:\n      - x\n', `containers: [${containers}]\n`);
    const { files } = runStep(step, kustomizeTree(BASE, '', { [COPY]: inBrackets(`${proxy}, ${own}`) }));
    expect(files[COPY]).toBe(inBrackets(`{name: manager, image: a, args: [${ADDRESS}, ${INSECURE}]}`));
  });

  test('without an old argument the new ones are added: the default port was the sidecar’s', () => {
    expect(run(PROXY + manager('--leader-elect')).after).toBe(
      rendered(manager('--leader-elect', ADDRESS, INSECURE)),
    );
    expect(run(PROXY + manager()).after).toBe(rendered(manager(ADDRESS, INSECURE)));
  });

  test('the insecure pair of an adoption behind the sidecar becomes the secure one', () => {
    const adopted = managerSource({ metricsFlags: [], flagNames: new Set(['diagnostics-address']) });
    const { after } = run(
      PROXY + manager('--diagnostics-address=127.0.0.1:8080', '--v=2', '--insecure-diagnostics'),
      { sources: [adopted] },
    );
    expect(after).toBe(rendered(manager(ADDRESS, INSECURE, '--v=2')));
  });

  test('one that asks where the manager no longer listens is left alone: both are on the same port', () => {
    const { files, findings } = run(PROXY + manager('--diagnostics-address=:8443', '--leader-elect'));
    expect(files[COPY]).toBeUndefined();
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'auth-proxy-kept', level: 'error' }));
  });

  test('a certificate of its own is reported', () => {
    const proxy = PROXY.replace('--v=10', '--tls-cert-file=/tls/tls.crt');
    const { findings } = run(proxy + manager('--metrics-addr=127.0.0.1:8080'));
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'auth-proxy-certificate', level: 'warning', path: COPY, line: 17 }),
    );
  });

  test('a Deployment that nothing reaches is treated alike', () => {
    const old = deploymentText(PROXY + manager('--metrics-addr=127.0.0.1:8080'), 'weaver');
    const { files, again } = runStep(step, kustomizeTree(BASE, '', { 'deploy/all.yaml': old }));
    expect(files['deploy/all.yaml']).toBe(deploymentText(manager(ADDRESS, INSECURE), 'weaver'));
    expect(again).toEqual([]);
  });

  test('metrics filters: the flag keeps its name', () => {
    const { after } = run(PROXY + manager('--metrics-bind-address=127.0.0.1:8080'), {
      decision: KUBEBUILDER,
    });
    expect(after).toBe(rendered(manager('--metrics-bind-address=:8443')));
  });
});

describe('a sidecar that has to stay', () => {
  const guarded = PROXY.replace('--v=10', '--allow-paths=/metrics');

  test('goes on asking where it did, and is an error', () => {
    const { after, findings } = run(guarded + manager('--metrics-bind-address=127.0.0.1:8081', '--v=2'));
    expect(after).toBe(
      rendered(
        guarded + manager('--diagnostics-address=127.0.0.1:8081', '--insecure-diagnostics=true', '--v=2'),
      ),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'auth-proxy-kept',
        level: 'error',
        path: COPY,
        line: 21,
        message: expect.stringContaining('--allow-paths'),
      }),
    );
  });

  test('without an old argument its upstream says where', () => {
    expect(run(guarded + manager('--leader-elect')).after).toBe(
      rendered(
        guarded +
          manager('--leader-elect', '--diagnostics-address=127.0.0.1:8080', '--insecure-diagnostics=true'),
      ),
    );
  });
});
