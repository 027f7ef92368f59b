import { describeRule } from '../../../test/setup/rule-example.ts';
import { alsoResources, metricsService } from '../../../test/setup/rule-parts.ts';
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
