import { describeRule, filtersProvider } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'main.go': [
      '\tif secureMetrics {\n\t\tmetricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization\n\t}\n',
      '',
    ],
  },
  at: 'main.go:20',
  // A filter of one's own is one.
  near: {
    'main.go': [
      'metricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization',
      'metricsOptions.FilterProvider = ownFilter',
    ],
  },
  base: filtersProvider(),
});
