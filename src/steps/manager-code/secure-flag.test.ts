import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.testing.ts';

/** What kubebuilder ≤ 3.14 scaffolds: https without authentication, if a flag says so. */
function program({ more = '', metrics = 'SecureServing: secure', set = 'flag' } = {}): string {
  return `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	var addr string
	var secure bool
	${set}.StringVar(&addr, "metrics-bind-address", ":8080", "Address.")
	${set}.BoolVar(&secure, "metrics-secure", false,
		"Serve https.")
	flag.Parse()
${more}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: addr, ${metrics}},
	})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;
}

describe('the flag that said whether https is served', () => {
  it('goes with its variable and its argument', async () => {
    const { files, removedFlags } = await migrate({ 'main.go': program() });
    expect(files['main.go']).toContain(`func main() {
	var managerOptions flags.ManagerOptions
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()
`);
    expect(removedFlags).toEqual(['metrics-bind-address', 'metrics-secure']);
  });

  it('is still accepted, as a switch, where asked to', async () => {
    const { files } = await migrate({ 'main.go': program() }, { keepFlags: true });
    expect(files['main.go']).toContain(
      '	flag.Bool("metrics-secure", false, "Ignored: see --diagnostics-address.")\n',
    );
  });

  it.each([
    ['where something else asks it', { more: '	if secure {\n		println()\n	}\n' }],
    ['where it says something else', { metrics: 'CertDir: "x"', more: '	_ = secure\n' }],
  ])('stays %s', async (_name, given) => {
    const { files, removedFlags } = await migrate({ 'main.go': program(given) });
    expect(files['main.go']).toContain('	flag.BoolVar(&secure, "metrics-secure", false,\n');
    expect(removedFlags).toEqual(['metrics-bind-address']);
  });
});
