import { beforeAll, describe, expect, it } from 'vitest';
import type { GoModule } from '../golang/go-module.ts';
import type { ManagerSource } from '../golang/manager-source.ts';
import { becomesPflag, removedFlags } from '../golang/removed-flags.ts';
import { loadGoGrammar } from '../golang/syntax.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyManagerSources } from './go-managers.ts';

beforeAll(loadGoGrammar);

const module = (directory: string, modulePath: string): GoModule => ({
  directory,
  file: directory === '.' ? 'go.mod' : `${directory}/go.mod`,
  modulePath,
  goVersion: undefined,
  requirements: [],
  replacements: [],
  vendored: false,
});

const MODULES = [module('.', 'example.org/provider'), module('tools', 'example.org/provider/tools')];

function survey(files: Record<string, string>): ManagerSource[] {
  return surveyManagerSources(memoryRepository(files), MODULES);
}

const IMPORTS = `import (
	"flag"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)
`;

/** A func main with a manager; `options` is its second argument. */
function main(options = 'ctrl.Options{Metrics: server.Options{BindAddress: addr}}', before = ''): string {
  return `package main

${IMPORTS}
var addr string

func main() {
	flag.StringVar(&addr, "metrics-addr", ":8080", "Address.")
	flag.Parse()
${before}	mgr, err := ctrl.NewManager(nil, ${options})
	_, _ = mgr, err
}
`;
}

describe('which packages are controller managers', () => {
  it('none that go leaves out without further tags', () => {
    expect(survey({ 'main.go': `//go:build ignore\n\n${main()}` })).toEqual([]);
    expect(survey({ 'main.go': `//go:build !race\n\n${main()}` })).toHaveLength(1);
  });

  it('package main wherever it lies, several of them too', () => {
    const files = {
      'main.go': main(),
      'cmd/a/main.go': main(),
      'manager/main.go': main(),
      'tools/x/main.go': main(),
    };
    expect(
      survey(files).map((source) => [source.entryPoint, source.packageDirectory, source.module.modulePath]),
    ).toEqual([
      ['main.go', '.', 'example.org/provider'],
      ['cmd/a/main.go', 'cmd/a', 'example.org/provider'],
      ['manager/main.go', 'manager', 'example.org/provider'],
      ['tools/x/main.go', 'tools/x', 'example.org/provider/tools'],
    ]);
  });

  it.each([
    'main_test.go',
    'vendor/example.org/x/main.go',
    'test/e2e/main.go',
    'testdata/main.go',
    'internal/envtest/main.go',
    'hack/stand-in/cmd/main.go',
  ])('not %s', (path) => {
    expect(survey({ [path]: main() })).toEqual([]);
  });

  it('not a library that no entry point reaches', () => {
    const library = `package app\n\n${IMPORTS}\nfunc New() { _, _ = ctrl.NewManager(nil, ctrl.Options{Metrics: server.Options{}}); flag.Parse() }\n`;
    const other =
      'package main\n\nimport "example.org/provider/app"\n\nvar _ = app.Other\n\nfunc main() {}\n';
    expect(
      survey({ 'app/app.go': library, 'app/other.go': 'package app\n\nvar Other = 1\n', 'main.go': other }),
    ).toEqual([]);
  });

  it('through packages, methods of known types and variables that hold a function', () => {
    const library = `package app

${IMPORTS}
type App struct{ addr string }

func (a *App) Run() { start(a.addr) }

var start = func(addr string) {
	_, _ = ctrl.NewManager(nil, ctrl.Options{Metrics: server.Options{BindAddress: "0"}})
	flag.Parse()
}
`;
    const entry =
      'package main\n\nimport "example.org/provider/pkg/app"\n\nfunc main() {\n	a := &app.App{}\n	a.Run()\n}\n';
    const [found, ...more] = survey({ 'pkg/app/app.go': library, 'cmd/main.go': entry });
    expect(found).toMatchObject({
      entryPoint: 'cmd/main.go',
      constantAddress: '0',
      parser: 'flag',
      metricsFlags: [],
    });
    expect(found?.call.file.path).toBe('pkg/app/app.go');
    expect(more).toEqual([]);
  });

  it('not the manager of a workload cluster that a reconciler makes', () => {
    const controllers = `package controllers

${IMPORTS}
type Reconciler struct{}

func (r *Reconciler) Reconcile() {
	_, _ = ctrl.NewManager(nil, ctrl.Options{Metrics: server.Options{BindAddress: "0"}})
}

func (r *Reconciler) SetupWithManager() { flag.Parse() }
`;
    const entry = main(undefined, '	(&controllers.Reconciler{}).SetupWithManager()\n').replace(
      '	ctrl "',
      '	"example.org/provider/controllers"\n	ctrl "',
    );
    const [found, ...more] = survey({ 'controllers/c.go': controllers, 'main.go': entry });
    expect(found).toMatchObject({ entryPoint: 'main.go', problem: undefined, constantAddress: undefined });
    expect(more).toEqual([]);
  });

  it('nor a second manager of the same binary whose metrics are off', () => {
    const second = '	_, _ = ctrl.NewManager(nil, ctrl.Options{Metrics: server.Options{BindAddress: "0"}})\n';
    const [found] = survey({ 'main.go': main(undefined, second) });
    expect(found).toMatchObject({ problem: undefined, constantAddress: undefined });
    expect(found?.metricsFlags).toHaveLength(1);
  });

  it('whatever controller-runtime is called', () => {
    const aliased = main().replaceAll('ctrl', 'runtime');
    const other = `package main

import (
	"flag"

	ctrlmgr "sigs.k8s.io/controller-runtime/pkg/manager"
)

func main() {
	flag.Parse()
	_, _ = ctrlmgr.New(nil, ctrlmgr.Options{})
}
`;
    expect(survey({ 'a/main.go': aliased, 'b/main.go': other }).map((one) => one.entryPoint)).toEqual([
      'a/main.go',
      'b/main.go',
    ]);
  });

  it('not a manager package of its own that only has the name', () => {
    const own =
      'package main\n\nimport "example.org/provider/manager"\n\nfunc main() { manager.New(nil, 1) }\n';
    expect(survey({ 'main.go': own, 'manager/m.go': 'package manager\n\nfunc New(a, b any) {}\n' })).toEqual(
      [],
    );
  });
});

