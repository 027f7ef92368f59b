import { describe, expect, test } from 'vitest';
import { deploymentText, kustomizeTree, runStep } from '../../../test/setup/manager-manifests.ts';
import { step } from './index.ts';

const BASE = deploymentText(
  '- name: manager\n  image: a\n  ports: [{containerPort: 8443, name: metrics, protocol: TCP}]\n',
);
const PROXY = `- args: [--secure-listen-address=0.0.0.0:8443, "--upstream=http://127.0.0.1:8080/"]
  image: p
  name: kube-rbac-proxy
  ports: [{containerPort: 8443, name: https}]
`;
const PORT = '- containerPort: 8443\n    name: metrics\n    protocol: TCP\n';

/** A manager with these lines behind its name, in a copy of another era, once the step ran. */
function portsAfter(lines: string, proxy = PROXY, more = '') {
  const own = `- args: [--metrics-bind-address=127.0.0.1:8080]\n  image: a\n  name: manager\n${lines}`;
  const before = deploymentText(proxy + own + more, 'weaver-controller-manager');
  const { files, again } = runStep(step, kustomizeTree(BASE, '', { 'components.yaml': before }));
  expect(again).toEqual([]);
  return (files['components.yaml'] ?? before).split('name: manager\n')[1]?.split('      serviceAccount')[0];
}

const indented = (text: string) => text.replace(/^(?=.)/gm, '      ');

describe('a copy whose sidecar goes', () => {
  test('gets the port on the manager', () => {
    expect(portsAfter('')).toBe(indented(`  ports:\n  ${PORT}`));
  });

  test('beside others', () => {
    const webhook = '  - containerPort: 9443\n    name: webhook-server\n    protocol: TCP\n';
    expect(portsAfter(`  ports:\n${webhook}`)).toBe(indented(`  ports:\n${webhook}  ${PORT}`));
  });

  test('in the place of the one behind the sidecar, by its number or its name', () => {
    const old = (number: number, name: string) =>
      `  ports:\n  - containerPort: ${number}\n    name: ${name}\n`;
    expect(portsAfter(old(8080, 'prometheus'))).toBe(indented(old(8443, 'prometheus')));
    expect(portsAfter(old(9090, 'metrics'))).toBe(indented(old(8443, 'metrics')));
  });

  test('not twice', () => {
    const there = '  ports: [{containerPort: 8443, name: metrics}]\n';
    expect(portsAfter(there)).toBe(indented(there));
  });

  test('under another name where one is taken by a container that stays', () => {
    const other = '- image: b\n  name: other\n  ports: [{containerPort: 1, name: metrics}]\n';
    expect(portsAfter('', PROXY, other)).toBe(
      indented(`  ports:\n  ${PORT.replace('name: metrics', 'name: metrics-https')}${other}`),
    );
  });

  test('under its own name where only the sidecar had that', () => {
    expect(portsAfter('', PROXY.replace('name: https', 'name: metrics'))).toBe(
      indented(`  ports:\n  ${PORT}`),
    );
  });

  test('nothing where the sidecar has to stay', () => {
    expect(portsAfter('', PROXY.replace('8080/"', '8080/", --client-ca-file=x'))).toBe('');
  });
});
