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
  // A constant: there is no flag with which the tokens would be sent in clear text.
  near: {
    'main.go': [
      'SecureServing: secureMetrics,\n\t}\n\tif secureMetrics {\n\t\tmetricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization\n\t}\n',
      'SecureServing: true,\n\t}\n\tmetricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization\n',
    ],
  },
  base: filtersProvider(),
});
