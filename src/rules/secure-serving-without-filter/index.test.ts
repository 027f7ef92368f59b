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
  near: {},
  base: filtersProvider(),
});
