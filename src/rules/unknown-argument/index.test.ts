import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'config/manager/manager.yaml': [
      '"--leader-elect"',
      '"--leader-elect"\n        - "--metrics-bind-addr=:8080"',
    ],
  },
  at: 'config/manager/manager.yaml:32',
  near: {
    'go.mod': ['sigs.k8s.io/cluster-api v1.12.5', 'sigs.k8s.io/cluster-api v1.8.12'],
    'config/manager/manager.yaml': ['"--leader-elect"', '"--leader-elect"\n        - "--metrics-bind-addr="'],
  },
});
