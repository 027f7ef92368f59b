import { describe, expect, it } from 'vitest';
import { migrate, refusalOf } from './migrate.testing.ts';

const HEAD = `package main

import (
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")
`;

const make = (address: string) => `	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: ${address}},
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
`;

const made = (options: string) => `	_, metricsOptions, err := flags.GetManagerOptions(${options})
	if err != nil {
		setupLog.Error(err, "unable to start manager: invalid flags")
		os.Exit(1)
	}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: *metricsOptions,
	})
`;

async function migrated(main: string): Promise<string> {
  const { files } = await migrate({ 'main.go': HEAD + main });
  return files['main.go'] ?? '';
}

describe('the address on its way', () => {
  it('in a field of a struct whose variable has the name of its type', async () => {
    const text = await migrated(`
type config struct {
	metricsAddr, probeAddr string
	leaderElect            bool
}

func newConfig() *config {
	return &config{leaderElect: true}
}

func initFlags(fs *pflag.FlagSet, config *config) {
	fs.StringVar(&config.metricsAddr, "metrics-bind-address", ":8080", "Address.")
	fs.StringVar(&config.probeAddr, "probe", ":8081", "Address.")
}

func main() {
	config := newConfig()
	initFlags(pflag.CommandLine, config)
	pflag.Parse()

${make('config.metricsAddr')}}
`);
    expect(text).toContain(`type config struct {
	probeAddr      string
	managerOptions flags.ManagerOptions
	leaderElect    bool
}
`);
    expect(text).toContain('	flags.AddManagerOptions(fs, &config.managerOptions)\n');
    expect(text).toContain(made('config.managerOptions'));
  });

  it('through a parameter and a field of options that main fills', async () => {
    const text = await migrated(`
type options struct {
	// Where metrics are served.
	MetricsAddr string
	LeaderElect bool
}

func run(leaderElect bool, metricsAddr, probeAddr string) {
	start(options{MetricsAddr: metricsAddr, LeaderElect: leaderElect})
	setupLog.Info(probeAddr)
}

func start(opts options) {
${make('opts.MetricsAddr')}}

func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	run(true, metricsAddr, ":8081")
}
`);
    expect(text).toContain('	ManagerOptions flags.ManagerOptions\n	LeaderElect    bool\n');
    expect(text).toContain(
      'func run(leaderElect bool, managerOptions flags.ManagerOptions, probeAddr string) {\n',
    );
    expect(text).toContain('	start(options{ManagerOptions: managerOptions, LeaderElect: leaderElect})\n');
    expect(text).toContain(made('opts.ManagerOptions'));
    expect(text).toContain(`	var managerOptions flags.ManagerOptions
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.Parse()
	run(true, managerOptions, ":8081")
`);
  });

  it.each([
    ['opts := struct{ metricsAddr string }{}', 'opts := struct{ managerOptions flags.ManagerOptions }{}'],
    ['var opts struct{ metricsAddr string }', 'var opts struct{ managerOptions flags.ManagerOptions }'],
    [
      'opts := struct {\n		metricsAddr string\n		probeAddr   string\n	}{metricsAddr: ":8080"}',
      'opts := struct {\n		managerOptions flags.ManagerOptions\n		probeAddr      string\n	}{}',
    ],
  ])('in a field of a struct without a name: %s', async (declared, expected) => {
    const text = await migrated(`
func main() {
	${declared}
	pflag.StringVar(&opts.metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('opts.metricsAddr')}}
`);
    expect(text).toContain(`	${expected}
	flags.AddManagerOptions(pflag.CommandLine, &opts.managerOptions)
`);
    expect(text).toContain(made('opts.managerOptions'));
  });

  it('by assignment from one variable to another', async () => {
    const text = await migrated(`
type config struct{ metricsAddr string }

var cfg config

func main() {
	address := ":8080"
	pflag.StringVar(&address, "metrics-addr", address, "Address.")
	pflag.Parse()
	cfg.metricsAddr = address
	metricsAddr := cfg.metricsAddr

${make('metricsAddr')}}
`);
    expect(text).toContain('type config struct{ managerOptions flags.ManagerOptions }\n');
    expect(text).toContain(`	capiManagerOptions := flags.ManagerOptions{}
	flags.AddManagerOptions(pflag.CommandLine, &capiManagerOptions)
	pflag.Parse()
	cfg.managerOptions = capiManagerOptions
	managerOptions := cfg.managerOptions
`);
  });
});

