import { describe, expect, it } from 'vitest';
import { migrate, refusalOf } from '../migrate.testing.ts';

const FILTERS = '"sigs.k8s.io/controller-runtime/pkg/metrics/filters"';

/** An entry point that registers, parses, does `before` and makes a manager with these options. */
function main({
  flags = 'flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Address.")',
  variables = 'var metricsAddr string',
  before = '',
  options = 'ctrl.Options{Metrics: metricsserver.Options{BindAddress: metricsAddr}}',
  imports = '',
} = {}): string {
  return `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"${imports && `\n\t${imports}`}
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	${variables}
	${flags}
	flag.Parse()
${before}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ${options})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;
}

type Parts = Parameters<typeof main>[0];

async function result(parts: Parts, style: 'kubebuilder' | 'diagnostics' = 'kubebuilder'): Promise<string> {
  const { files } = await migrate({ 'main.go': main(parts) }, { api: 'metrics-filters', style });
  return files['main.go'] ?? '';
}

const FILTER = (condition: string, target: string) => `	if ${condition} {
		// Only clients that the API server authenticates, and allows to read /metrics, are served.
		${target}.FilterProvider = filters.WithAuthenticationAndAuthorization
	}
`;

const HTTP1 = (condition: string, target: string) => `	if !${condition} {
		// HTTP/2 stays off because of the Stream Cancellation and Rapid Reset vulnerabilities:
		// https://github.com/advisories/GHSA-qppj-fm5r-hxr3, https://github.com/advisories/GHSA-4374-p667-p6c8
		${target}.TLSOpts = append(${target}.TLSOpts, func(c *tls.Config) {
			c.NextProtos = []string{"http/1.1"}
		})
	}
`;

describe('kubebuilder’s spelling', () => {
  it('gives the flags, the options in a variable, and the filter only with https', async () => {
    const text = await result({});
    expect(text).toContain(`	var metricsAddr string
	var secureMetrics bool
	var enableHTTP2 bool
	flag.StringVar(&metricsAddr, "metrics-bind-address", ":8443", "Address.")
	flag.BoolVar(&secureMetrics, "metrics-secure", true,
		"If set, the metrics endpoint is served securely via HTTPS. Use --metrics-secure=false to use HTTP instead.")
	flag.BoolVar(&enableHTTP2, "enable-http2", false,
		"If set, HTTP/2 will be enabled for the metrics server.")
`);
    expect(text).toContain(`	metricsServerOptions := metricsserver.Options{
		BindAddress:   metricsAddr,
		SecureServing: secureMetrics,
	}
${FILTER('secureMetrics', 'metricsServerOptions')}${HTTP1('enableHTTP2', 'metricsServerOptions')}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: metricsServerOptions})
`);
    expect(text).toContain(`	"crypto/tls"\n`);
    expect(text).toContain(`	${FILTERS}\n	metricsserver `);
  });

  it('sets the rest on the variable of the manager’s options', async () => {
    const before = `	opts := ctrl.Options{
		Metrics: metricsserver.Options{
			BindAddress: metricsAddr,
		},
	}
`;
    expect(await result({ before, options: 'opts' })).toContain(`		Metrics: metricsserver.Options{
			BindAddress:   metricsAddr,
			SecureServing: secureMetrics,
		},
	}
${FILTER('secureMetrics', 'opts.Metrics')}${HTTP1('enableHTTP2', 'opts.Metrics')}
	mgr, err`);
  });

  it('sets the rest on the variable of the metrics options', async () => {
    const before = '	m := metricsserver.Options{BindAddress: metricsAddr}\n';
    const text = await result({ before, options: 'ctrl.Options{Metrics: m}' });
    expect(text).toContain(
      '	m := metricsserver.Options{BindAddress: metricsAddr, SecureServing: secureMetrics}\n',
    );
    expect(text).toContain(`${FILTER('secureMetrics', 'm')}${HTTP1('enableHTTP2', 'm')}
	mgr, err`);
  });

  it('sets all on options that get their address by an assignment', async () => {
    const before = '	opts := ctrl.Options{}\n	opts.Metrics.BindAddress = metricsAddr\n';
    expect(await result({ before, options: 'opts' })).toContain(`	opts.Metrics.BindAddress = metricsAddr
	opts.Metrics.SecureServing = secureMetrics