describe('what is known of a manager', () => {
  it('its flag, with name, default and place', () => {
    const text = main();
    const [found] = survey({ 'main.go': text });
    expect(found).toMatchObject({ adoption: 'none', parser: 'flag', envFlags: false, problem: undefined });
    const [flag] = found?.metricsFlags ?? [];
    expect(flag).toMatchObject({ name: 'metrics-addr', default: ':8080', path: 'main.go' });
    expect(text.slice(flag?.start, flag?.end)).toBe(
      'flag.StringVar(&addr, "metrics-addr", ":8080", "Address.")',
    );
    expect(found && removedFlags(found)).toEqual(['metrics-addr']);
    expect(found && becomesPflag(found)).toBe(true);
  });

  it('a flag whose name and default are constants', () => {
    const text = main()
      .replace('"metrics-addr", ":8080"', 'name, fallback')
      .replace('var addr', 'const (\n	name     = "m"\n	fallback = `:1`\n)\n\nvar addr');
    expect(survey({ 'main.go': text })[0]?.metricsFlags).toMatchObject([{ name: 'm', default: ':1' }]);
  });

  it('a flag that is used for more stays', () => {
    const [found] = survey({ 'main.go': main(undefined, '	println(addr)\n') });
    expect(found && removedFlags(found)).toEqual([]);
  });

  it('the flags and imports of the whole binary, its own packages only', () => {
    const library =
      'package log\n\nimport (\n	"flag"\n	_ "k8s.io/klog/v2"\n)\n\nfunc init() { flag.Int("level", 0, "") }\n';
    const entry = main().replace('	ctrl "', '	_ "example.org/provider/log"\n	ctrl "');
    const [found] = survey({
      'main.go': entry,
      'log/log.go': library,
      'unused/u.go': library.replace('level', 'other'),
    });
    expect([...(found?.flagNames ?? [])].sort()).toEqual(['level', 'metrics-addr']);
    expect(found?.binaryImports).toEqual([
      'example.org/provider/log',
      'flag',
      'k8s.io/klog/v2',
      'sigs.k8s.io/controller-runtime',
      'sigs.k8s.io/controller-runtime/pkg/metrics/server',
    ]);
  });

  it('environment variables that ff reads', () => {
    const text = `package main

import (
	"flag"
	"os"

	"github.com/peterbourgon/ff/v3"
	ctrl "sigs.k8s.io/controller-runtime"
)

func main() {
	fs := flag.NewFlagSet("x", flag.ExitOnError)
	_ = ff.Parse(fs, os.Args[1:], ff.WithEnvVarNoPrefix())
	_, _ = ctrl.NewManager(nil, ctrl.Options{})
}
`;
    const [found] = survey({ 'main.go': text });
    expect(found).toMatchObject({
      envFlags: true,
      parser: 'flag',
      parse: { form: 'ff', set: { origin: 'private' } },
    });
    expect(found && becomesPflag(found)).toBe(false);
  });

  it('filters of controller-runtime are an adoption', () => {
    const text = main(
      'ctrl.Options{Metrics: server.Options{BindAddress: addr, FilterProvider: filters.WithAuthenticationAndAuthorization}}',
    ).replace(
      '	"sigs.k8s.io/controller-runtime/pkg/metrics/server"',
      '	"sigs.k8s.io/controller-runtime/pkg/metrics/filters"\n	"sigs.k8s.io/controller-runtime/pkg/metrics/server"',
    );
    const [found] = survey({ 'main.go': text });
    expect(found).toMatchObject({ adoption: 'metrics-filters', problem: undefined });
    expect(found && removedFlags(found)).toEqual([]);
  });

  it('filters in options that another package makes are one, too', () => {
    const settings = `package settings

import (
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/metrics/filters"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

type Settings struct{ Address string }

func (s *Settings) ManagerOptions() *manager.Options {
	metrics := server.Options{BindAddress: s.Address}
	metrics.FilterProvider = filters.WithAuthenticationAndAuthorization
	return &manager.Options{Metrics: metrics}
}
`;
    const text = `package main

import (
	ctrl "sigs.k8s.io/controller-runtime"

	"example.org/provider/settings"
)

func main() {
	s := &settings.Settings{Address: ":8443"}
	_, _ = ctrl.NewManager(nil, *s.ManagerOptions())
}
`;
    const [found] = survey({ 'main.go': text, 'settings/settings.go': settings });
    expect(found).toMatchObject({ adoption: 'metrics-filters' });
  });

  it('a problem instead of an exception, so that versions can be looked at first', () => {
    const [found] = survey({
      'main.go': main('ctrl.Options{Metrics: server.Options{BindAddress: flag.Arg(0)}}'),
    });
    expect(found?.problem).toMatchObject({ code: 'computed-metrics-address', file: 'main.go', line: 15 });
    expect(found && removedFlags(found)).toEqual([]);
  });

  it('a file that is no Go is passed over, unless it is the entry point', () => {
    const broken = 'package main\n\nfunc broken( {\n';
    expect(survey({ 'main.go': main(), 'zz.go': broken })).toHaveLength(1);
    expect(() => survey({ 'main.go': `${main()}\nfunc broken( {\n` })).toThrow('not valid Go');
  });
});
