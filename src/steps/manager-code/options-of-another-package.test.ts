import { describe, expect, it } from 'vitest';
import { HEAD, made, make } from './carriers.testing.ts';
import { migrate } from './migrate.testing.ts';

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
