import { describeRule, filtersProvider } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'main.go': ['Metrics: metricsOptions,', 'Metrics: metricsserver.Options{BindAddress: metricsAddr},'],
  },
  at: 'main.go:28',
  // Another variable on the way.
  near: {
    'main.go': [
      '\tmgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{\n\t\tMetrics: metricsOptions,\n\t})\n',
      '\toptions := ctrl.Options{}\n\toptions.Metrics = metricsOptions\n\tmgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), options)\n',
    ],
  },
  base: filtersProvider(),
});
