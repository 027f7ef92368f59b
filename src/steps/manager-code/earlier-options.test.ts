import { describe, expect, it } from 'vitest';
import { migrate, refusalOf } from './migrate.testing.ts';

/** A manager that uses what Cluster API 1.4–1.7 had. */
function program({ diagnostics = false, more = '' } = {}): string {
  const add = diagnostics
    ? 'flags.AddDiagnosticsOptions(fs, &diagnosticsOptions)'
    : 'fs.StringVar(&metricsBindAddr, "metrics-bind-addr", ":8080", "Address.")';
  const variable = diagnostics
    ? '	diagnosticsOptions = flags.DiagnosticsOptions{}'
    : '	metricsBindAddr    string';
  const made = diagnostics ? '	diagnosticsOpts := flags.GetDiagnosticsOptions(diagnosticsOptions)\n\n' : '';
  const used = diagnostics ? 'diagnosticsOpts' : 'metricsserver.Options{BindAddress: metricsBindAddr}';
  const metrics = diagnostics ? '' : '	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"\n';
  return `package main

import (
	"os"

	"github.com/spf13/pflag"
	"sigs.k8s.io/cluster-api/util/flags"
	ctrl "sigs.k8s.io/controller-runtime"
${metrics}	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

var (
	setupLog           = ctrl.Log.WithName("setup")
	tlsOptions         = flags.TLSOptions{}
${variable}
)

func initFlags(fs *pflag.FlagSet) {
	${add}
	flags.AddTLSOptions(fs, &tlsOptions)
}

func main() {
	initFlags(pflag.CommandLine)
	pflag.Parse()

	tlsOptionOverrides, err := flags.GetTLSOptionOverrideFuncs(tlsOptions)
	if err != nil {
		setupLog.Error(err, "unable to add TLS settings to the webhook server")
		os.Exit(1)
	}

${made}${more}	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:       ${used},
		WebhookServer: webhook.NewServer(webhook.Options{TLSOpts: tlsOptionOverrides}),
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
}
`;
}

const FOLDED = `package main

import (
	"os"

	"github.com/spf13/pflag"
	"sigs.k8s.io/cluster-api/util/flags"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

var (
	setupLog       = ctrl.Log.WithName("setup")
	managerOptions flags.ManagerOptions
)

func initFlags(fs *pflag.FlagSet) {
	flags.AddManagerOptions(fs, &managerOptions)
}

func main() {
	initFlags(pflag.CommandLine)
	pflag.Parse()

	tlsOptionOverrides, metricsOptions, err := flags.GetManagerOptions(managerOptions)
	if err != nil {
		setupLog.Error(err, "unable to add TLS settings to the webhook server")
		os.Exit(1)
	}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:       *metricsOptions,
		WebhookServer: webhook.NewServer(webhook.Options{TLSOpts: tlsOptionOverrides}),
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
}
`;

describe('the TLS options of Cluster API 1.4 to 1.7', () => {
  it('are folded into the options of the manager, and still reach the webhook server', async () => {
    const { files, findings } = await migrate({ 'main.go': program() });
    expect(files['main.go']).toBe(FOLDED);
    expect(findings).toEqual([]);
  });

  it('stay as they are beside the diagnostics options, which have none', async () => {
    const { files } = await migrate({ 'main.go': program() }, { api: 'diagnostics-options' });
    expect(files['main.go']).toContain(
      '	flags.AddDiagnosticsOptions(fs, &diagnosticsOptions)\n	flags.AddTLSOptions(fs, &tlsOptions)\n',
    );
    expect(files['main.go']).toContain(
      '		Metrics:       flags.GetDiagnosticsOptions(diagnosticsOptions),\n',
    );
  });

  it('are folded together with the diagnostics options', async () => {
    const { files } = await migrate({ 'main.go': program({ diagnostics: true }) });
    const expected = FOLDED.replace(
      'managerOptions flags.ManagerOptions',
      'managerOptions = flags.ManagerOptions{}',
    ).replaceAll('metricsOptions', 'diagnosticsOpts');
    expect(files['main.go']).toBe(expected);
  });

  it('are nothing to do for the API that they belong to', async () => {
    const { changes } = await migrate(
      { 'main.go': program({ diagnostics: true }) },
      { api: 'diagnostics-options' },
    );
    expect(changes).toEqual([]);
  });

  it('are refused where they are used for more', async () => {
    const problem = await refusalOf({
      'main.go': program({ more: '	setupLog.Info(tlsOptions.TLSMinVersion)\n' }),
    });
    expect(problem).toMatchObject({ code: 'earlier-options-unclear', file: 'main.go', line: 28 });
  });
});
