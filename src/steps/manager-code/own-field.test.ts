import { describe, expect, it } from 'vitest';
import { migrate, refusalOf } from './migrate.testing.ts';

interface Parts {
  /** How the options are declared, and with which of their fields the flag is bound. */
  readonly options: string;
  readonly field: string;
  readonly value?: string;
  readonly passed: string;
}

/** A manager whose flag is bound to a field of its options, before the command line is parsed. */
const main = ({ options, field, value = '":8080"', passed }: Parts) => `package main

import (
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	${options}
	pflag.StringVar(&${field}, "metrics-addr", ${value}, "Address.")
	pflag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ${passed})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;

const ofManager = { field: 'opts.Metrics.BindAddress', passed: 'opts' };
const ofServer = { field: 'opts.BindAddress', passed: 'ctrl.Options{Metrics: opts}' };

async function secured(parts: Parts, api?: 'diagnostics-options' | 'metrics-filters'): Promise<string> {
  const { files } = await migrate({ 'main.go': main(parts) }, api ? { api } : {});
  return files['main.go'] ?? '';
}

const parsing = (options: string) => `${options}	managerOptions := flags.ManagerOptions{}
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.Parse()
`;

describe('a flag that is bound to a field of the manager’s options', () => {
  it.each([
    'opts := ctrl.Options{}',
    'opts := ctrl.Options{Metrics: server.Options{}}',
    'var opts ctrl.Options',
  ])('goes, and the options are assigned after parsing: %s', async (options) => {
    const text = await secured({ ...ofManager, options });
    expect(text).toContain(parsing(`	${options}\n`));
    expect(text).toContain('	opts.Metrics = *metricsOptions\n\n	mgr, err := ctrl.NewManager(');
    expect(text).not.toContain('metrics-addr');
  });

  it.each([
    ['opts := ctrl.Options{Metrics: server.Options{BindAddress: ":8080"}}', 'opts', '":8080"'],
    [
      'opts := ctrl.Options{Metrics: server.Options{BindAddress: ":8080"}}',
      'opts',
      'opts.Metrics.BindAddress',
    ],
    [
      'opts := &ctrl.Options{Metrics: server.Options{BindAddress: ":8080"}}',
      '*opts',
      'opts.Metrics.BindAddress',
    ],
  ])('goes, with the address that the literal holds for it: %s', async (options, passed, value) => {
    const text = await secured({ ...ofManager, options, passed, value });
    expect(text).toContain(parsing(`	${options.replace(/Metrics.*/, '}')}\n`));
    expect(text).toContain('	opts.Metrics = *metricsOptions\n\n	mgr, err := ctrl.NewManager(');
    expect(text).not.toContain('8080');
  });

  it('moves to the secure port in the inner literal where its default is what stands there', async () => {
    const options = 'opts := &ctrl.Options{Metrics: server.Options{BindAddress: ":8080"}}';
    const value = 'opts.Metrics.BindAddress';
    const text = await secured({ ...ofManager, options, passed: '*opts', value }, 'metrics-filters');
    expect(text).toContain(`	${options.replace('8080', '8443')}\n`);
    expect(text).toContain('"metrics-addr", opts.Metrics.BindAddress, "Address."');
  });

  it('stays with controller-runtime’s own filters, with the secure port', async () => {
    const text = await secured(
      { ...ofManager, options: 'opts := ctrl.Options{Metrics: server.Options{}}' },
      'metrics-filters',
    );
    expect(text).toContain('pflag.StringVar(&opts.Metrics.BindAddress, "metrics-addr", ":8443", "Address.")');
    expect(text).toContain('	opts.Metrics.SecureServing = secureMetrics\n');
  });

  it('is refused where the literal says more of the metrics: that would be lost', async () => {
    const options = 'opts := ctrl.Options{Metrics: server.Options{CertDir: "/tls"}}';
    const problem = await refusalOf({ 'main.go': main({ ...ofManager, options }) });
    expect(problem).toMatchObject({ code: 'computed-metrics-address', line: 13 });
    expect(problem.hint).toContain('Bind the flag to a variable of its own');
  });
});

describe('a flag that is bound to a field of the metrics server’s options', () => {
  it.each([
    'opts := server.Options{}',
    'opts := server.Options{BindAddress: ":8080"}',
    'var opts server.Options',
  ])('goes, and the options are made after parsing: %s', async (options) => {
    const text = await secured({ ...ofServer, options });
    expect(text).toContain(`func main() {\n${parsing('')}`);
    expect(text).toContain('	_, opts, err := flags.GetManagerOptions(managerOptions)\n');
    expect(text).toContain('ctrl.Options{Metrics: *opts}');
    expect(text).not.toContain('metrics-addr');
    expect(await secured({ ...ofServer, options }, 'diagnostics-options')).toContain(
      '	opts := flags.GetDiagnosticsOptions(diagnosticsOptions)\n',
    );
  });

  it('moves to the secure port in the literal where its default is what stands there', async () => {
    const options = 'opts := server.Options{BindAddress: ":8080"}';
    const text = await secured({ ...ofServer, options, value: 'opts.BindAddress' }, 'metrics-filters');
    expect(text).toContain('	opts := server.Options{BindAddress: ":8443"}\n');
    expect(text).toContain('"metrics-addr", opts.BindAddress, "Address."');
  });

  it('is refused where more is given before parsing, by the name of what has to move', async () => {
    const options = 'opts := server.Options{CertDir: "/tls"}';
    const problem = await refusalOf({ 'main.go': main({ ...ofServer, options }) });
    expect(problem).toMatchObject({ code: 'no-place-after-parsing' });
    expect(problem.hint).toContain('Move opts below the call');
  });
});
