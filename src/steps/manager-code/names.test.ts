import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.testing.ts';

function program(declarations: string, body: string, imports = '', more = ''): string {
  return `package main

import (
	"os"

${imports}	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
${more})

var setupLog = ctrl.Log.WithName("setup")
${declarations}
func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${body}}
`;
}

const MAKE = `	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: metricsAddr},
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
`;

async function migrated(...given: Parameters<typeof program>): Promise<string> {
  const { files } = await migrate({ 'main.go': program(...given) });
  return files['main.go'] ?? '';
}

describe('names that are taken', () => {
  it('for the options', async () => {
    const text = await migrated('\nvar managerOptions, metricsOptions = 1, 2\n', MAKE);
    expect(text).toContain('	var capiManagerOptions flags.ManagerOptions\n');
    expect(text).toContain('	_, metricsServerOptions, err := flags.GetManagerOptions(capiManagerOptions)\n');
    expect(text).toContain('		Metrics: *metricsServerOptions,\n');
  });

  it('for the import', async () => {
    const text = await migrated('\nvar flags = 1\n', MAKE);
    expect(text).toContain('	capiflags "sigs.k8s.io/cluster-api/util/flags"\n');
    expect(text).toContain('	capiflags.AddManagerOptions(pflag.CommandLine, &managerOptions)\n');
  });

  it('by another package called flags', async () => {
    const { files } = await migrate({
      'main.go': program('\nvar _ = flags.All\n', MAKE, '	"example.org/provider/internal/flags"\n'),
      'internal/flags/flags.go': 'package flags\n\n// All of them.\nvar All = 1\n',
    });
    expect(files['main.go']).toContain('	capiflags "sigs.k8s.io/cluster-api/util/flags"\n');
  });

  it('for the TLS options', async () => {
    const text = await migrated(
      '\nvar tlsOptions = 1\n',
      MAKE.replace('	})\n', '		WebhookServer: webhook.NewServer(webhook.Options{}),\n	})\n').replace(
        'Metrics: ',
        'Metrics:       ',
      ),
      '',
      '	"sigs.k8s.io/controller-runtime/pkg/webhook"\n',
    );
    expect(text).toContain(
      '	tlsOptionOverrides, metricsOptions, err := flags.GetManagerOptions(managerOptions)\n',
    );
    expect(text).toContain('webhook.Options{TLSOpts: tlsOptionOverrides}');
  });

  it('the alias of the repository is used', async () => {
    const { files } = await migrate({
      'main.go': program('', MAKE),
      'internal/other/other.go':
        'package other\n\nimport capiflags "sigs.k8s.io/cluster-api/util/flags"\n\nvar _ = capiflags.ManagerOptions{}\n',
    });
    expect(files['main.go']).toContain('	capiflags "sigs.k8s.io/cluster-api/util/flags"\n');
  });
});

