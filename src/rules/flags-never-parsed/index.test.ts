import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'main.go': ['\tpflag.CommandLine.AddGoFlagSet(flag.CommandLine)\n\tpflag.Parse()\n', '\tflag.Parse()\n'],
  },
  at: 'main.go:35',
  // Copied into the set that is parsed: read all the same.
  near: {
    'main.go': [
      '\tpflag.CommandLine.AddGoFlagSet(flag.CommandLine)\n\tpflag.Parse()\n',
      '\tpflag.CommandLine.VisitAll(func(f *pflag.Flag) { flag.Var(f.Value, f.Name, f.Usage) })\n\tflag.Parse()\n',
    ],
  },
});
