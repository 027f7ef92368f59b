import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { planMigration } from './migration.ts';
import { defaultOptions, type MigrationOptions } from './options.ts';

const MAIN = `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"

	"example.org/operator/config"
)

func main() {
	path := flag.String("config", "", "The configuration file.")
	flag.Parse()
	options, err := config.Load(*path)
	if err != nil {
		os.Exit(1)
	}
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), options)
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;

const LOAD = `package config

import (
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/yaml"
)

type Configuration struct {
	Metrics struct {
		BindAddress string
	}
}

func Load(path string) (ctrl.Options, error) {
	var options ctrl.Options
	var cfg Configuration
	content, err := os.ReadFile(path)
	if err != nil {
		return options, err
	}
	if err := yaml.Unmarshal(content, &cfg); err != nil {
		return options, err
	}
	if options.Metrics.BindAddress == "" {
		options.Metrics.BindAddress = cfg.Metrics.BindAddress
	}
	return options, nil
}
`;

const GO_MOD = `module example.org/operator

go 1.24.0

require sigs.k8s.io/controller-runtime v0.22.5
`;

const file = (address: string) => `apiVersion: config.example.org/v1
kind: Configuration
metrics:
  bindAddress: ${address}
`;

function plan(files: Record<string, string>, options: Partial<MigrationOptions> = {}) {
  const all = { 'go.mod': GO_MOD, 'main.go': MAIN, 'config/config.go': LOAD, ...files };
  return planMigration(memoryRepository(all), { ...defaultOptions, ...options });
}

describe('a metrics address that comes out of a configuration file', () => {
  it('is served securely, where the manager is made', async () => {
    const { changeSet } = await plan({ 'deploy/config.yaml': file('127.0.0.1:8080') });
    const resultOf = (name: string) => changeSet.files.find(({ path }) => path === name)?.after;
    expect(resultOf('deploy/config.yaml')).toContain('bindAddress: :8443');
    const main = resultOf('main.go');
    expect(main).toContain(`	options.Metrics.SecureServing = true
	options.Metrics.FilterProvider = filters.WithAuthenticationAndAuthorization

	mgr, err := ctrl.NewManager(`);
  });

  it('is served securely, where a tag alone tells that the file fills the field in', async () => {
    const load = LOAD.replace('\t\tBindAddress string', '\t\tAddress string `yaml:"bindAddress"`').replace(
      /\tif options\.Metrics[\s\S]*?\n\t\}\n/,
      '',
    );
    const main = MAIN.replace(
      '\tmgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), options)',
      '\t_ = options\n\tmgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{Metrics: server.Options{BindAddress: loaded.Metrics.Address}})',
    )
      .replace('func main() {', 'var loaded config.Configuration\n\nfunc main() {')
      .replace(
        'controller-runtime"\n',
        'controller-runtime"\n\t"sigs.k8s.io/controller-runtime/pkg/metrics/server"\n',
      );
    const files = { 'main.go': main, 'config/config.go': load };
    const { changeSet } = await plan({ ...files, 'deploy/config.yaml': file('127.0.0.1:8080') });
    const resultOf = (name: string) => changeSet.files.find(({ path }) => path === name)?.after;
    expect(resultOf('deploy/config.yaml')).toContain('bindAddress: :8443');
    expect(resultOf('main.go')).toMatch(/BindAddress: +loaded\.Metrics\.Address/);
    expect(resultOf('main.go')).toContain('FilterProvider: filters.WithAuthenticationAndAuthorization');
    expect((await plan(files)).refusals.map(({ code }) => code)).toEqual(['configured-metrics-address']);
    const flags = load.replace('yaml:"bindAddress"', 'name:"metrics-bind-address" default:":8080"');
    const ofFlags = { ...files, 'config/config.go': flags, 'deploy/config.yaml': file('127.0.0.1:8080') };
    expect((await plan(ofFlags)).refusals.map(({ code }) => code)).toEqual(['computed-metrics-address']);
  });

  it('is refused where a flag overrides the file, whose argument would keep the old address', async () => {
    const main = MAIN.replace(
      '\tmgr, err',
      '\tif *address != "" {\n\t\toptions.Metrics.BindAddress = *address\n\t}\n\tmgr, err',
    ).replace('\tflag.Parse', '\taddress := flag.String("metrics-bind-address", "", "Where.")\n\tflag.Parse');
    const { status, refusals } = await plan({ 'main.go': main, 'deploy/config.yaml': file(':8080') });
    expect([status, refusals.map(({ code }) => code)]).toEqual(['refused', ['configured-metrics-address']]);
  });

  it.each([
    ['where no file of the repository shows it', {}, {}],
    ['where flags are asked for', { 'deploy/config.yaml': file(':8080') }, { style: 'diagnostics' as const }],
  ])('is refused %s', async (_name, files, options) => {
    const { status, refusals } = await plan(files, options);
    expect([status, refusals.map(({ code, file: path }) => [code, path])]).toEqual([
      'refused',
      [['configured-metrics-address', 'main.go']],
    ]);
  });
});