describe('the error', () => {
  it('is the one of the function where it was declared before', async () => {
    const text = await migrated(
      '\nfunc first() (int, error) { return 0, nil }\n',
      `	one, err := first()
	if err != nil {
		panic(err)
	}
	_ = one

${MAKE}`,
    );
    expect(text).toContain('	_, metricsOptions, err := flags.GetManagerOptions(managerOptions)\n');
  });

  it('has a name of its own where the function declares it later, with nothing new beside it', async () => {
    const body = `	options := ctrl.Options{Metrics: server.Options{BindAddress: metricsAddr}}
	err := os.Chdir("/")
	if err != nil {
		panic(err)
	}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), options)
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		os.Exit(1)
	}
	_ = mgr
`;
    const text = await migrated('', body);
    expect(text).toContain(`	_, metricsOptions, flagsErr := flags.GetManagerOptions(managerOptions)
	if flagsErr != nil {
		setupLog.Error(flagsErr, "unable to start manager: invalid flags")
		os.Exit(1)
	}
`);
  });

  it.each([
    [
      'klog',
      '		klog.Fatalf("unable to create manager: %v", err)\n',
      '		klog.Fatalf("unable to create manager: invalid flags: %v", err)\n',
    ],
    ['panic', '		panic(err)\n', '		panic(err)\n'],
    [
      'another verb before the error',
      '		klog.Fatalf("manager %d of %s: %w", 1, "x", err)\n',
      '		klog.Fatalf("manager %d of %s: invalid flags: %w", 1, "x", err)\n',
    ],
    [
      'another verb and no error',
      '		klog.Fatalf("no manager %q\\n", "x")\n',
      '		klog.Fatalf("no manager %q: invalid flags\\n", "x")\n',
    ],
    [
      'the error without a colon',
      '		klog.Fatalf("no manager %v", err)\n',
      '		klog.Fatalf("no manager: invalid flags %v", err)\n',
    ],
    [
      'a message first',
      '		println("no manager", err.Error())\n		os.Exit(3)\n',
      '		println("no manager: invalid flags", err.Error())\n		os.Exit(3)\n',
    ],
    [
      'a name of its own',
      '		klog.Fatal("start failed: ", err)\n',
      '		klog.Fatal("start failed: invalid flags: ", err)\n',
    ],
  ])('is handled as the function does it: %s', async (_name, handling, expected) => {
    const body = MAKE.replace(
      '		setupLog.Error(err, "unable to start manager")\n		os.Exit(1)\n',
      handling,
    );
    const imports = handling.includes('klog') ? '	"k8s.io/klog/v2"\n' : '';
    const text = await migrated('', `	_ = os.Args\n${body}`, imports);
    expect(text).toContain(`	if err != nil {\n${expected}	}\n`);
  });

  it('is handled as the function does it: where the manager is checked too', async () => {
    const body = MAKE.replace('if err != nil', 'if mgr == nil || err != nil');
    const text = await migrated('', `	if err := os.Chdir("/"); err != nil {\n		panic(err)\n	}\n${body}`);
    expect(text).toContain(
      '	if err != nil {\n		setupLog.Error(err, "unable to start manager: invalid flags")\n',
    );
  });

  it('is handled as the function does it: below a comment', async () => {
    const body = MAKE.replace('	if err', '	// Nothing works without it.\n	if err');
    const text = await migrated('', `	if err := os.Chdir("/"); err != nil {\n		panic(err)\n	}\n${body}`);
    expect(text).toContain('"unable to start manager: invalid flags"');
  });

  it.each([
    [
      'with a message',
      'must(err, "unable to start manager")',
      'must(err, "unable to start manager: invalid flags")',
    ],
    ['without one', 'must.Succeed(err)', 'must.Succeed(err)'],
  ])('goes to the helper that gets the error of the manager: %s', async (_name, call, expected) => {
    const body = MAKE.replace(/\tif err[\s\S]*?\t\}\n/, `\t${call}\n`);
    const more = '	if err := os.Chdir("/"); err != nil {\n		setupLog.Error(err, "lost", "way", 1)\n	}\n';
    expect(await migrated('', body + more)).toContain(`	pflag.Parse()

	_, metricsOptions, err := flags.GetManagerOptions(managerOptions)
	${expected}

	mgr, err :=`);
  });

  it('is returned where the manager is returned', async () => {
    const { files } = await migrate({
      'main.go': program(
        `
func newManager(address string) (ctrl.Manager, error) {
	return ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: server.Options{BindAddress: address}})
}
`,
        `	_ = os.Args
	if _, err := newManager(metricsAddr); err != nil {
		panic(err)
	}
`,
      ),
    });
    expect(
      files['main.go'],
    ).toContain(`func newManager(managerOptions flags.ManagerOptions) (ctrl.Manager, error) {
	_, metricsOptions, err := flags.GetManagerOptions(managerOptions)
	if err != nil {
		return nil, err
	}

	return ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: *metricsOptions})
`);
    expect(files['main.go']).toContain('newManager(managerOptions); err != nil');
  });
});
