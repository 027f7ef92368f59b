import { describeRule, filtersProvider } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'main.go': [
      '\tif secureMetrics {\n\t\tmetricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization\n\t}\n',
      '\tmetricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization\n',
    ],
  },
  at: 'main.go:27',
  near: {},
  base: filtersProvider(),
});
