import { describe, expect, it } from 'vitest';
import { TAIL } from './flag-sets.testing.ts';
import { migrate } from './migrate.testing.ts';

describe('a flag that is the pointer itself', () => {
  it('becomes a variable, registered before parsing', async () => {
    const main = `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var (
	setupLog    = ctrl.Log.WithName("setup")
	metricsAddr = flag.String("metrics-addr", ":8080", "Address.")
)

func main() {
	flag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: *metricsAddr},
	})
${TAIL}`;
    const { files } = await migrate({ 'main.go': main });
    expect(files['main.go']).toContain(`var (
	setupLog       = ctrl.Log.WithName("setup")
	managerOptions flags.ManagerOptions
)

func main() {
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.CommandLine.AddGoFlagSet(flag.CommandLine)
	pflag.Parse()
`);
  });
});

describe('a default that is computed', () => {
  const main = (value: string) => `package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

const port = 8080

var (
	setupLog    = ctrl.Log.WithName("setup")
	fromEnv     = os.Getenv("ADDR")
	metricsAddr string
)

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ${value}, "Address.")
	pflag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: metricsAddr},
	})
${TAIL}`;

  it.each(['os.Getenv("ADDR")', 'fromEnv', 'fmt.Sprintf(":%s", fromEnv)', '":" + os.Getenv("PORT")'])(
    'is told of: %s',
    async (value) => {
      const { findings } = await migrate({ 'main.go': main(value) });
      const found = findings.filter(({ rule }) => rule === 'computed-flag-default');
      expect(found).toMatchObject([{ level: 'warning', path: 'main.go', line: 21 }]);
      expect(found[0]?.message).toContain('--metrics-addr');
      expect(found[0]?.fix).toContain('--diagnostics-address');
    },
  );

  it.each(['":8080"', 'fmt.Sprintf(":%d", port)', 'metricsAddr'])('says nothing of %s', async (value) => {
    const { findings } = await migrate({ 'main.go': main(value) });
    expect(findings.map(({ rule }) => rule)).not.toContain('computed-flag-default');
  });
});
