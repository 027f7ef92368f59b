import { describe, expect, it } from 'vitest';
import { migrate, refusalOf } from './migrate.testing.ts';

/** A manager with pflag whose func main, after parsing, is `body`. */
function program(body: string, { std = '', imports = '', declarations = '' } = {}): string {
  return `package main

import (
${std}	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
${imports})

var (
	setupLog    = ctrl.Log.WithName("setup")
	metricsAddr string
)

func initFlags(fs *pflag.FlagSet) {
	fs.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
}
${declarations}
func main() {
	initFlags(pflag.CommandLine)
	pflag.Parse()

${body}
	if err := mgr.Start(ctrl.SetupSignalHandler()); err != nil {
		os.Exit(1)
	}
}
`;
}

const CHECK = `	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}`;
const GET = `	_, metricsOptions, err := flags.GetManagerOptions(managerOptions)
	if err != nil {
		setupLog.Error(err, "unable to start manager: invalid flags")
		os.Exit(1)
	}
`;
const WEBHOOK = '	"sigs.k8s.io/controller-runtime/pkg/webhook"\n';

async function migrated(...given: Parameters<typeof program>): Promise<string> {
  const { files } = await migrate({ 'main.go': program(...given) });
  return files['main.go'] ?? '';
}

describe('where the options of the manager are written', () => {
  it('a variable (O3): before it, and its comment stays with it', async () => {
    const text = await migrated(`	config := ctrl.GetConfigOrDie()
	// The options of the manager.
	opts := ctrl.Options{
		Metrics:        metricsserver.Options{BindAddress: metricsAddr},
		LeaderElection: true,
	}
	opts.LeaderElectionID = "id"

	mgr, err := ctrl.NewManager(config, opts)
${CHECK}`);
    expect(text).toContain(`	config := ctrl.GetConfigOrDie()

${GET}
	// The options of the manager.
	opts := ctrl.Options{
		Metrics:        *metricsOptions,
`);
  });

  it('an assignment of Metrics (O5)', async () => {
    const text = await migrated(`	opts := ctrl.Options{LeaderElection: true}
	opts.Metrics = metricsserver.Options{BindAddress: metricsAddr}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), opts)
${CHECK}`);
    expect(text).toContain(`	opts := ctrl.Options{LeaderElection: true}

${GET}
	opts.Metrics = *metricsOptions
`);
  });

  it('an assignment of the address alone (O5)', async () => {
    const text = await migrated(`	var opts ctrl.Options
	_ = metricsserver.Options{}
	opts.Metrics.BindAddress = metricsAddr

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), opts)
${CHECK}`);
    expect(text).toContain(`${GET}
	opts.Metrics = *metricsOptions

	mgr, err :=`);
  });

  it('a literal, and other metrics options set below it: added to', async () => {
    const text =
      await migrated(`	opts := ctrl.Options{Metrics: metricsserver.Options{BindAddress: metricsAddr}}
	opts.Metrics.TLSOpts = tlsOpts

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), opts)
${CHECK}`);
    expect(text).toContain('	opts := ctrl.Options{Metrics: *metricsOptions}\n');
    expect(text).toContain('	opts.Metrics.TLSOpts = append(tlsOpts, opts.Metrics.TLSOpts...)\n');
  });

  it('nothing about metrics at all: beside the scheme', async () => {
    const text = await migrated(
      `	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Scheme:         nil,
		LeaderElection: true,
	})
${CHECK}
	_ = metricsserver.Options{BindAddress: metricsAddr}`,
    );
    expect(text).toContain(`		Scheme:         nil,
		Metrics:        *metricsOptions,
		LeaderElection: true,
`);
    expect(text).toContain(`	managerOptions := flags.ManagerOptions{}
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.Parse()
`);
  });

  it('before the logger is set: by an assignment after it', async () => {
    const text = await migrated(`	opts := ctrl.Options{
		LeaderElection: true,
		Metrics: metricsserver.Options{
			BindAddress: metricsAddr,
		},
	}
	ctrl.SetLogger(nil)

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), opts)
${CHECK}`);
    expect(text).toContain(`	opts := ctrl.Options{
		LeaderElection: true,
	}
	ctrl.SetLogger(nil)

${GET.trimEnd()}
	opts.Metrics = *metricsOptions

	mgr, err :=`);
  });
});

