import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'main.go': [
      '\n\tflags.AddManagerOptions',
      '\tfs.String("tls-min-version", "VersionTLS12", "The lowest version.")\n\n\tflags.AddManagerOptions',
    ],
  },
  at: 'main.go:34',
  near: {
    'main.go': [
      '\n\tflags.AddManagerOptions',
      '\tfs.String("tls-max-version", "", "The highest version.")\n\n\tflags.AddManagerOptions',
    ],
  },
});
