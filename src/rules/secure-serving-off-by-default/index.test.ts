import { describeRule, filtersProvider } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'main.go': ['"metrics-secure", true', '"metrics-secure", false'] },
  at: 'main.go:20',
  near: {
    'main.go': ['"metrics-secure", true', '"metrics-secure", false'],
    'config/manager/manager.yaml': [
      '--metrics-bind-address=:8443"\n',
      '--metrics-bind-address=:8443"\n        - "--metrics-secure=true"\n',
    ],
  },
  base: filtersProvider(),
});
