import { describe, expect, it } from 'vitest';
import { migrate, refusalOf } from './migrate.testing.ts';

/** A manager that registers the new flags, and serves its metrics at another address. */
function program({
  flags = '',
  variable = '',
  get = '',
  address = 'metricsAddr',
  target = 'managerOptions',
} = {}): string {
  return `package main

import (
	"os"

	"github.com/spf13/pflag"
	"sigs.k8s.io/cluster-api/util/flags"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

var (
	setupLog       = ctrl.Log.WithName("setup")
${variable}	managerOptions = flags.ManagerOptions{}
)

func initFlags(fs *pflag.FlagSet) {
${flags}	flags.AddManagerOptions(fs, &${target})
}

func main() {
	initFlags(pflag.CommandLine)
	pflag.Parse()

${get}	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:       server.Options{BindAddress: ${address}},
		WebhookServer: webhook.NewServer(webhook.Options{${get ? 'TLSOpts: tlsOptions' : 'Port: 9443'}}),
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
}
`;
}

const OLD = {
  flags: '	fs.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")\n',
  variable: '	metricsAddr    string\n',
};

const get = (metrics: string) => `	tlsOptions, ${metrics}, err := flags.GetManagerOptions(managerOptions)
	if err != nil {
		setupLog.Error(err, "bad flags")
		os.Exit(1)
	}

`;

const COMPLETE = `package main

import (
	"os"

	"github.com/spf13/pflag"
	"sigs.k8s.io/cluster-api/util/flags"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

var (
	setupLog       = ctrl.Log.WithName("setup")
	managerOptions = flags.ManagerOptions{}
)

func initFlags(fs *pflag.FlagSet) {
	flags.AddManagerOptions(fs, &managerOptions)
}

func main() {
	initFlags(pflag.CommandLine)
	pflag.Parse()

	tlsOptions, metricsOptions, err := flags.GetManagerOptions(managerOptions)
	if err != nil {
		setupLog.Error(err, "unable to start manager: invalid flags")
		os.Exit(1)
	}

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics:       *metricsOptions,
		WebhookServer: webhook.NewServer(webhook.Options{Port: 9443, TLSOpts: tlsOptions}),
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
}
`;

const USED = COMPLETE.replace('Port: 9443, ', '').replace(
  'unable to start manager: invalid flags',
  'bad flags',
);

describe('flags that are registered and not used', () => {
  it('take the place of the old flag', async () => {
    const { files } = await migrate({ 'main.go': program(OLD) });
    expect(files['main.go']).toBe(COMPLETE);
  });

  it('take the place of a constant', async () => {
    const { files } = await migrate({ 'main.go': program({ address: '":8080"' }) });
    expect(files['main.go']).toBe(COMPLETE);
  });

  it('of which only the TLS options are used: the metrics options are taken too', async () => {
    const { files } = await migrate({ 'main.go': program({ ...OLD, get: get('_') }) });
    expect(files['main.go']).toBe(USED);
  });

  it('of which only the TLS options are used, beside a constant', async () => {
    const { files } = await migrate({ 'main.go': program({ address: '":8080"', get: get('_') }) });
    expect(files['main.go']).toBe(USED);
  });

  it('are told to the log instead of the old address', async () => {
    const main = program(OLD).replace('	mgr, err', '	setupLog.Info(metricsAddr)\n	mgr, err');
    const { files } = await migrate({ 'main.go': main });
    expect(files['main.go']).toContain('	setupLog.Info(managerOptions.DiagnosticsAddress)\n');
  });

  it('stand beside the old flag where something else uses that', async () => {
    const main = program(OLD).replace('	mgr, err', '	listen(metricsAddr)\n	mgr, err');
    const { files, findings } = await migrate({ 'main.go': main });
    expect(files['main.go']).toContain(OLD.flags);
    expect(files['main.go']).toContain('		Metrics:       *metricsOptions,\n');
    expect(findings.map(({ rule }) => rule)).toContain('metrics-flag-still-used');
  });

  it('are turned into options by the API of Cluster API 1.6 too', async () => {
    const main = program(OLD).replaceAll('ManagerOptions', 'DiagnosticsOptions');
    const { files } = await migrate({ 'main.go': main }, { api: 'diagnostics-options' });
    expect(files['main.go']).toContain('		Metrics:       flags.GetDiagnosticsOptions(managerOptions),\n');
    expect(files['main.go']).not.toContain('metricsAddr');
  });
});

describe('refused, since it is not certain', () => {
  it.each([
    ['metrics options that are used for something else', { ...OLD, get: `${get('other')}	_ = other\n` }],
    ['a field that keeps the values', { ...OLD, target: 'kept.options' }],
    ['a value that nothing keeps', { ...OLD, target: 'flags.ManagerOptions{}' }],
  ])('%s', async (_name, given) => {
    const problem = await refusalOf({ 'main.go': program(given) });
    expect(problem).toMatchObject({ code: 'half-adopted', file: 'main.go', line: 21 });
  });

  it('a variable of another function', async () => {
    const main = program(OLD)
      .replace('	managerOptions = flags.ManagerOptions{}\n', '')
      .replace('	flags.Add', '	var managerOptions flags.ManagerOptions\n	flags.Add');
    expect(await refusalOf({ 'main.go': main })).toMatchObject({ code: 'half-adopted', line: 21 });
  });

  it('an address that is passed on', async () => {
    const main = program(OLD)
      .replace('func main() {', 'func run(addr string) {')
      .replace('BindAddress: metricsAddr', 'BindAddress: addr');
    const problem = await refusalOf({ 'main.go': `${main}\nfunc main() { run(metricsAddr) }\n` });
    expect(problem).toMatchObject({ code: 'half-adopted' });
  });
});
