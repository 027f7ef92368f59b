import { describe, expect, it } from 'vitest';
import { step } from './index.ts';
import { migrate, refusalOf } from './migrate.testing.ts';

/** A whole entry point; `registrations` stand in another file of the package where there is a `register`. */
function main({
  register = 'flag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")',
} = {}): string {
  return `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var metricsAddr string

func main() {
	${register}
	flag.Parse()

	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: metricsAddr},
	})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;
}

describe('the step as a whole', () => {
  it('makes no sense without the arguments of the manifests, nor without the requirement of pflag', () => {
    expect(step.id).toBe('manager-code');
    expect(step.needs).toEqual(['manifest-arguments', 'go-mod']);
  });

  it('changes the files of every manager, each with the reason', async () => {
    const { files, changes } = await migrate({
      'a/main.go': main(),
      'b/main.go': main(),
      'c/c.go': 'package c\n',
    });
    expect(files['a/main.go']).toBe(files['b/main.go']);
    expect(files['a/main.go']).toContain('	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)\n');
    expect([...new Set(changes.map(({ path }) => path))]).toEqual(['a/main.go', 'b/main.go']);
    expect(changes.every(({ step: id, reason }) => id === 'manager-code' && reason.includes('https'))).toBe(
      true,
    );
  });

  it('names in each edit the text that it takes away', async () => {
    const text = main();
    const { changes } = await migrate({ 'main.go': text });
    const edits = changes.flatMap((change) => (change.kind === 'edit' ? change : []));
    expect(edits.length).toBeGreaterThan(3);
    for (const { start, end, expected } of edits) expect(expected).toBe(text.slice(start, end));
  });

  it('edits the other files of the package where the flag is registered there', async () => {
    const { files } = await migrate({
      'main.go': main({ register: 'register()' }),
      'flags.go':
        'package main\n\nimport "flag"\n\nfunc register() {\n	flag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")\n}\n',
    });
    expect(files['flags.go']).toBe(`package main

import (
	"github.com/spf13/pflag"
	"sigs.k8s.io/cluster-api/util/flags"
)

func register() {
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
}
`);
    expect(files['main.go']).toContain('var managerOptions flags.ManagerOptions\n');
    expect(files['main.go']).not.toContain('metricsAddr');
  });

  it('leaves a manager alone that has the options already', async () => {
    const first = await migrate({ 'main.go': main() });
    const second = await migrate(first.files);
    expect(second.changes).toEqual([]);
    expect(second.findings).toEqual([]);
  });

  it('keeps CRLF and a byte order mark', async () => {
    const windows = `\uFEFF${main().replaceAll('\n', '\r\n')}`;
    const [plain, migrated] = [await migrate({ 'main.go': main() }), await migrate({ 'main.go': windows })];
    expect(migrated.files['main.go']).toBe(`\uFEFF${plain.files['main.go']?.replaceAll('\n', '\r\n')}`);
  });

  it('refuses as a whole: nothing of one manager is given where another one is refused', async () => {
    const problem = await refusalOf({
      'a/main.go': main(),
      'b/main.go': main().replace('BindAddress: metricsAddr', 'BindAddress: os.Args[1]'),
    });
    expect(problem).toMatchObject({ code: 'computed-metrics-address', file: 'b/main.go', line: 18 });
  });
});
