import { expect, test } from 'vitest';
import {
  changed,
  describeRule,
  filtersProvider,
  planOf,
  rightProvider,
} from '../../../test/setup/rule-example.ts';
import { alsoResources, chart, metricsService } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/manager/manager.yaml': ['DIAGNOSTICS_ADDRESS:=:8443', 'DIAGNOSTICS_ADDRESS:=127.0.0.1:8443'],
  },
  at: 'config/manager/manager.yaml:32',
  level: 'note',
  repairs: false,
  near: {
    'config/manager/manager.yaml': ['DIAGNOSTICS_ADDRESS:=:8443', 'DIAGNOSTICS_ADDRESS:=0.0.0.0:8443'],
  },
});

test('is a warning where a Service is there for the metrics', async () => {
  const { inspection } = await planOf(
    changed(rightProvider(), {
      'config/manager/manager.yaml': ['DIAGNOSTICS_ADDRESS:=:8443', 'DIAGNOSTICS_ADDRESS:=127.0.0.1:8443'],
      'config/rbac/kustomization.yaml': alsoResources('metrics_service.yaml'),
      'config/rbac/metrics_service.yaml': metricsService('metrics'),
    }),
  );
  expect(inspection.findings.map(({ rule: id, level }) => [id, level])).toEqual([[rule.id, 'warning']]);
});

test.each([
  ['a literal', '--diagnostics-address=localhost:8443', '', 'charts/mosaic/templates/deployment.yaml:19'],
  [
    'a default of the values',
    '--diagnostics-address={{ .Values.address }}',
    'address: 127.0.0.1:8443\n',
    'charts/mosaic/values.yaml:2',
  ],
])('is found in a chart: %s', async (_, argument, values, at) => {
  const { inspection } = await planOf({ ...rightProvider(), ...chart({ args: [argument], values }) });
  const own = inspection.findings.filter(({ rule: id }) => id === rule.id);
  expect(own.map(({ path, line, level }) => [`${path}:${line}`, level])).toEqual([[at, 'warning']]);
});

test('a condition in a chart may say otherwise', async () => {
  const args = [
    '--v=2\n        {{- if .Values.dev }}',
    '--diagnostics-address=localhost:8443\n        {{- end }}',
  ];
  const { inspection } = await planOf({ ...rightProvider(), ...chart({ args }) });
  expect(inspection.findings.filter(({ rule: id }) => id === rule.id)).toEqual([]);
});

test('goes with the rest where the manager only becomes secure', async () => {
  const { inspection } = await planOf(
    changed(filtersProvider(), {
      'main.go': ['\t\tSecureServing: secureMetrics,\n', ''],
      'config/manager/manager.yaml': ['address=:8443', 'address=127.0.0.1:8080'],
    }),
  );
  const own = inspection.findings.filter(({ rule: id }) => id === rule.id);
  expect(own.map(({ repairedBy }) => repairedBy?.[0])).toEqual(['manifest-arguments']);
});