${FILTER('secureMetrics', 'opts.Metrics')}${HTTP1('enableHTTP2', 'opts.Metrics')}`);
  });

  it('follows flags that give pointers', async () => {
    const text = await result({
      variables: 'metricsAddr := flag.String("metrics-bind-address", ":8080", "Address.")',
      flags: '',
      options: 'ctrl.Options{Metrics: metricsserver.Options{BindAddress: *metricsAddr}}',
    });
    expect(text).toContain('	secureMetrics := flag.Bool("metrics-secure", true,\n');
    expect(text).toContain('SecureServing: *secureMetrics,');
    expect(text).toContain('	if !*enableHTTP2 {');
  });

  it('follows a flag that is bound to the options', async () => {
    const text = await result({
      variables: 'options := ctrl.Options{}',
      flags: 'flag.StringVar(&options.Metrics.BindAddress, "metrics-bind-address", ":8080", "Address.")',
      options: 'options',
    });
    expect(text).toContain(
      '	flag.StringVar(&options.Metrics.BindAddress, "metrics-bind-address", ":8443", ',
    );
    expect(text).toContain('	options.Metrics.SecureServing = secureMetrics\n');
  });

  it('takes other names where these are taken', async () => {
    const variables =
      'var metricsAddr string\n	secureMetrics, enableHTTP2 := 1, 2\n	_, _ = secureMetrics, enableHTTP2';
    const text = await result({ variables });
    expect(text).toContain('flag.BoolVar(&metricsSecure, "metrics-secure"');
    expect(text).toContain('flag.BoolVar(&metricsHTTP2, "enable-http2"');
  });

  it('takes another flag where the name is taken', async () => {
    const flags = `flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Address.")
	var other bool
	flag.BoolVar(&other, "metrics-secure", false, "Something else.")`;
    expect(await result({ flags })).toContain('flag.BoolVar(&secureMetrics, "metrics-secure-serving", true,');
  });

  it('leaves HTTP/2 to a flag that is there', async () => {
    const flags = `flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Address.")
	var http2 bool
	flag.BoolVar(&http2, "enable-http2", false, "HTTP/2 of the webhooks.")`;
    expect(await result({ flags })).not.toContain('NextProtos');
  });

  it('a default that switches the metrics off stays', async () => {
    const flags = 'flag.StringVar(&metricsAddr, "metrics-bind-address", "0", "Address.")';
    expect(await result({ flags })).toContain('"metrics-bind-address", "0", "Address."');
  });

  it('a constant default changes where it is declared, unless something else speaks of it', async () => {
    const flags = 'flag.StringVar(&metricsAddr, "metrics-bind-address", address, "Address.")';
    const variables = 'const address = ":8080"\n	var metricsAddr string';
    expect(await result({ flags, variables })).toContain('	const address = ":8443"\n');
    const used = await result({ flags, variables: `${variables}\n	println(address)` });
    expect(used).toContain('	const address = ":8080"\n');
    expect(used).toContain('"metrics-bind-address", ":8443", "Address."');
  });
});

describe('values on their way', () => {
  it('fields, parameters and arguments', async () => {
    const before = `package main

import (
	"flag"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

type config struct {
	metricsAddr string
	probe       string
}

func main() {
	c := &config{}
	addFlags(c)
	flag.Parse()
	run(c.metricsAddr, c.probe)
}

func addFlags(to *config) {
	flag.StringVar(&to.metricsAddr, "metrics-addr", ":8080", "Address.")
}

func run(metricsAddr, probe string) {
	_, _ = ctrl.NewManager(nil, ctrl.Options{Metrics: metricsserver.Options{BindAddress: metricsAddr}})
}
`;
    const { files } = await migrate({ 'main.go': before }, { api: 'metrics-filters' });
    const text = files['main.go'];
    expect(text).toContain(`type config struct {
	metricsAddr   string
	secureMetrics bool
	enableHTTP2   bool
	probe         string
}`);
    expect(text).toContain('	run(c.metricsAddr, c.secureMetrics, c.enableHTTP2, c.probe)\n');
    expect(text).toContain('	flag.BoolVar(&to.secureMetrics, "metrics-secure", true,\n');
    expect(text).toContain('func run(metricsAddr string, secureMetrics, enableHTTP2 bool, probe string) {');
  });
});

describe('TLS', () => {
  const before = `	tlsOpts := []func(*tls.Config){}
	hooks := webhook.NewServer(webhook.Options{TLSOpts: tlsOpts})
`;
  const imports = '"sigs.k8s.io/controller-runtime/pkg/webhook"\n\t"crypto/tls"';
  const options =
    'ctrl.Options{WebhookServer: hooks, Metrics: metricsserver.Options{BindAddress: metricsAddr}}';

  it('what is demanded of the webhooks holds for the metrics too', async () => {
    const text = await result({ before, options, imports });
    expect(text).toContain('		TLSOpts:       tlsOpts,\n');
    expect(text).toContain(HTTP1('enableHTTP2', 'metricsServerOptions'));
  });

  it('so it does with --style diagnostics', async () => {
    const text = await result({ before, options, imports }, 'diagnostics');
    expect(text).toContain('		TLSOpts:       tlsOpts,\n');
    expect(text).not.toContain('NextProtos');
  });

  it('options of its own stay', async () => {
    const own = 'ctrl.Options{Metrics: metricsserver.Options{BindAddress: metricsAddr, TLSOpts: own()}}';
    const text = await result({ options: own });
    expect(text).toContain('		TLSOpts:       own(),\n');
    expect(text).not.toContain('NextProtos');
  });
});

describe('an address that the code gives', () => {
  it('a constant: https and the filter without flags', async () => {
    const text = await result({
      variables: '',
      flags: '',
      options: 'ctrl.Options{Metrics: metricsserver.Options{BindAddress: ":8080"}}',
    });
    expect(text).toContain(`ctrl.Options{Metrics: metricsserver.Options{
		BindAddress:    ":8443",
		SecureServing:  true,
		FilterProvider: filters.WithAuthenticationAndAuthorization,
	}})`);
    expect(text).not.toContain('metrics-secure');
  });

  it('none at all: controller-runtime’s default was plain http', async () => {
    const text = await result({ variables: '', flags: '', options: 'ctrl.Options{\n\t\tScheme: nil,\n\t}' });
    expect(text).toContain(`		Scheme: nil,
		Metrics: metricsserver.Options{
			BindAddress:    ":8443",
			SecureServing:  true,
			FilterProvider: filters.WithAuthenticationAndAuthorization,
		},
