import { expect, test } from 'vitest';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import { readWorkloads } from '../kubernetes/read-workloads.ts';
import { runsAnotherBinary } from './foreign-binary.ts';

const RENDERINGS = [
  { name: 'x-controller-manager', deployment: { name: 'controller-manager' } },
] as unknown as readonly DeploymentRendering[];

function isForeign(name: string, argument: string, renderings = RENDERINGS): boolean {
  const text = `kind: Deployment\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: manager, args: ["--leader-elect", "${argument}"]}]}}}\n`;
  const [workload] = readWorkloads({ path: 'a.yaml', text, mode: 0o644 });
  if (!workload) throw new Error('no workload');
  const own = { name: workload.name, container: workload.containers[0] };
  return runsAnotherBinary(own, new Set(['leader-elect']), renderings);
}

test('another name and a flag that the manager does not know: another program', () => {
  expect(isForeign('drift-manager', '--cluster-name=')).toBe(true);
});

test.each([
  '--v=2',
  '--zap-log-level=info',
  '--metrics-addr=:8080',
  '--kubeconfig=/x',
  '--tls-min-version=x',
])('%s may come from a library', (argument) => {
  expect(isForeign('drift-manager', argument)).toBe(false);
});

test.each(['controller-manager', 'x-controller-manager'])('%s is the manager, whatever it passes', (name) => {
  expect(isForeign(name, '--flag-of-former-days')).toBe(false);
});

test('without an overlay there is no name to compare', () => {
  expect(isForeign('drift-manager', '--cluster-name=', [])).toBe(false);
});
