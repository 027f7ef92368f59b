import { expect, test } from 'vitest';
import { describeRule, planOf, rightProvider } from '../../../test/setup/rule-example.ts';
import { alsoResources, chart, METRICS_PORT, metricsService } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/rbac/kustomization.yaml': alsoResources('metrics_service.yaml'),
    'config/rbac/metrics_service.yaml': metricsService('https'),
  },
  at: 'config/rbac/metrics_service.yaml:12',
  near: {
    'config/rbac/kustomization.yaml': alsoResources('metrics_service.yaml'),
    'config/rbac/metrics_service.yaml': metricsService('metrics'),
  },
});

test.each([
  ['a name that no container has', 'https', 1],
  ['the name of the secure port', 'metrics', 0],
  ['a value that is a number', '{{ .Values.port }}', 0],
  ['what nobody sees', '{{ include "mosaic.port" . }}', 0],
])('in a chart, a Service for %s', async (_, targetPort, found) => {
  const args = ['--diagnostics-address=:8443'];
  const values = 'port: 8443\n';
  const files = { ...rightProvider(), ...chart({ args, ports: METRICS_PORT, targetPort, values }) };
  const { findings } = (await planOf(files)).inspection;
  const own = findings.filter(({ rule: id }) => id === rule.id).map(({ path, line }) => `${path}:${line}`);
  expect(own).toEqual(Array(found).fill('charts/mosaic/templates/service.yaml:9'));
});

test('in a chart, a Service for a port whose name is the same value', async () => {
  const args = ['--diagnostics-address=:8443'];
  const targetPort = '{{ .Values.portName }}';
  const ports = METRICS_PORT.replace('name: metrics', `name: ${targetPort}`);
  const files = { ...rightProvider(), ...chart({ args, ports, targetPort, values: 'portName: https\n' }) };
  const { findings } = (await planOf(files)).inspection;
  expect(findings.filter(({ rule: id }) => id === rule.id)).toEqual([]);
});
