import { expect, test } from 'vitest';
import { describeRule, planOf, rightProvider } from '../../../test/setup/rule-example.ts';
import { CHART_SIDECAR, chart, sidecarPatch, withPatch } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/default/kustomization.yaml': withPatch('proxy_patch.yaml'),
    'config/default/proxy_patch.yaml': sidecarPatch('quay.io/brancz/kube-rbac-proxy:v0.18.0', 8443, 8080),
    'config/manager/manager.yaml': ['DIAGNOSTICS_ADDRESS:=:8443', 'DIAGNOSTICS_ADDRESS:=127.0.0.1:8080'],
  },
  at: 'config/default/proxy_patch.yaml:10',
  near: {
    'config/default/kustomization.yaml': withPatch('proxy_patch.yaml'),
    'config/default/proxy_patch.yaml': sidecarPatch('quay.io/brancz/kube-rbac-proxy:v0.18.0', 8443, 8080),
    'config/manager/manager.yaml': [
      '"--diagnostics-address=${CAPI_DIAGNOSTICS_ADDRESS:=:8443}"\n        - "--insecure-diagnostics=${CAPI_INSECURE_DIAGNOSTICS:=false}"',
      '"--diagnostics-address=127.0.0.1:8080"\n        - "--insecure-diagnostics"',
    ],
  },
});

const values = 'proxy:\n  repository: gcr.io/kubebuilder/kube-rbac-proxy\n  tag: v0.15.0\n';

test.each([
  ['asks with plain http', '--diagnostics-address=127.0.0.1:8080', 'sidecar-asks-plain-http'],
  ['takes the port', '--diagnostics-address=:8443', 'port-clash-with-sidecar'],
  ['has an image that is gone', '--diagnostics-address=:9443', 'sidecar-image-gone'],
])('one in a chart %s', async (_, argument, expected) => {
  const files = { ...rightProvider(), ...chart({ args: [argument], sidecar: CHART_SIDECAR, values }) };
  const { findings } = (await planOf(files)).inspection;
  const own = findings.filter(({ path }) => path === 'charts/mosaic/templates/deployment.yaml');
  expect(own.map(({ rule: id, line }) => [id, line])).toEqual([[expected, 20]]);
});

test('one that a condition of a chart may leave out is left alone', async () => {
  const sidecar = `      {{- if .Values.proxy.enabled }}\n${CHART_SIDECAR}      {{- end }}\n`;
  const files = { ...rightProvider(), ...chart({ args: ['--v=2'], sidecar, values }) };
  const { findings } = (await planOf(files)).inspection;
  expect(findings.filter(({ rule: id }) => /sidecar/.test(id))).toEqual([]);
});
