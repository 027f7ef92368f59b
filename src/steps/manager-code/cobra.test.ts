import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.testing.ts';

const MAIN = `package main

import (
	"os"

	"example.org/provider/cmd"
)

func main() {
	if err := cmd.Execute(); err != nil {
		os.Exit(1)
	}
}
`;

const ROOT = `package cmd

import "github.com/spf13/cobra"

var rootCmd = &cobra.Command{Use: "provider"}

func Execute() error {
	return rootCmd.Execute()
}
`;

const SERVER = `package cmd

import (
	"fmt"

	"github.com/spf13/cobra"
	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

type serverOptions struct {
	metricsAddr string
	probeAddr   string
}

var options = &serverOptions{}

func init() {
	rootCmd.AddCommand(serverCmd)

	serverCmd.Flags().StringVar(&options.metricsAddr, "metrics-bind-address", ":8080",
		"The address the metric endpoint binds to.")
	serverCmd.Flags().StringVar(&options.probeAddr, "health-probe-bind-address", ":8081", "The probe address.")
}

func runServer() error {
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{
			BindAddress: options.metricsAddr,
		},
		HealthProbeBindAddress: options.probeAddr,
	})
	if err != nil {
		return fmt.Errorf("unable to start manager: %w", err)
	}
	return mgr.Start(ctrl.SetupSignalHandler())
}

var serverCmd = &cobra.Command{
	Use:  "server",
	RunE: func(_ *cobra.Command, _ []string) error { return runServer() },
}
`;

describe('a command of cobra that func init adds to another one', () => {
  it('gets the flags beside its own, and the options where it runs', async () => {
    const { files, removedFlags } = await migrate({
      'main.go': MAIN,
      'cmd/root.go': ROOT,
      'cmd/server.go': SERVER,
    });
    expect(removedFlags).toEqual(['metrics-bind-address']);
    expect(files['cmd/server.go']).toContain(
      '	flags.AddManagerOptions(serverCmd.Flags(), &options.managerOptions)\n',
    );
    expect(files['cmd/server.go']).toContain(`func runServer() error {
	_, metricsOptions, err := flags.GetManagerOptions(options.managerOptions)
	if err != nil {
		return fmt.Errorf("unable to start manager: invalid flags: %w", err)
	}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:                *metricsOptions,
`);
    expect(files['main.go']).toBe(MAIN);
  });
});

const IMPORTS = `package main

import (
	"flag"
	"os"

	"github.com/spf13/cobra"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)
`;

/** A constructor whose command makes the manager; `register` comes after the command. */
function commandMaker({ metrics = 'Metrics: server.Options{BindAddress: addr}', register = '' }): string {
  return `${IMPORTS}
func newCommand() *cobra.Command {
	var addr string
	cmd := &cobra.Command{
		Use: "manager",
		RunE: func(cmd *cobra.Command, args []string) error {
			mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{${metrics}})
			if err != nil {
				return err
			}
			return mgr.Start(cmd.Context())
		},
	}
	${register}
	_, _ = addr, flag.CommandLine
	return cmd
}

func main() {
	if err := newCommand().Execute(); err != nil {
		os.Exit(1)
	}
}
`;
}

describe('a command that a function makes', () => {
  it('keeps the options in the variable that its function literal sees', async () => {
    const register = 'cmd.Flags().StringVar(&addr, "metrics-addr", ":8080", "Address.")';
    const source = commandMaker({ register }).replace('_, _ = addr,', '_ =');
    const { files } = await migrate({ 'main.go': source });
    expect(files['main.go']).toContain('	var managerOptions flags.ManagerOptions\n	cmd := &cobra.Command{');
    expect(
      files['main.go'],
    ).toContain(`			_, metricsOptions, err := flags.GetManagerOptions(managerOptions)
			if err != nil {
				return err
			}
`);
    expect(files['main.go']).toContain('	flags.AddManagerOptions(cmd.Flags(), &managerOptions)\n	_ = flag');
  });

  it('takes flags of the command line of pflag, where its flags were Go’s', async () => {
    const register =
      'flag.StringVar(&addr, "metrics-addr", ":8080", "Address.")\n	cmd.Flags().AddGoFlagSet(flag.CommandLine)';
    const source = commandMaker({ register }).replace('_, _ = addr,', '_ =');
    const { files } = await migrate({ 'main.go': source });
    expect(files['main.go']).toContain(
      '	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)\n	cmd.Flags().AddGoFlagSet(flag.CommandLine)',
    );
  });

  it('gets flags and options where nothing was said of metrics', async () => {
    const { files, removedFlags } = await migrate({ 'main.go': commandMaker({ metrics: '' }) });
    expect(removedFlags).toEqual([]);
    expect(files['main.go']).toContain('ctrl.Options{Metrics: *metricsOptions}');
    expect(files['main.go']).toContain(`var managerOptions flags.ManagerOptions

func main() {
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	if err := newCommand()`);
  });
});

describe('a command whose function is a method', () => {
  it('gets its flags where its options register theirs', async () => {
    const source = `${IMPORTS}
type options struct {
	addr    string
	verbose bool
}

func (o *options) addFlags(cmd *cobra.Command) {
	fs := cmd.PersistentFlags()
	fs.StringVar(&o.addr, "metrics-bind-address", ":8080", "Address.")
	fs.BoolVar(&o.verbose, "verbose", false, "Verbose.")
}

func (o *options) run(cmd *cobra.Command, args []string) error {
	_ = flag.CommandLine
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: server.Options{BindAddress: o.addr}})
	if err != nil {
		return err
	}
	return mgr.Start(cmd.Context())
}

func main() {
	o := &options{}
	cmd := &cobra.Command{Use: "manager", RunE: o.run}
	o.addFlags(cmd)
	if err := cmd.Execute(); err != nil {
		os.Exit(1)
	}
}
`;
    const { files } = await migrate({ 'main.go': source });
    expect(files['main.go']).toContain('	managerOptions flags.ManagerOptions\n	verbose        bool\n');
    expect(files['main.go']).toContain('	flags.AddManagerOptions(fs, &o.managerOptions)\n');
    expect(files['main.go']).toContain('flags.GetManagerOptions(o.managerOptions)');
  });
});
