import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.testing.ts';

const TAIL = `	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	if err := mgr.Start(ctrl.SetupSignalHandler()); err != nil {
		setupLog.Error(err, "problem running manager")
		os.Exit(1)
	}
}
`;

const GET = `	_, metricsOptions, err := flags.GetManagerOptions(managerOptions)
	if err != nil {
		setupLog.Error(err, "unable to start manager: invalid flags")
		os.Exit(1)
	}
`;

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

describe('private flag sets', () => {
  it('a set of pflag is registered on as it is (F8)', async () => {
    const main = `package main

import (
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")

func main() {
	fs := pflag.NewFlagSet("manager", pflag.ExitOnError)
	metricsAddr := ":8080"
	fs.StringVar(&metricsAddr, "metrics-addr", metricsAddr, "Address.")
	_ = fs.Parse(os.Args[1:])

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: metricsAddr},
	})
${TAIL}`;
    const { files } = await migrate({ 'main.go': main });
    expect(files['main.go']).toContain(`	managerOptions := flags.ManagerOptions{}
	flags.AddManagerOptions(fs, &managerOptions)
	_ = fs.Parse(os.Args[1:])
`);
  });

  it("a set of Go's own, read by ff, gets the flags copied (F7)", async () => {
    const main = `package main

import (
	"flag"
	"os"

	"github.com/peterbourgon/ff/v3"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")

type config struct {
	MetricsAddr string
	Namespace   string
}

func (c *config) register(fs *flag.FlagSet) {
	fs.StringVar(&c.MetricsAddr, "metrics-addr", ":8080", "Address.")
	fs.StringVar(&c.Namespace, "namespace", "", "Namespace.")
}

func main() {
	fs := flag.NewFlagSet("provider", flag.ExitOnError)
	cfg := &config{}
	cfg.register(fs)
	if err := ff.Parse(fs, os.Args[1:], ff.WithEnvVarNoPrefix()); err != nil {
		os.Exit(1)
	}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: cfg.MetricsAddr},
	})
${TAIL}`;
    const { files } = await migrate({ 'main.go': main });
    expect(files['main.go']).toContain(`type config struct {
	ManagerOptions flags.ManagerOptions
	Namespace      string
}

func (c *config) register(fs *flag.FlagSet) {
	// The flags are registered on a pflag.FlagSet, and copied into this one.
	managerFlags := pflag.NewFlagSet("manager", pflag.ContinueOnError)
	flags.AddManagerOptions(managerFlags, &c.ManagerOptions)
	managerFlags.VisitAll(func(f *pflag.Flag) {
		fs.Var(f.Value, f.Name, f.Usage)
	})
	fs.StringVar(&c.Namespace, "namespace", "", "Namespace.")
}
`);
    expect(files['main.go']).toContain(
      '	if err := ff.Parse(fs, os.Args[1:], ff.WithEnvVarNoPrefix()); err != nil {\n',
    );
    expect(files['main.go']).toContain('flags.GetManagerOptions(cfg.ManagerOptions)');
  });
});

describe('a flag that is the pointer itself', () => {
  it('becomes a variable, registered before parsing', async () => {
    const main = `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var (
	setupLog    = ctrl.Log.WithName("setup")
	metricsAddr = flag.String("metrics-addr", ":8080", "Address.")
)

func main() {
	flag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: *metricsAddr},
	})
${TAIL}`;
    const { files } = await migrate({ 'main.go': main });
    expect(files['main.go']).toContain(`var (
	setupLog       = ctrl.Log.WithName("setup")
	managerOptions flags.ManagerOptions
)

func main() {
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()
`);
  });
});

describe('a default that is computed', () => {
  const main = (value: string) => `package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

const port = 8080

var (
	setupLog    = ctrl.Log.WithName("setup")
	fromEnv     = os.Getenv("ADDR")
	metricsAddr string
)

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ${value}, "Address.")
	pflag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: metricsAddr},
	})
${TAIL}`;

  it.each(['os.Getenv("ADDR")', 'fromEnv', 'fmt.Sprintf(":%s", fromEnv)', '":" + os.Getenv("PORT")'])(
    'is told of: %s',
    async (value) => {
      const { findings } = await migrate({ 'main.go': main(value) });
      const found = findings.filter(({ rule }) => rule === 'computed-flag-default');
      expect(found).toMatchObject([{ level: 'warning', path: 'main.go', line: 21 }]);
      expect(found[0]?.message).toContain('--metrics-addr');
      expect(found[0]?.fix).toContain('--diagnostics-address');
    },
  );

  it.each(['":8080"', 'fmt.Sprintf(":%d", port)', 'metricsAddr'])('says nothing of %s', async (value) => {
    const { findings } = await migrate({ 'main.go': main(value) });
    expect(findings.map(({ rule }) => rule)).not.toContain('computed-flag-default');
  });
});
