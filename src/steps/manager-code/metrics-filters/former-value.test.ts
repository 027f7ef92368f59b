import { describe, expect, it } from 'vitest';
import { migrate } from '../migrate.testing.ts';

/** Options that a function fills with defaults, and that flags are bound to with what they hold as the default. */
function main(defaults: string): string {
  return `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

type options struct {
	metricsAddr string
	probeAddr   string
}

func defaultOptions() options {
	return options{
		${defaults}
		probeAddr:   ":8081",
	}
}

func main() {
	opts := defaultOptions()
	flag.StringVar(&opts.metricsAddr, "metrics-addr", opts.metricsAddr, "Address.")
	flag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: opts.metricsAddr},
	})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;
}

const secured = (defaults: string) => migrate({ 'main.go': main(defaults) }, { api: 'metrics-filters' });

describe('a default that is what the field held before', () => {
  it('moves to the secure port where it is written', async () => {
    const { files, findings } = await secured('metricsAddr: ":8080",');
    expect(files['main.go']).toContain('		metricsAddr: ":8443",\n		probeAddr:   ":8081",\n');
    expect(files['main.go']).toContain(
      'flag.StringVar(&opts.metricsAddr, "metrics-addr", opts.metricsAddr, "Address.")',
    );
    expect(findings).toEqual([]);
  });

  it('stays where it is the secure one, or switches the metrics off', async () => {
    for (const address of [':8443', '0']) {
      const { files } = await secured(`metricsAddr: "${address}",`);
      expect(files['main.go']).toContain(`metricsAddr: "${address}",`);
    }
  });

  it('goes with its flag where the API brings another one', async () => {
    const { files, findings } = await migrate({ 'main.go': main('metricsAddr: ":8080",') });
    expect(files['main.go']).not.toContain('metricsAddr');
    expect(files['main.go']).toContain('	return options{\n		probeAddr: ":8081",\n	}\n');
    expect(findings.map(({ rule }) => rule)).not.toContain('computed-flag-default');
  });
});

/** A flag of https that exists already, whose default is what its variable was declared with. */
function half(declared: string): string {
  return `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	metricsAddr := ":8080"
	secureMetrics := ${declared}
	flag.StringVar(&metricsAddr, "metrics-addr", metricsAddr, "Address.")
	flag.BoolVar(&secureMetrics, "metrics-secure", secureMetrics, "Https.")
	flag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: metricsAddr, SecureServing: secureMetrics},
	})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;
}

describe('a switch whose default is what the variable held before', () => {
  it.each(['false', 'true'])('declared with %s, is on by default', async (declared) => {
    const { files } = await migrate({ 'main.go': half(declared) }, { api: 'metrics-filters' });
    expect(files['main.go']).toContain('	metricsAddr := ":8443"\n	secureMetrics := true\n');
    expect(files['main.go']).toContain(
      'flag.BoolVar(&secureMetrics, "metrics-secure", secureMetrics, "Https.")',
    );
    expect(files['main.go']).toMatch(/if secureMetrics \{\n.*\n.*\.FilterProvider = filters\./);
  });
});