`);
  });

  it('becomes a flag with --style diagnostics', async () => {
    const text = await result(
      {
        variables: '',
        flags: '',
        options: 'ctrl.Options{Metrics: metricsserver.Options{BindAddress: ":8080"}}',
      },
      'diagnostics',
    );
    expect(text).toContain('	flag.StringVar(&diagnosticsAddress, "diagnostics-address", ":8443",\n');
    expect(text).toContain(`		BindAddress:   diagnosticsAddress,
		SecureServing: !insecureDiagnostics,
`);
  });
});

describe('the spelling of Cluster API without its module', () => {
  it('renames the flag, and asks for plain http in the other sense', async () => {
    const text = await result({}, 'diagnostics');
    expect(text).toContain(
      'flag.StringVar(&metricsAddr, "diagnostics-address", ":8443", "The address of the metrics',
    );
    expect(text).toContain('flag.BoolVar(&insecureDiagnostics, "insecure-diagnostics", false,\n');
    expect(text).toContain('		SecureServing: !insecureDiagnostics,\n');
    expect(text).toContain(FILTER('!insecureDiagnostics', 'metricsServerOptions'));
    expect(text).not.toContain('metrics-bind-address');
  });

  it('is refused where a flag with that name does something else', async () => {
    const flags = `flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Address.")
	var other bool
	flag.BoolVar(&other, "insecure-diagnostics", false, "Something else.")`;
    const problem = await refusalOf(
      { 'main.go': main({ flags }) },
      { api: 'metrics-filters', style: 'diagnostics' },
    );
    expect(problem).toMatchObject({ code: 'flag-registered-twice', file: 'main.go' });
  });
});

describe('what is half there is completed', () => {
  const field = (text: string) =>
    `ctrl.Options{\n\t\tMetrics: metricsserver.Options{\n\t\t\tBindAddress: metricsAddr,\n\t\t\t${text},\n\t\t},\n\t}`;
  const imports = FILTERS;
  const FILTER_FIELD = 'FilterProvider: filters.WithAuthenticationAndAuthorization';

  it('https without the filter', async () => {
    const text = await result({ options: field('SecureServing: true') });
    expect(text).toContain('			FilterProvider: filters.WithAuthenticationAndAuthorization,\n');
    expect(text).not.toContain('metrics-secure');
  });

  it('https on demand, without the filter: kubebuilder’s scaffold before 4.1', async () => {
    const flags = `flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Address.")
	secure := flag.Bool("metrics-secure", false, "Use https.")`;
    const text = await result({ flags, options: field('SecureServing: *secure') });
    expect(text).toContain('flag.Bool("metrics-secure", true, "Use https.")');
    expect(text).toContain(FILTER('metricsServerOptions.SecureServing', 'metricsServerOptions'));
  });

  it('the filter without https', async () => {
    const text = await result({ options: field(FILTER_FIELD), imports });
    expect(text).toContain('			SecureServing:  true,\n');
  });

  it('the filter with https denied', async () => {
    const text = await result({ options: field(`SecureServing: false,\n\t\t\t${FILTER_FIELD}`), imports });
    expect(text).toContain('SecureServing:  true,\n');
    expect(text).not.toContain('false');
  });

  it('nothing, where https and the filter are there: the port is its owner’s choice', async () => {
    const text = await result({ options: field(`SecureServing: true,\n\t\t\t${FILTER_FIELD}`), imports });
    expect(text).toContain('"metrics-bind-address", ":8080"');
  });

  it('options that were built and never passed', async () => {
    const before = `	m := metricsserver.Options{BindAddress: metricsAddr, SecureServing: true}
	m.FilterProvider = filters.WithAuthenticationAndAuthorization
`;
    const text = await result({ before, imports });
    expect(text).toContain('ctrl.Options{Metrics: m}');
  });

  it('but not by guessing', async () => {
    const before = `	m := metricsserver.Options{SecureServing: true}
	m.FilterProvider = filters.WithAuthenticationAndAuthorization
`;
    const problem = await refusalOf({ 'main.go': main({ before, imports }) }, { api: 'metrics-filters' });
    expect(problem).toMatchObject({ code: 'metrics-options-not-passed', file: 'main.go', line: 16 });
  });

  it('a filter of somebody else is not ours to judge', async () => {
    const problem = await refusalOf(
      { 'main.go': main({ options: field('FilterProvider: ownFilter') }) },
      { api: 'metrics-filters' },
    );
    expect(problem).toMatchObject({ code: 'own-filter-provider', file: 'main.go' });
  });
});
