import { describeRule } from '../../../test/setup/rule-example.ts';
import { alsoResources, metricsService } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'config/rbac/auth_proxy_service.yaml': metricsService('https') },
  at: 'config/rbac/auth_proxy_service.yaml:1',
  near: {
    'config/rbac/kustomization.yaml': alsoResources('auth_proxy_service.yaml'),
    'config/rbac/auth_proxy_service.yaml': metricsService('metrics'),
  },
  repairs: false,
});