describe('options of the metrics server in a variable (O4)', () => {
  const body = `	var metricsOptions metricsserver.Options
	metricsOptions.CertDir = "/certs"
	metricsOptions.BindAddress = metricsAddr

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: metricsOptions})
${CHECK}`;

  it('keep their name and everything else that is set on them', async () => {
    expect(await migrated(body)).toContain(`	pflag.Parse()

${GET}	metricsOptions.CertDir = "/certs"

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: *metricsOptions})
`);
  });

  it('declared right above its address: one place for both', async () => {
    const declared = body.replace('	metricsOptions.CertDir = "/certs"\n', '');
    expect(await migrated(declared)).toContain(`	pflag.Parse()

${GET}
	mgr, err :=`);
  });

  it('set one by one: what the flags bring is added to, never assigned over', async () => {
    const handlers = `	metricsOptions.ExtraHandlers = map[string]http.Handler{
		"/version": version,
	}
	metricsOptions.TLSOpts = tlsOpts
	metricsOptions.TLSOpts = append(metricsOptions.TLSOpts, more)
	metricsOptions.SecureServing = false
`;
    const text = await migrated(body.replace('	metricsOptions.CertDir = "/certs"\n', handlers), {
      std: '	"net/http"\n',
    });
    expect(text).toContain(`${GET}	if metricsOptions.ExtraHandlers == nil {
		metricsOptions.ExtraHandlers = map[string]http.Handler{}
	}
	for path, handler := range map[string]http.Handler{
		"/version": version,
	} {
		metricsOptions.ExtraHandlers[path] = handler
	}
	metricsOptions.TLSOpts = append(tlsOpts, metricsOptions.TLSOpts...)
	metricsOptions.TLSOpts = append(metricsOptions.TLSOpts, more)

	mgr, err :=`);
  });

  it('refuses a filter that is set on them', async () => {
    const own = body.replace('CertDir = "/certs"', 'FilterProvider = own');
    const problem = await refusalOf({ 'main.go': program(own) });
    expect(problem).toMatchObject({ code: 'own-filter-provider', line: 25 });
  });

  it('from a literal: its other fields follow, added to what the flags bring', async () => {
    const text = await migrated(
      `	serverOptions := metricsserver.Options{
		BindAddress: metricsAddr,
		CertDir:     "/certs",
		ExtraHandlers: map[string]http.Handler{
			"/version": version,
		},
		TLSOpts: tlsOpts,
	}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: serverOptions})
${CHECK}`,
      {
        std: '	"crypto/tls"\n	"net/http"\n',
        declarations: '\nvar (\n	version http.Handler\n	tlsOpts []func(*tls.Config)\n)\n',
      },
    );
    expect(text).toContain(`	_, serverOptions, err := flags.GetManagerOptions(managerOptions)
	if err != nil {
		setupLog.Error(err, "unable to start manager: invalid flags")
		os.Exit(1)
	}
	serverOptions.CertDir = "/certs"
	if serverOptions.ExtraHandlers == nil {
		serverOptions.ExtraHandlers = map[string]http.Handler{}
	}
	for path, handler := range map[string]http.Handler{
		"/version": version,
	} {
		serverOptions.ExtraHandlers[path] = handler
	}
	serverOptions.TLSOpts = append(tlsOpts, serverOptions.TLSOpts...)
`);
    expect(text).toContain('ctrl.Options{Metrics: *serverOptions}');
  });

  it('are a value, not a pointer, with the API of Cluster API 1.6', async () => {
    const { files } = await migrate({ 'main.go': program(body) }, { api: 'diagnostics-options' });
    expect(files['main.go']).toContain(`	metricsOptions := flags.GetDiagnosticsOptions(diagnosticsOptions)
	metricsOptions.CertDir = "/certs"

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: metricsOptions})
`);
  });

  it('are read through the pointer where the whole is meant', async () => {
    const text = await migrated(
      `	metricsOptions := metricsserver.Options{BindAddress: metricsAddr}
	show(metricsOptions)
	change(&metricsOptions)
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: metricsOptions})
${CHECK}`,
      { declarations: '\nfunc show(metricsserver.Options) {}\n\nfunc change(*metricsserver.Options) {}\n' },
    );
    expect(text).toContain('	show(*metricsOptions)\n	change(metricsOptions)\n');
  });
});

describe('the webhook server', () => {
  it('gets the TLS options where its literal is in sight, later in another block', async () => {
    const text = await migrated(
      `	opts := ctrl.Options{Metrics: metricsserver.Options{BindAddress: metricsAddr}}
	if len(os.Args) > 1 {
		opts.WebhookServer = webhook.NewServer(webhook.Options{
			Port: 9443,
		})
	}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), opts)
${CHECK}`,
      { imports: WEBHOOK },
    );
    expect(text).toContain('	tlsOptions, metricsOptions, err := flags.GetManagerOptions(managerOptions)\n');
    expect(text).toContain('			Port:    9443,\n			TLSOpts: tlsOptions,\n');
  });

  it('is served before the options where its literal comes first; what it has stays and comes first', async () => {
    const text = await migrated(
      `	server := webhook.NewServer(webhook.Options{TLSOpts: own})

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:       metricsserver.Options{BindAddress: metricsAddr},
		WebhookServer: server,
	})
${CHECK}`,
      { std: '	"crypto/tls"\n', imports: WEBHOOK, declarations: '\nvar own []func(*tls.Config)\n' },
    );
    expect(text).toContain(`	}

	server := webhook.NewServer(webhook.Options{TLSOpts: append(own, tlsOptions...)})
`);
  });

  it('is left alone where it is made before the command line is parsed', async () => {
    const { files, findings } = await migrate({
      'main.go': program(
        `	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:       metricsserver.Options{BindAddress: metricsAddr},
		WebhookServer: early,
	})
${CHECK}`,
        { imports: WEBHOOK },
      ).replace(
        '	initFlags(pf',
        '	early := webhook.NewServer(webhook.Options{Port: 9443})\n	initFlags(pf',
      ),
    });
    expect(files['main.go']).toContain('webhook.Options{Port: 9443})');
    expect(findings).toHaveLength(1);
  });

  it('gets a note where it is not in sight', async () => {
    const { findings } = await migrate({
      'main.go': program(`	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: metricsAddr},
	})
${CHECK}`),
    });
    expect(findings).toMatchObject([{ rule: 'webhook-tls-flags', level: 'note', path: 'main.go', line: 24 }]);
  });
});
