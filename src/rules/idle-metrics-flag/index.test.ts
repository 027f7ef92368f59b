import { describeRule } from '../../../test/setup/rule-example.ts';
import { rule } from './index.ts';

describeRule(rule, {
  fault: {
    'main.go': [
      'func main() {\n\tInitFlags(pflag.CommandLine)\n',
      `var metricsBindAddr string\n\nfunc main() {\n\tInitFlags(pflag.CommandLine)\n\tpflag.StringVar(&metricsBindAddr, "metrics-bind-addr", "", "The address.")\n\tif metricsBindAddr != "" {\n\t\tmanagerOptions.DiagnosticsAddress = metricsBindAddr\n\t}\n`,
    ],
  },
  at: 'main.go:46',
  near: {
    'main.go': [
      'func main() {\n\tInitFlags(pflag.CommandLine)\n',
      `var metricsBindAddr string\n\nfunc main() {\n\tInitFlags(pflag.CommandLine)\n\tpflag.StringVar(&metricsBindAddr, "metrics-bind-addr", "", "The address.")\n\t_ = pflag.CommandLine.MarkDeprecated("metrics-bind-addr", "use diagnostics-address")\n`,
    ],
  },
});
