import { expect, test } from 'vitest';
import { changed, describeRule, planOf, rightProvider } from '../../../test/setup/rule-example.ts';
import { sidecarPatch, withPatch } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'go.mod': ['sigs.k8s.io/cluster-api v1.12.5', 'sigs.k8s.io/cluster-api v1.8.12'],
    'config/manager/manager.yaml': [
      '"--diagnostics-address=${CAPI_DIAGNOSTICS_ADDRESS:=:8443}"\n        - "--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"',
      '"--metrics-bind-addr=:8443"',
    ],
  },
  at: 'config/manager/manager.yaml:32',
  near: {
    'go.mod': ['sigs.k8s.io/cluster-api v1.12.5', 'sigs.k8s.io/cluster-api v1.8.12'],
    'config/manager/manager.yaml': ['"--leader-elect"', '"--leader-elect"\n        - "--metrics-bind-addr="'],
  },
});

const loopback = changed(rightProvider(), {
  'go.mod': ['sigs.k8s.io/cluster-api v1.12.5', 'sigs.k8s.io/cluster-api v1.8.12'],
  'config/manager/manager.yaml': ['"--leader-elect"', '"--metrics-bind-addr=localhost:8080"'],
});

test('is a warning on a loopback address', async () => {
  const { inspection } = await planOf(loopback);
  expect(inspection.findings.map(({ rule: id, level }) => [id, level])).toEqual([[rule.id, 'warning']]);
});

test('is the sidecar’s affair where one takes over', async () => {
  const patched = changed(loopback, {
    'config/default/kustomization.yaml': withPatch('proxy.yaml'),
    'config/default/proxy.yaml': sidecarPatch('quay.io/brancz/kube-rbac-proxy:v0.18.0', 8443, 8080),
  });
  const { inspection } = await planOf(patched);
  expect(inspection.findings.map(({ rule: id }) => id)).toEqual(['sidecar-still-active']);
});