describe('an address that is only logged beside', () => {
  it.each([
    ['setupLog.Info("starting", "metrics-addr", metricsAddr)'],
    ['setupLog.V(1).Info("starting", "metrics-addr", metricsAddr)'],
    ['ctrl.Log.WithValues("metrics-addr", metricsAddr).Info("starting")'],
  ])('goes: %s', async (call) => {
    const text = await migrated(`
func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	${call}

${make('metricsAddr')}}
`);
    expect(text).toContain(`	var managerOptions flags.ManagerOptions
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.Parse()
	${call.replace('metricsAddr', 'managerOptions.DiagnosticsAddress')}
`);
    expect(text).not.toContain('metricsAddr');
  });

  it.each(['log', 'k8s.io/klog/v2'])('goes, from a field and a pointer that %s prints', async (path) => {
    const log = path.includes('klog') ? 'klog' : 'log';
    const imported = HEAD.replace('	"os"\n', `	"os"\n	"${path}"\n`);
    const { files, findings } = await migrate({
      'main.go': `${imported}
type config struct{ addr *string }

func main() {
	c := config{addr: pflag.String("metrics-addr", ":8080", "Address.")}
	pflag.Parse()
	${log}.Printf("at %s", *c.addr)

${make('*c.addr')}}
`.replaceAll('klog.Printf', 'klog.Infof'),
    });
    expect(files['main.go']).toContain('"at %s", c.managerOptions.DiagnosticsAddress)\n');
    expect(findings.map(({ rule }) => rule)).not.toContain('metrics-flag-still-used');
  });

  it.each([
    ['printed', 'fmt.Println(metricsAddr)'],
    ['told to a function of the repository', 'own{}.Info(metricsAddr)'],
    ['ended with', 'klog.Fatal(metricsAddr)'],
  ])('stays where it is %s', async (_name, call) => {
    const imported = HEAD.replace('	"os"\n', '	"fmt"\n	"os"\n');
    const { files } = await migrate({
      'main.go': `${imported}
type own struct{}

func (own) Info(string) {}

func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	${call}

${make('metricsAddr')}}
`,
    });
    expect(files['main.go']).toContain(`	${call}\n`);
    expect(files['main.go']).toContain('pflag.StringVar(&metricsAddr,');
  });
});

describe('the comment of a declaration that gets another name', () => {
  it('begins with the new name, on a field', async () => {
    const text = await migrated(`
type config struct {
	// MetricsAddr is where Prometheus finds us, and metricsAddr is not MetricsAddr.
	MetricsAddr string
}

var c config

func main() {
	pflag.StringVar(&c.MetricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('c.MetricsAddr')}}
`);
    expect(text).toContain(
      '	// ManagerOptions is where Prometheus finds us, and metricsAddr is not MetricsAddr.\n	ManagerOptions flags.ManagerOptions\n',
    );
  });

  it.each([
    ['/* metricsAddr serves */', '/* managerOptions serves */'],
    [
      '// The metricsAddr is where\n// metricsAddr stands.',
      '// The metricsAddr is where\n// metricsAddr stands.',
    ],
  ])('begins with the new name, on a variable: %s', async (comment, expected) => {
    const text = await migrated(`
${comment}
var metricsAddr string

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('metricsAddr')}}
`);
    expect(text).toContain(`${expected}\nvar managerOptions flags.ManagerOptions\n`);
  });

  it('begins with the new name, in a group', async () => {
    const text = await migrated(`
var (
	// metricsAddr serves.
	metricsAddr string
	_           = 1
)

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('metricsAddr')}}
`);
    expect(text).toContain('var (\n	// managerOptions serves.\n	managerOptions flags.ManagerOptions\n');
  });
});

