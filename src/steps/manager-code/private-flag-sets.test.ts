import { describe, expect, it } from 'vitest';
import { TAIL } from './flag-sets.testing.ts';
import { migrate } from './migrate.testing.ts';

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
