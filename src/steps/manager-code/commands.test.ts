import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.testing.ts';

const MAIN = `package main

import (
	"os"

	"github.com/spf13/cobra"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var (
	setupLog    = ctrl.Log.WithName("setup")
	metricsAddr string
)

func init() {
	rootCmd.PersistentFlags().StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	rootCmd.AddCommand(webhookCmd, agentCmd)
}

var rootCmd = &cobra.Command{
	Use: "manager",
	Run: func(cmd *cobra.Command, args []string) {
		options := ctrl.Options{
			Metrics: server.Options{
				BindAddress: metricsAddr,
			},
		}
		mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), options)
		if err != nil {
			setupLog.Error(err, "Unable to start manager")
			os.Exit(1)
		}
		_ = mgr
	},
}

func main() {
	cobra.CheckErr(rootCmd.Execute())
}
`;

const WEBHOOK = `package main

import (
	"fmt"

	"github.com/spf13/cobra"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var webhookCmd = &cobra.Command{
	Use: "webhook",
	RunE: func(cmd *cobra.Command, args []string) error {
		mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
			Metrics: server.Options{BindAddress: metricsAddr},
		})
		if err != nil {
			return fmt.Errorf("webhook: %w", err)
		}
		return mgr.Start(cmd.Context())
	},
}
`;

const AGENT = `package main

import (
	"github.com/spf13/cobra"
	ctrl "sigs.k8s.io/controller-runtime"
)

var agentCmd = &cobra.Command{
	Use: "agent",
	RunE: func(cmd *cobra.Command, args []string) error {
		mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{})
		if err != nil {
			return err
		}
		return mgr.Start(cmd.Context())
	},
}
`;

describe('several commands of one program make managers', () => {
  const files = { 'main.go': MAIN, 'webhook.go': WEBHOOK, 'agent.go': AGENT };

  it('all of them get their options from the flags that they share', async () => {
    const migrated = await migrate(files);
    expect(migrated.files['main.go']).toContain(
      'flags.AddManagerOptions(rootCmd.PersistentFlags(), &managerOptions)',
    );
    expect(migrated.files['main.go']).toContain(
      'setupLog.Error(err, "Unable to start manager: invalid flags")',
    );
    expect(
      migrated.files['webhook.go'],
    ).toContain(`		_, metricsOptions, err := flags.GetManagerOptions(managerOptions)
		if err != nil {
			return fmt.Errorf("webhook: invalid flags: %w", err)
		}
`);
    expect(migrated.removedFlags).toEqual(['metrics-addr']);
  });

  it('one that says nothing of metrics is left alone, and told of', async () => {
    const migrated = await migrate(files);
    expect(migrated.files['agent.go']).toBe(AGENT);
    expect(migrated.findings.filter(({ rule }) => rule === 'silent-manager')).toMatchObject([
      { level: 'warning', path: 'agent.go', line: 11, column: 15 },
    ]);
  });
});
