import { describe, expect, it } from 'vitest';
import { refusalOf } from './migrate.testing.ts';

function program({
  imports = '	"github.com/spf13/pflag"\n',
  declarations = '',
  flags = '	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")\n',
  parse = '	pflag.Parse()\n',
  address = 'metricsAddr',
  rest = '	if err != nil {\n		os.Exit(1)\n	}\n',
} = {}): string {
  return `package main

import (
	"fmt"
	"os"

${imports}	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)
${declarations}
func main() {
	var metricsAddr string
${flags}${parse}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: server.Options{BindAddress: ${address}},
	})
${rest}	fmt.Println(mgr)
}
`;
}

describe('refused, with the place and what to do', () => {
  it('an address that is computed', async () => {
    const address = 'fmt.Sprintf(":%d", port)';
    const problem = await refusalOf({ 'main.go': program({ address }) });
    expect(problem).toMatchObject({
      code: 'computed-metrics-address',
      file: 'main.go',
      line: 18,
      column: 40,
    });
    expect(problem.reason).toContain('Sprintf');
    expect(problem.hint).toContain('explain computed-metrics-address');
  });

  it('an address that is changed after parsing', async () => {
    const parse = '	pflag.Parse()\n	if metricsAddr == "" {\n		metricsAddr = os.Getenv("METRICS")\n	}\n';
    const problem = await refusalOf({ 'main.go': program({ parse }) });
    expect(problem).toMatchObject({ code: 'computed-metrics-address', line: 17 });
  });

  it('an address that switches the metrics off under a condition', async () => {
    const parse = '	pflag.Parse()\n	if len(os.Args) == 1 {\n		metricsAddr = "0"\n	}\n';
    const problem = await refusalOf({ 'main.go': program({ parse }) });
    expect(problem).toMatchObject({ code: 'computed-metrics-address', file: 'main.go', line: 17 });
    expect(problem.reason).toContain('is also set by "metricsAddr = \\"0\\""');
    expect(problem.hint).toContain('DiagnosticsAddress');
  });

  it.each([
    ['cobra', 'github.com/spf13/cobra', 'unsupported-flags-cobra'],
    ['kong', 'github.com/alecthomas/kong', 'unsupported-flags-kong'],
  ])('a command line that %s reads', async (name, importPath, code) => {
    const imports = `	"${importPath}"\n`;
    const given = { imports, flags: '', parse: `	_ = ${name}.Parse\n`, address: '":8080"' };
    const problem = await refusalOf({ 'main.go': program(given) });
    expect(problem).toMatchObject({ code, file: 'main.go' });
  });

  it('a command line that fills a struct by its tags, at the field of the address', async () => {
    const given = {
      imports: '	"github.com/alecthomas/kong"\n',
      declarations:
        '\ntype settings struct {\n	Addr string `name:"metrics-addr"`\n}\n\nvar given settings\n',
      flags: '',
      parse: '	kong.Parse(&given)\n',
      address: 'given.Addr',
    };
    const problem = await refusalOf({ 'main.go': program(given) });
    expect(problem).toMatchObject({ code: 'unsupported-flags-kong', line: 13 });
    expect(problem.reason).toContain('which fills Addr of this struct');
  });

  it('a command line that nobody reads', async () => {
    const problem = await refusalOf({
      'main.go': program({ imports: '', flags: '', parse: '', address: '":8080"' }),
    });
    expect(problem).toMatchObject({ code: 'no-command-line', line: 14 });
  });

  it('a flag that the new ones would register a second time', async () => {
    const flags =
      '	pflag.StringVar(&metricsAddr, "metrics-addr", ":8080", "")\n	pflag.String("tls-min-version", "", "")\n';
    const problem = await refusalOf({ 'main.go': program({ flags }) });
    expect(problem).toMatchObject({ code: 'flag-registered-twice', line: 15 });
    expect(problem.reason).toContain('--tls-min-version');
  });

  it('a metrics flag whose name is computed', async () => {
    const flags = '	pflag.StringVar(&metricsAddr, os.Args[0]+"-addr", ":8080", "")\n';
    const problem = await refusalOf({ 'main.go': program({ flags }) });
    expect(problem).toMatchObject({ code: 'computed-flag-name', file: 'main.go', line: 14, column: 2 });
  });

  it('a metrics flag that stays and has the name that Cluster API 1.8 registers itself', async () => {
    const flags = '	pflag.StringVar(&metricsAddr, "metrics-bind-addr", ":8080", "")\n';
    const main = program({ flags, parse: '	pflag.Parse()\n	fmt.Println(metricsAddr)\n' });
    const problem = await refusalOf({ 'main.go': main }, { registersMetricsBindAddr: true });
    expect(problem).toMatchObject({ code: 'flag-registered-twice', line: 14 });
  });

  it('flags that are registered already, while the address comes from elsewhere', async () => {
    const imports = '	"github.com/spf13/pflag"\n	"sigs.k8s.io/cluster-api/util/flags"\n';
    const parse = '	flags.AddManagerOptions(pflag.CommandLine, &flags.ManagerOptions{})\n	pflag.Parse()\n';
    const problem = await refusalOf({ 'main.go': program({ imports, parse }) });
    expect(problem).toMatchObject({ code: 'half-adopted', file: 'main.go', line: 16 });
    expect(problem.reason).toContain('main.go:20');
  });

  it('metrics that the code switches off', async () => {
    const problem = await refusalOf({ 'main.go': program({ flags: '', address: '"0"' }) });
    expect(problem).toMatchObject({ code: 'metrics-switched-off', file: 'main.go' });
  });

  it.each([
    [
      'an assignment above',
      'metrics-options-in-parts',
      'opts := ctrl.Options{}\n	opts.Metrics.CertDir = "/certs"',
    ],
    [
      'a literal',
      'computed-metrics-address',
      'opts := ctrl.Options{Metrics: server.Options{CertDir: "/certs"}}',
    ],
  ])('metrics options in parts: %s', async (_name, code, first) => {
    const main = program().replace(
      /\tmgr, err := [\s\S]*?\t\}\)\n/,
      `	${first}\n	opts.Metrics.BindAddress = metricsAddr\n	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), opts)\n`,
    );
    expect(await refusalOf({ 'main.go': main })).toMatchObject({
      code,
      file: 'main.go',
    });
  });

  it('several managers in one binary', async () => {
    const rest =
      '	_, _ = ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: server.Options{BindAddress: metricsAddr}})\n';
    const problem = await refusalOf({ 'main.go': program({ rest }) });
    expect(problem).toMatchObject({ code: 'several-managers-in-one-binary', line: 20 });
  });

  it('a manager whose maker is passed on', async () => {
    const rest = '	_ = err\n';
    const main = program({ rest }).replace('ctrl.NewManager(ctrl', 'call(ctrl.NewManager)(ctrl');
    const problem = await refusalOf({ 'main.go': `${main}\nfunc call[T any](f T) T { return f }\n` });
    expect(problem).toMatchObject({ code: 'manager-made-indirectly', line: 17 });
  });

  it('a filter of its own on the metrics server', async () => {
    const problem = await refusalOf({ 'main.go': program({ address: 'metricsAddr, FilterProvider: own' }) });
    expect(problem).toMatchObject({ code: 'own-filter-provider', line: 18 });
  });

  it('an error that nobody looks at', async () => {
    const problem = await refusalOf({ 'main.go': program({ rest: '	_ = err\n' }) });
    expect(problem).toMatchObject({ code: 'no-error-handling', line: 17 });
  });

  it('options made by a function that returns no error', async () => {
    const main = program().replace(/ctrl.Options\{\n.*\n\t\}\)/, 'options(metricsAddr))');
    const options =
      '\nfunc options(addr string) ctrl.Options {\n	return ctrl.Options{Metrics: server.Options{BindAddress: addr}}\n}\n';
    const problem = await refusalOf({ 'main.go': main + options });
    expect(problem).toMatchObject({ code: 'options-made-without-error', file: 'main.go', line: 25 });
    expect(problem.hint).toContain('main.go:17');
  });

  it('generated code', async () => {
    const problem = await refusalOf({ 'main.go': `// Code generated by hand. DO NOT EDIT.\n\n${program()}` });
    expect(problem).toMatchObject({ code: 'generated-file', file: 'main.go' });
  });

  it("an answer that only Go's own parser gives", async () => {
    const flags = '	flag.StringVar(&metricsAddr, "metrics-addr", ":8080", "Address.")\n';
    const parse = '	flag.Parse()\n	flag.Visit(nil)\n';
    const main = program({ imports: '', flags, parse }).replace('	"fmt"\n', '	"flag"\n	"fmt"\n');
    expect(await refusalOf({ 'main.go': main })).toMatchObject({ code: 'flag-package-asked', line: 16 });
  });
});