describe('what something else still uses stays', () => {
  it('a variable, with its flag', async () => {
    const text = await migrated(`
var metricsAddr string

func serveHealth() { listen(metricsAddr) }

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	serveHealth()

${make('metricsAddr')}}
`);
    expect(text).toContain('var metricsAddr string\nvar managerOptions flags.ManagerOptions\n');
    expect(text).toContain(`	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.Parse()
`);
    expect(text).toContain(made('managerOptions'));
  });

  it('with a finding that says where, and what to do', async () => {
    const { findings } = await migrate({
      'main.go': `${HEAD}
func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	listen(metricsAddr)

${make('metricsAddr')}}
`,
    });
    const found = findings.filter(({ rule }) => rule === 'metrics-flag-still-used');
    expect(found).toMatchObject([{ level: 'warning', path: 'main.go', line: 17, column: 9 }]);
    expect(found[0]?.message).toContain('--metrics-addr no longer decides where metrics are served');
    expect(found[0]?.fix).toContain('managerOptions.DiagnosticsAddress');
  });

  it('a field that a test sets', async () => {
    const main = `${HEAD}
type config struct {
	MetricsAddr string
	Namespace   string
}

func main() {
	c := config{}
	pflag.StringVar(&c.MetricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('c.MetricsAddr')}}
`;
    const test =
      'package main\n\nimport "testing"\n\nfunc TestConfig(t *testing.T) { _ = config{MetricsAddr: ":0"} }\n';
    const { files } = await migrate({ 'main.go': main, 'main_test.go': test });
    expect(files['main.go']).toContain(`	MetricsAddr    string
	ManagerOptions flags.ManagerOptions
	Namespace      string
`);
    expect(files['main.go']).toContain('"metrics-addr"');
    expect(files['main_test.go']).toBe(test);
  });

  it('refuses a field of a struct that a literal without keys fills', async () => {
    const problem = await refusalOf({
      'main.go': `${HEAD}
type config struct{ metricsAddr string }

func main() {
	c := config{":8080"}
	pflag.StringVar(&c.metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('c.metricsAddr')}}
`,
    });
    expect(problem).toMatchObject({ code: 'literal-without-keys', file: 'main.go', line: 16 });
  });

  it('refuses a struct without a name whose literal has no keys', async () => {
    const problem = await refusalOf({
      'main.go': `${HEAD}
func main() {
	c := struct{ metricsAddr string }{":8080"}
	pflag.StringVar(&c.metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('c.metricsAddr')}}
`,
    });
    expect(problem).toMatchObject({ code: 'literal-without-keys', file: 'main.go', line: 14 });
  });

  it('a variable that a test uses', async () => {
    const main = `${HEAD}
var metricsAddr string

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('metricsAddr')}}
`;
    const test = 'package main\n\nfunc init() { metricsAddr = "0" }\n';
    const { files } = await migrate({ 'main.go': main, 'main_test.go': test });
    expect(files['main.go']).toContain('var metricsAddr string\nvar managerOptions flags.ManagerOptions\n');
  });

  it('an import that other code uses', async () => {
    const text = await migrated(`
func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	_ = server.Options{}

${make('metricsAddr')}}
`);
    expect(text).toContain('pkg/metrics/server"');
  });

  it('refuses a shared address that is filled from another one', async () => {
    const problem = await refusalOf({
      'main.go': `${HEAD}
type config struct{ addr string }

func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	c := config{addr: metricsAddr}
	listen(c.addr)

${make('c.addr')}}
`,
    });
    expect(problem).toMatchObject({ code: 'shared-metrics-address', file: 'main.go' });
    expect(problem.reason).toContain('main.go:20');
  });
});

