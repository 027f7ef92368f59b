import { describeRule, filtersProvider } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'main.go': ['Metrics: metricsOptions,', 'Metrics: metricsserver.Options{BindAddress: metricsAddr},'],
  },
  at: 'main.go:28',
  near: {},
  base: filtersProvider(),
});
