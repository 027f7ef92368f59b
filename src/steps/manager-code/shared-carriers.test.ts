import { describe, expect, it } from 'vitest';
import { HEAD, made, make, migrated } from './carriers.testing.ts';
import { migrate, refusalOf } from './migrate.testing.ts';

describe('the comment of a declaration that gets another name', () => {
  it('begins with the new name, on a field', async () => {
    const text = await migrated(`
type config struct {
	// MetricsAddr is where Prometheus finds us, and metricsAddr is not MetricsAddr.
	MetricsAddr string
}

var c config

func main() {
	pflag.StringVar(&c.MetricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('c.MetricsAddr')}}
`);
    expect(text).toContain(
      '	// ManagerOptions is where Prometheus finds us, and metricsAddr is not MetricsAddr.\n	ManagerOptions flags.ManagerOptions\n',
    );
  });

  it.each([
    ['/* metricsAddr serves */', '/* managerOptions serves */'],
    [
      '// The metricsAddr is where\n// metricsAddr stands.',
      '// The metricsAddr is where\n// metricsAddr stands.',
    ],
  ])('begins with the new name, on a variable: %s', async (comment, expected) => {
    const text = await migrated(`
${comment}
var metricsAddr string

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('metricsAddr')}}
`);
    expect(text).toContain(`${expected}\nvar managerOptions flags.ManagerOptions\n`);
  });

  it('begins with the new name, in a group', async () => {
    const text = await migrated(`
var (
	// metricsAddr serves.
	metricsAddr string
	_           = 1
)

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('metricsAddr')}}
`);
    expect(text).toContain('var (\n	// managerOptions serves.\n	managerOptions flags.ManagerOptions\n');
  });
});

describe('what something else still uses stays', () => {
  it('a variable, with its flag', async () => {
    const text = await migrated(`
var metricsAddr string

func serveHealth() { listen(metricsAddr) }

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	serveHealth()

${make('metricsAddr')}}
`);
    expect(text).toContain('var metricsAddr string\nvar managerOptions flags.ManagerOptions\n');
    expect(text).toContain(`	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	flags.AddManagerOptions(pflag.CommandLine, &managerOptions)
	pflag.Parse()
`);
    expect(text).toContain(made('managerOptions'));
  });

  it('with a finding that says where, and what to do', async () => {
    const { findings } = await migrate({
      'main.go': `${HEAD}
func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	listen(metricsAddr)

${make('metricsAddr')}}
`,
    });
    const found = findings.filter(({ rule }) => rule === 'metrics-flag-still-used');
    expect(found).toMatchObject([{ level: 'warning', path: 'main.go', line: 17, column: 9 }]);
    expect(found[0]?.message).toContain('--metrics-addr no longer decides where metrics are served');
    expect(found[0]?.fix).toContain('managerOptions.DiagnosticsAddress');
  });

  it('a field that a test sets', async () => {
    const main = `${HEAD}
type config struct {
	MetricsAddr string
	Namespace   string
}

func main() {
	c := config{}
	pflag.StringVar(&c.MetricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('c.MetricsAddr')}}
`;
    const test =
      'package main\n\nimport "testing"\n\nfunc TestConfig(t *testing.T) { _ = config{MetricsAddr: ":0"} }\n';
    const { files } = await migrate({ 'main.go': main, 'main_test.go': test });
    expect(files['main.go']).toContain(`	MetricsAddr    string
	ManagerOptions flags.ManagerOptions
	Namespace      string
`);
    expect(files['main.go']).toContain('"metrics-addr"');
    expect(files['main_test.go']).toBe(test);
  });

  it('refuses a field of a struct that a literal without keys fills', async () => {
    const problem = await refusalOf({
      'main.go': `${HEAD}
type config struct{ metricsAddr string }

func main() {
	c := config{":8080"}
	pflag.StringVar(&c.metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('c.metricsAddr')}}
`,
    });
    expect(problem).toMatchObject({ code: 'literal-without-keys', file: 'main.go', line: 16 });
  });

  it('refuses a struct without a name whose literal has no keys', async () => {
    const problem = await refusalOf({
      'main.go': `${HEAD}
func main() {
	c := struct{ metricsAddr string }{":8080"}
	pflag.StringVar(&c.metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('c.metricsAddr')}}
`,
    });
    expect(problem).toMatchObject({ code: 'literal-without-keys', file: 'main.go', line: 14 });
  });

  it('a variable that a test uses', async () => {
    const main = `${HEAD}
var metricsAddr string

func main() {
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()

${make('metricsAddr')}}
`;
    const test = 'package main\n\nfunc init() { metricsAddr = "0" }\n';
    const { files } = await migrate({ 'main.go': main, 'main_test.go': test });
    expect(files['main.go']).toContain('var metricsAddr string\nvar managerOptions flags.ManagerOptions\n');
  });

  it('an import that other code uses', async () => {
    const text = await migrated(`
func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	_ = server.Options{}

${make('metricsAddr')}}
`);
    expect(text).toContain('pkg/metrics/server"');
  });

  it('refuses a shared address that is filled from another one', async () => {
    const problem = await refusalOf({
      'main.go': `${HEAD}
type config struct{ addr string }

func main() {
	var metricsAddr string
	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")
	pflag.Parse()
	c := config{addr: metricsAddr}
	listen(c.addr)

${make('c.addr')}}
`,
    });
    expect(problem).toMatchObject({ code: 'shared-metrics-address', file: 'main.go' });
    expect(problem.reason).toContain('main.go:20');
  });
});
