import { migrate } from './migrate.testing.ts';

/** The head of an entry point; what follows are its declarations. */
export const HEAD = `package main

import (
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")
`;

/** Makes the manager with this address, as it was before. */
export const make = (address: string) => `	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: ${address}},
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
`;

/** The same afterwards, with these options of the flags. */
export const made = (options: string) => `	_, metricsOptions, err := flags.GetManagerOptions(${options})
	if err != nil {
		setupLog.Error(err, "unable to start manager: invalid flags")
		os.Exit(1)
	}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: *metricsOptions,
	})
`;

/** An entry point with that head, migrated to Cluster API's flags. */
export async function migrated(main: string): Promise<string> {
  const { files } = await migrate({ 'main.go': HEAD + main });
  return files['main.go'] ?? '';
}
