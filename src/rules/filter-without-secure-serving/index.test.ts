import { describeRule, filtersProvider } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: { 'main.go': ['\t\tSecureServing: secureMetrics,\n', ''] },
  at: 'main.go:27',
  near: {
    'main.go': [
      '\t\tSecureServing: secureMetrics,\n\t}\n',
      '\t}\n\tmetricsOptions.SecureServing = secureMetrics\n',
    ],
  },
  base: filtersProvider(),
});
