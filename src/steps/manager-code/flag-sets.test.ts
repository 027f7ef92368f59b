import { describe, expect, it } from 'vitest';
import { GET, TAIL } from './flag-sets.testing.ts';
import { migrate } from './migrate.testing.ts';

describe('pflag, registered by a function (F1)', () => {
  const main = `package main

import (
	"flag"
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var (
	setupLog = ctrl.Log.WithName("setup")

	// flags.
	metricsBindAddr      string
	enableLeaderElection bool
)

// InitFlags initializes the flags.
func InitFlags(fs *pflag.FlagSet) {
	fs.StringVar(&metricsBindAddr, "metrics-bind-addr", "localhost:8080",
		"The address the metric endpoint binds to.")
	fs.BoolVar(&enableLeaderElection, "leader-elect", false, "Enable leader election.")
}

func main() {
	InitFlags(pflag.CommandLine)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{
			BindAddress: metricsBindAddr,
		},
		LeaderElection: enableLeaderElection,
	})
${TAIL}`;

  it('keeps the variable in its place, registers in the place of the old flag', async () => {
    const { files } = await migrate({ 'main.go': main });
    expect(files['main.go']).toBe(`package main

import (
	"flag"
	"os"

	"github.com/spf13/pflag"
	"sigs.k8s.io/cluster-api/util/flags"
	ctrl "sigs.k8s.io/controller-runtime"
)

var (
	setupLog = ctrl.Log.WithName("setup")

	// flags.
	managerOptions       flags.ManagerOptions
	enableLeaderElection bool
)

// InitFlags initializes the flags.
func InitFlags(fs *pflag.FlagSet) {
	flags.AddManagerOptions(fs, &managerOptions)
	fs.BoolVar(&enableLeaderElection, "leader-elect", false, "Enable leader election.")
}

func main() {
	InitFlags(pflag.CommandLine)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()

${GET}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:        *metricsOptions,
		LeaderElection: enableLeaderElection,
	})
${TAIL}`);
  });

  it('needs one line only with the API of Cluster API 1.6 and 1.7', async () => {
    const { files } = await migrate(
      { 'main.go': main },
      { api: 'diagnostics-options', registersMetricsBindAddr: true },
    );
    expect(files['main.go']).toContain('	diagnosticsOptions   flags.DiagnosticsOptions\n');
    expect(files['main.go']).toContain('	flags.AddDiagnosticsOptions(fs, &diagnosticsOptions)\n');
    expect(files['main.go']).toContain(
      '		Metrics:        flags.GetDiagnosticsOptions(diagnosticsOptions),\n',
    );
    expect(files['main.go']).not.toContain('metrics/server"');
    expect(files['main.go']).not.toContain('invalid flags');
  });

  it('keeps the old flag, deprecated and ignored, where asked to', async () => {
    const { files } = await migrate({ 'main.go': main }, { keepFlags: true });
    expect(files['main.go']).toContain(`	flags.AddManagerOptions(fs, &managerOptions)
	fs.String("metrics-bind-addr", "", "Ignored: see --diagnostics-address.")
	_ = fs.MarkDeprecated("metrics-bind-addr", "it is ignored, use --diagnostics-address")
	fs.BoolVar(`);
    const same = await migrate({ 'main.go': main }, { keepFlags: true, registersMetricsBindAddr: true });
    expect(same.files['main.go']).not.toContain('MarkDeprecated');
  });

  it('changes nothing in its own result', async () => {
    for (const api of ['manager-options', 'diagnostics-options'] as const) {
      const { files } = await migrate({ 'main.go': main }, { api });
      expect((await migrate(files, { api })).changes).toEqual([]);
    }
  });

  it('keeps CRLF', async () => {
    const { files } = await migrate({ 'main.go': main.replaceAll('\n', '\r\n') });
    const plain = await migrate({ 'main.go': main });
    expect(files['main.go']).toBe(plain.files['main.go']?.replaceAll('\n', '\r\n'));
  });
});

