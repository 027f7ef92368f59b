import { describe, expect, it } from 'vitest';
import { migrate } from './migrate.testing.ts';

interface Given {
  readonly imports?: string;
  readonly declarations?: string;
  readonly before?: string;
  readonly receiver?: string;
  readonly name?: string;
  readonly value?: string;
  readonly after?: string;
  readonly more?: Readonly<Record<string, string>>;
}

const NAME = '"metrics-bind-address"';

/** The main file after a migration whose metrics flag is registered with the given words. */
async function migrated({
  receiver = 'flag',
  name = NAME,
  value = '":8080"',
  ...given
}: Given): Promise<string> {
  const main = `package main

import (
	"flag"
	"os"

${given.imports ?? ''}	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var setupLog = ctrl.Log.WithName("setup")
${given.declarations ?? ''}
func main() {
	var addr string
${given.before ?? ''}	${receiver}.StringVar(&addr, ${name}, ${value}, "Address.")
	flag.Parse()
${given.after ?? ''}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: addr},
	})
	if err != nil {
		setupLog.Error(err, "unable to start manager")
		panic(err)
	}
	_ = mgr
}
`;
  const { files } = await migrate({ 'main.go': main, ...given.more });
  return files['main.go'] ?? '';
}

const HEAD = 'func main() {\n	var managerOptions flags.ManagerOptions\n';
const ADD = '	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)\n';

describe('what only the old flag used goes with it', () => {
  it('a variable for the flag set', async () => {
    const text = await migrated({ before: '	fs := flag.CommandLine\n', receiver: 'fs' });
    expect(text).toContain(HEAD + ADD);
  });

  it('a variable whose name is a word of a message', async () => {
    const text = await migrated({ before: '	flags := flag.CommandLine\n', receiver: 'flags' });
    expect(text).not.toContain('	flags := flag.CommandLine\n');
    expect(text).toContain('capiflags.AddManagerOptions(pflag.CommandLine, &managerOptions)\n');
  });

  it('constants, with their group and comment', async () => {
    const declarations = `
// How metrics are served.
const (
	metricsFlag    = "metrics-bind-address"
	metricsDefault = ":8080"
)
`;
    const text = await migrated({ declarations, name: 'metricsFlag', value: 'metricsDefault' });
    expect(text).toContain(`var setupLog = ctrl.Log.WithName("setup")\n\n${HEAD}${ADD}`);
  });

  it('a constant of the function, and the one that it is made of', async () => {
    const text = await migrated({
      declarations: '\nconst port = "8080"\n',
      before: '	const address = ":" + port\n',
      value: 'address',
    });
    expect(text).toContain(`var setupLog = ctrl.Log.WithName("setup")\n\n${HEAD}${ADD}`);
  });

  it('a function that made the default, with its import', async () => {
    const declarations = `
// fromEnv asks the environment.
func fromEnv(name string) string {
	if name == "" {
		return fromEnv("METRICS")
	}
	return os.Getenv(name)
}
`;
    const text = await migrated({ declarations, value: 'fromEnv("ADDR")' });
    expect(text).not.toContain('fromEnv');
    expect(text).not.toContain('"os"');
    expect(text).toContain(`var setupLog = ctrl.Log.WithName("setup")\n\n${HEAD}${ADD}`);
  });

  it('one of several names', async () => {
    const text = await migrated({
      declarations: '\nconst metricsFlag, other = "metrics-addr", 2\n',
      name: 'metricsFlag',
    });
    expect(text).toContain('const other = 2\n');
  });

  it('the name alone, where the value does something', async () => {
    const text = await migrated({ before: '	address := os.Getenv("ADDR")\n', value: 'address' });
    expect(text).toContain('	_ = os.Getenv("ADDR")\n');
  });
});

describe('a value that does something', () => {
  it('keeps doing it, without a name', async () => {
    const text = await migrated({ before: '	var address = read("ADDR")\n', value: 'address' });
    expect(text).toContain('	var _ = read("ADDR")\n');
  });

  it('keeps its name at top level, where Go does not ask who uses it', async () => {
    const declarations = '\nvar address = read("ADDR")\n';
    expect(await migrated({ declarations, value: 'address' })).toContain(declarations);
  });
});

describe('what is used elsewhere stays', () => {
  it.each([
    ['in the same function', { after: '	println(address)\n' }],
    ['in another file', { more: { 'other.go': 'package main\n\nvar other = address\n' } }],
    ['in a test', { more: { 'main_test.go': 'package main\n\nvar other = address\n' } }],
    ['in a file that cannot be read', { more: { 'odd.go': 'package main\n\nvar other = address +\n' } }],
  ])('%s', async (_name, given) => {
    const declarations = '\nconst address = ":8080"\n';
    expect(await migrated({ declarations, value: 'address', ...given })).toContain(declarations);
  });

  it('with an exported name', async () => {
    const declarations = '\nconst Address = ":8080"\n';
    expect(await migrated({ declarations, value: 'Address' })).toContain(declarations);
  });

  it('in a group that counts', async () => {
    const declarations = '\nconst (\n	address = string(rune(iota))\n	second  = iota\n)\n';
    expect(await migrated({ declarations, value: 'address' })).toContain(declarations);
  });

  it('in the code that takes its place', async () => {
    const text = await migrated({
      imports: '	"github.com/spf13/pflag"\n',
      before: '	fs := pflag.CommandLine\n',
      receiver: 'fs',
    });
    expect(text).toContain('	fs := pflag.CommandLine\n	flags.AddManagerOptions(fs, &managerOptions)\n');
  });
});