describe('options of another package (E4)', () => {
  const lib = (body: string) => `package app

import (
	"fmt"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

${body}`;

  it('a field of its own: the package asks for the options itself', async () => {
    const app = lib(`// Options of the manager.
type Options struct {
	MetricsBindAddress string
	Namespace          string
}

// New makes the manager.
func New(o Options) (ctrl.Manager, error) {
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: o.MetricsBindAddress},
	})
	if err != nil {
		return nil, fmt.Errorf("failed to create manager: %w", err)
	}
	return mgr, nil
}
`);
    const main = `package main

import (
	"github.com/spf13/pflag"

	"example.org/provider/pkg/app"
)

func main() {
	o := app.Options{}
	pflag.StringVar(&o.MetricsBindAddress, "metrics-bind-addr", ":8080", "Address.")
	pflag.Parse()
	if _, err := app.New(o); err != nil {
		panic(err)
	}
}
`;
    const { files } = await migrate({ 'cmd/main.go': main, 'pkg/app/app.go': app });
    expect(files['cmd/main.go']).toContain(
      '	flags.AddManagerOptions(pflag.CommandLine, &o.ManagerOptions)\n',
    );
    expect(files['pkg/app/app.go']).toContain(
      '	ManagerOptions flags.ManagerOptions\n	Namespace      string\n',
    );
    expect(
      files['pkg/app/app.go'],
    ).toContain(`	_, metricsOptions, err := flags.GetManagerOptions(o.ManagerOptions)
	if err != nil {
		return nil, fmt.Errorf("failed to create manager: invalid flags: %w", err)
	}

	mgr, err := ctrl.NewManager(`);
  });

  it('flags that a package registers which only keeps options', async () => {
    const options = `package options

import "flag"

// Options is what the flags say.
type Options struct {
	// MetricsAddr is where metrics are served.
	MetricsAddr string
	Elect       bool
}

// New makes options.
func New() *Options { return &Options{MetricsAddr: ":8080"} }

// AddFlags registers the flags.
func (o *Options) AddFlags(fs *flag.FlagSet) {
	fs.StringVar(&o.MetricsAddr, "metrics-bind-address", o.MetricsAddr, "Address.")
	fs.BoolVar(&o.Elect, "leader-elect", false, "Elect.")
}
`;
    const main = `${HEAD.replace('	"github.com/spf13/pflag"\n', '	"flag"\n').replace(')\n\nvar', '\n	"example.org/provider/options"\n)\n\nvar')}
func main() {
	o := options.New()
	o.AddFlags(flag.CommandLine)
	flag.Parse()

${make('o.MetricsAddr')}}
`;
    const { files } = await migrate({ 'main.go': main, 'options/options.go': options });
    expect(files['options/options.go']).toContain('func New() *Options { return &Options{} }\n');
    expect(files['options/options.go']).toContain(
      '	flags.AddManagerOptions(pflag.CommandLine, &o.ManagerOptions)\n	fs.BoolVar(',
    );
    expect(files['main.go']).toContain(made('o.ManagerOptions'));
    expect(files['main.go']).toContain(
      '	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)\n	pflag.Parse()\n',
    );
  });

  it('flags that two managers register in a package of their own', async () => {
    const common = `package common

import "github.com/spf13/pflag"

// Options of both managers.
type Options struct {
	MetricsAddr string
	Verbose     bool
}

// AddFlags registers them.
func AddFlags(fs *pflag.FlagSet, o *Options) {
	fs.StringVar(&o.MetricsAddr, "metrics-addr", ":8080", "Address.")
}
`;
    const main = `${HEAD.replace(')\n\nvar', '\n	"example.org/provider/common"\n)\n\nvar')}
func main() {
	var o common.Options
	common.AddFlags(pflag.CommandLine, &o)
	pflag.Parse()

${make('o.MetricsAddr')}}
`;
    const { files } = await migrate({ 'a/main.go': main, 'b/main.go': main, 'common/common.go': common });
    expect(files['common/common.go']).toContain(
      '	ManagerOptions flags.ManagerOptions\n	Verbose        bool\n',
    );
    expect(files['common/common.go']).toContain('	flags.AddManagerOptions(fs, &o.ManagerOptions)\n');
    for (const path of ['a/main.go', 'b/main.go']) expect(files[path]).toContain(made('o.ManagerOptions'));
  });

  it('embedded options of controller-runtime, bound to the flag (O7): main fills them', async () => {
    const app = `package app

import (
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/manager"
)

// Options of the manager.
type Options struct {
	manager.Options

	Namespace string
}

// New makes the manager.
func New(o Options) (ctrl.Manager, error) {
	return ctrl.NewManager(ctrl.GetConfigOrDie(), o.Options)
}
`;
    const main = `package main

import (
	"log"

	"github.com/spf13/pflag"

	"example.org/provider/pkg/app"
)

var (
	options   app.Options
	namespace string
)

func initFlags(fs *pflag.FlagSet) {
	fs.StringVar(&options.Metrics.BindAddress, "metrics-bind-addr", ":8080", "Address.")
	fs.StringVar(&namespace, "namespace", "", "Namespace.")
}

func main() {
	initFlags(pflag.CommandLine)
	pflag.Parse()
	options.Namespace = namespace

	mgr, err := app.New(options)
	if err != nil {
		log.Fatalf("cannot create manager: %v", err)
	}
	_ = mgr
}
`;
    const { files } = await migrate({ 'main.go': main, 'pkg/app/app.go': app });
    expect(files['pkg/app/app.go']).toBe(app);
    expect(files['main.go']).toContain('	namespace      string\n	managerOptions flags.ManagerOptions\n)\n');
    expect(files['main.go']).toContain('	flags.AddManagerOptions(fs, &managerOptions)\n');
    expect(files['main.go']).toContain(`	_, metricsOptions, err := flags.GetManagerOptions(managerOptions)
	if err != nil {
		log.Fatalf("cannot create manager: invalid flags: %v", err)
	}
	options.Metrics = *metricsOptions

	mgr, err := app.New(options)
`);
  });
});
