import { expect, test } from 'vitest';
import { changed, describeRule, planOf, rightProvider } from '../../../test/setup/rule-example.ts';
import { alsoResources, metricsService } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/manager/manager.yaml': ['DIAGNOSTICS_ADDRESS:=:8443', 'DIAGNOSTICS_ADDRESS:=127.0.0.1:8443'],
  },
  at: 'config/manager/manager.yaml:32',
  level: 'note',
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