describe("Go's flag package, parsed by itself (F2)", () => {
  const main = (parse: string, more = '') => `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")

func main() {
	var metricsAddr string
	var enableLeaderElection bool
	flag.StringVar(&metricsAddr, "metrics-addr", ":8080", "The address the metric endpoint binds to.")
	flag.BoolVar(&enableLeaderElection, "leader-elect", false, "Enable leader election.")
	opts := zap.Options{}
	opts.BindFlags(flag.CommandLine)
${parse}
${more}	ctrl.SetLogger(zap.New(zap.UseFlagOptions(&opts)))

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:        server.Options{BindAddress: metricsAddr},
		LeaderElection: enableLeaderElection,
	})
${TAIL}`;

  it('is parsed by pflag afterwards, with the flags of Go merged in last', async () => {
    const { files } = await migrate({ 'main.go': main('	flag.Parse()') });
    expect(files['main.go']).toContain(`	var managerOptions flags.ManagerOptions
	var enableLeaderElection bool
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	flag.BoolVar(`);
    expect(files['main.go']).toContain(`	opts.BindFlags(flag.CommandLine)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()
`);
    expect(files['main.go']).toContain('	"github.com/spf13/pflag"\n');
  });

  it('keeps the old flag on the set of Go where asked to', async () => {
    const { files } = await migrate({ 'main.go': main('	flag.Parse()') }, { keepFlags: true });
    expect(files['main.go']).toContain(`	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	flag.String("metrics-addr", "", "Ignored: see --diagnostics-address.")
`);
    expect(files['main.go']).not.toContain('MarkDeprecated');
  });

  it('keeps the arguments of a parse of its own', async () => {
    const { files } = await migrate({ 'main.go': main('	flag.CommandLine.Parse(os.Args[1:])') });
    expect(files['main.go']).toContain(`	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.CommandLine.Parse(os.Args[1:])
`);
  });

  it('keeps the check around a parse', async () => {
    const parse = '	if err := flag.CommandLine.Parse(os.Args[1:]); err != nil {\n		os.Exit(2)\n	}';
    const { files } = await migrate({ 'main.go': main(parse) });
    expect(files['main.go']).toContain(`	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	if err := pflag.CommandLine.Parse(os.Args[1:]); err != nil {
`);
  });

  it('asks pflag for what is left on the command line', async () => {
    const more = '	if flag.NArg() > 0 {\n		flag.Usage()\n		panic(flag.Args()[0])\n	}\n';
    const { files } = await migrate({ 'main.go': main('	flag.Parse()', more) });
    expect(files['main.go']).toContain(
      'if pflag.NArg() > 0 {\n		pflag.Usage()\n		panic(pflag.Args()[0])',
    );
  });
});

describe("Go's flag package, merged into pflag (F3)", () => {
  it('registers on the command line of pflag and leaves parsing alone', async () => {
    const main = `package main

import (
	"flag"
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")

func main() {
	var metricsAddr string
	flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "The address the metric endpoint binds to.")
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: metricsserver.Options{BindAddress: metricsAddr}})
${TAIL}`;
    const { files } = await migrate({ 'main.go': main });
    expect(files['main.go']).toContain(`	var managerOptions flags.ManagerOptions
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()

${GET}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: *metricsOptions})
`);
  });
});

describe('pflag inline', () => {
  const main = (importLine: string, name: string, register: string) => `package main

import (
	"os"

	${importLine}
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")

func main() {
	var (
		metricsAddr string
		namespace   string
	)
	${register}
	${name}.StringVar(&namespace, "namespace", "", "Namespace to watch.")
	${name}.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: metricsAddr},
	})
${TAIL}`;

  it('through a variable (F4)', async () => {
    const register = `fs := pflag.CommandLine
	fs.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Address.")`;
    const { files } = await migrate({ 'main.go': main('"github.com/spf13/pflag"', 'pflag', register) });
    expect(files['main.go']).toContain(
      '	fs := pflag.CommandLine\n	flags.AddManagerOptions(fs, &managerOptions)\n',
    );
    expect(files['main.go']).toContain(
      '		managerOptions flags.ManagerOptions\n		namespace      string\n',
    );
  });

  it('under the name flag (F5)', async () => {
    const register = 'flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Address.")';
    const { files } = await migrate({ 'main.go': main('flag "github.com/spf13/pflag"', 'flag', register) });
    expect(files['main.go']).toContain('	flags.AddManagerOptions(flag.CommandLine, &managerOptions)\n');
    expect(files['main.go']?.match(/spf13\/pflag/g)).toHaveLength(1);
  });
});
