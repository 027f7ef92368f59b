import { describeRule } from '../../../test/setup/rule-example.ts';
import { alsoResources, metricsService } from '../../../test/setup/rule-parts.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/manager/manager.yaml': [
      '        ports:\n        - containerPort: 8443\n          name: metrics\n          protocol: TCP\n',
      '',
    ],
  },
  at: 'config/manager/manager.yaml:31',
  near: {
    'config/manager/manager.yaml': [
      '        ports:\n        - containerPort: 8443\n          name: metrics\n          protocol: TCP\n',
      '',
    ],
    'config/rbac/kustomization.yaml': alsoResources('metrics_service.yaml'),
    'config/rbac/metrics_service.yaml': metricsService('8443'),
  },
});
