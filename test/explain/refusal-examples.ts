import { provider } from '../setup/provider.ts';
import { fixtureTree, withSidecar } from './step-examples.ts';

/** A repository that is refused with the page's code, and the same with what the page says in place, which is not. */
export interface RefusalExample {
  readonly refused: Readonly<Record<string, string>>;
  readonly byHand: Readonly<Record<string, string>>;
}

/** A manager whose flags and address are these; with `imports` beside those of controller-runtime. */
function main(parts: {
  readonly imports?: string;
  readonly declarations?: string;
  readonly body?: string;
  readonly metrics: string;
}): Record<string, string> {
  const { imports = '', declarations = '', body = '', metrics } = parts;
  return provider({
    'main.go': `package main

import (
	"os"

${imports}	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)
${declarations}
func main() {
${body}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: ${metrics},
	})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`,
  });
}

const FLAG = '	"flag"\n\n';
const COBRA = '	"github.com/spf13/cobra"\n';
const FILTERS = '	"sigs.k8s.io/controller-runtime/pkg/metrics/filters"\n';
const CAPI = '	"sigs.k8s.io/cluster-api/util/flags"\n';
const ADDRESS = 'metricsserver.Options{BindAddress: metricsAddr}';

function kong(declarations: string, body: string, metrics: string, imports = ''): Record<string, string> {
  return main({
    imports: `	"github.com/alecthomas/kong"\n${imports}`,
    declarations,
    body: `	kong.Parse(&config)\n${body}`,
    metrics,
  });
}

function urfave(flags: string, body: string, metrics: string, imports = ''): Record<string, string> {
  return main({
    imports: `	"github.com/urfave/cli/v2"\n${imports}`,
    declarations: `
var app = &cli.App{
	Flags: []cli.Flag{
${flags}	},
}
`,
    body: `	_ = app.Run(os.Args)\n	c := &cli.Context{}\n${body}`,
    metrics,
  });
}

/** A sidecar with a certificate, and the manager's container with these lines. */
function certificate(argument: string, mount: string): Record<string, string> {
  const tree = withSidecar();
  const patch = 'config/default/manager_auth_proxy_patch.yaml';
  const manifest = 'config/manager/manager.yaml';
  return {
    ...tree,
    [patch]: (tree[patch] ?? '').replace('        - "--upstream', `${argument}        - "--upstream`),
    [manifest]: (tree[manifest] ?? '').replace('        args:\n', `${mount}        args:\n`),
  };
}

function configured(inserted: string): Record<string, string> {
  const { 'config/manager/controller_config.yaml': _, ...tree } = fixtureTree('configuration-file');
  const text = (tree['main.go'] ?? '')
    .replace('	mgr, err :=', `${inserted}	mgr, err :=`)
    .replace('	"sigs.k8s.io/controller-runtime/pkg/log/zap"\n', (line) =>
      inserted ? line + FILTERS : line,
    );
  return { ...tree, 'main.go': text };
}

/** By the id of the page. */
export const refusalExamples: Readonly<Record<string, RefusalExample>> = {
  'computed-metrics-address': {
    refused: main({
      imports: FLAG,
      body: '	flag.Parse()\n',
      metrics: 'metricsserver.Options{BindAddress: os.Getenv("METRICS")}',
    }),
    byHand: main({
      imports: FLAG,
      body: '	var metricsAddr string\n	fs := flag.CommandLine\n	fs.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Where the metrics are served.")\n	flag.Parse()\n',
      metrics: ADDRESS,
    }),
  },
  'configured-metrics-address': {
    refused: configured(''),
    byHand: configured(
      '	// "sigs.k8s.io/controller-runtime/pkg/metrics/filters"\n	options.Metrics.SecureServing = true\n	options.Metrics.FilterProvider = filters.WithAuthenticationAndAuthorization\n',
    ),
  },
  'kube-rbac-proxy-certificate': {
    refused: certificate('        - "--tls-cert-file=/certs/tls.crt"\n', ''),
    byHand: certificate(
      '',
      '        volumeMounts:\n        - mountPath: /tmp/k8s-metrics-server/serving-certs\n          name: metrics-certificate\n          readOnly: true\n',
    ),
  },
  'unsupported-flags-cobra': {
    refused: main({
      imports: COBRA,
      body: '	_ = &cobra.Command{}\n',
      metrics: 'metricsserver.Options{BindAddress: ":8080"}',
    }),
    byHand: main({
      imports: COBRA + CAPI,
      body: `	cmd := &cobra.Command{}
	managerOptions := flags.ManagerOptions{}
	flags.AddManagerOptions(cmd.Flags(), &managerOptions)
	tlsOptions, metricsOptions, err := flags.GetManagerOptions(managerOptions)
	_, _ = tlsOptions, err
`,
      metrics: '*metricsOptions',
    }),
  },
  'unsupported-flags-kong': {
    refused: kong(
      '\nvar config struct {\n	MetricsAddr string `name:"metrics-bind-address" default:":8080"`\n}\n',
      '',
      'metricsserver.Options{BindAddress: config.MetricsAddr}',
    ),
    byHand: kong(
      `
var config struct {
	MetricsAddr   string \`name:"metrics-bind-address" default:":8443" help:"Where the metrics are served."\`
	MetricsSecure bool   \`name:"metrics-secure" default:"true" negatable:"" help:"Serve them over https, to authorized clients."\`
}

// +kubebuilder:rbac:groups=authentication.k8s.io,resources=tokenreviews,verbs=create
// +kubebuilder:rbac:groups=authorization.k8s.io,resources=subjectaccessreviews,verbs=create
`,
      `	// "sigs.k8s.io/controller-runtime/pkg/metrics/filters"
	metricsOptions := metricsserver.Options{BindAddress: config.MetricsAddr, SecureServing: config.MetricsSecure}
	if config.MetricsSecure {
	    metricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization
	}
`,
      'metricsOptions',
      FILTERS,
    ),
  },
  'unsupported-flags-urfave-cli': {
    refused: urfave(
      '		&cli.StringFlag{Name: "metrics-bind-address", Value: ":8080"},\n',
      '',
      'metricsserver.Options{BindAddress: c.String("metrics-bind-address")}',
    ),
    byHand: urfave(
      '		&cli.StringFlag{Name: "metrics-bind-address", Value: ":8443"},\n		&cli.BoolFlag{Name: "metrics-secure", Value: true},\n',
      `	metricsOptions := metricsserver.Options{
	    BindAddress:   c.String("metrics-bind-address"),
	    SecureServing: c.Bool("metrics-secure"),
	}
	if metricsOptions.SecureServing {
	    metricsOptions.FilterProvider = filters.WithAuthenticationAndAuthorization
	}
`,
      'metricsOptions',
      FILTERS,
    ),
  },
  'unsupported-flags-viper': {
    refused: main({
      imports: '	"github.com/spf13/viper"\n',
      body: '	metricsAddr := viper.GetString("metrics-bind-address")\n',
      metrics: ADDRESS,
    }),
    byHand: main({
      imports: COBRA,
      body: `	var metricsAddr string
	cmd := &cobra.Command{}
	cmd.Flags().StringVar(&metricsAddr, "metrics-bind-address", ":8080", "Where the metrics are served.")
	_ = cmd.Execute()
`,
      metrics: ADDRESS,
    }),
  },
};
