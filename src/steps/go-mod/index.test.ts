import { describe, expect, it } from 'vitest';
import { surveyModules } from '../../golang/go-mod.ts';
import type { ManagerSource } from '../../golang/manager-source.ts';
import { noManifests } from '../../kubernetes/manager-manifests.ts';
import type { Decision } from '../../migration/decision.ts';
import type { StepResult } from '../../migration/step.ts';
import { buildChangeSet } from '../../repository/change-set.ts';
import { memoryRepository } from '../../repository/memory-repository.ts';
import { step } from './index.ts';

const goMod = `module example.org/operator

go 1.24

require (
	sigs.k8s.io/cluster-api v1.11.1
	sigs.k8s.io/controller-runtime v0.21.0
)

require (
	github.com/spf13/pflag v1.0.7 // indirect
	golang.org/x/net v0.44.0 // indirect
	sigs.k8s.io/yaml v1.6.0 // indirect
)
`;

/** Plans the step for a manager in each of the folders. */
function plan(
  files: Record<string, string>,
  folders: readonly string[] = ['.'],
  parts: Partial<Decision> = {},
): StepResult {
  const repository = memoryRepository(files);
  const modules = surveyModules(repository);
  const decisions = folders.map((folder): Decision => {
    const module = modules.find(({ directory }) => directory === folder);
    if (!module) throw new Error(`no module in ${folder}`);
    const entryPoint = `${folder}/main.go`;
    // The step reads the module of a manager, never its source.
    const source = {} as ManagerSource;
    const manager = { entryPoint, module, source, generatorCalls: [], manifests: noManifests };
    return { ...decided, manager, ...parts };
  });
  const survey = {
    repository,
    modules,
    managers: decisions.map(({ manager }) => manager),
    generatorCalls: [],
  };
  return step.plan({ survey, decisions });
}

const decided: Omit<Decision, 'manager'> = {
  api: 'manager-options',
  style: 'cluster-api',
  flags: {
    address: 'diagnostics-address',
    defaultAddress: ':8443',
    security: 'insecure-diagnostics',
    secureValue: 'false',
    alwaysPassed: true,
  },
  versions: { clusterApi: 'v1.11.1', controllerRuntime: 'v0.21.0' },
  registersMetricsBindAddr: false,
  removedFlags: [],
  becomesPflag: true,
  keepFlags: false,
  port: 8443,
  portName: 'metrics',
  adopted: false,
};

function goModAfter(
  files: Record<string, string>,
  path = 'go.mod',
  folders?: readonly string[],
): string | undefined {
  const changeSet = buildChangeSet(memoryRepository(files), plan(files, folders).changes);
  return changeSet.files.find((file) => file.path === path)?.after;
}

/** For a manager that registers the flags already. */
function afterAdoption(files: Record<string, string>): string | undefined {
  const changeSet = buildChangeSet(memoryRepository(files), plan(files, ['.'], { adopted: true }).changes);
  return changeSet.files.find((file) => file.path === 'go.mod')?.after;
}

function commands(files: Record<string, string>, folders?: readonly string[]): string[] {
  return plan(files, folders).next.map(({ directory, command }) => `${directory}: ${command}`);
}

describe('go-mod requires directly', () => {
  it('pflag, where it was indirect', () => {
    expect(goModAfter({ 'go.mod': goMod })).toBe(
      goMod
        .replace('require (\n\tsigs', 'require (\n\tgithub.com/spf13/pflag v1.0.7\n\tsigs')
        .replace('\tgithub.com/spf13/pflag v1.0.7 // indirect\n', ''),
    );
  });

  it('Cluster API and controller-runtime too', () => {
    const indirect = `module example.org/operator

require (
	k8s.io/api v0.33.0
)

require (
	golang.org/x/net v0.44.0 // indirect
	sigs.k8s.io/cluster-api v1.11.1 // indirect
	sigs.k8s.io/controller-runtime v0.21.0 // indirect
	sigs.k8s.io/yaml v1.6.0 // indirect
)
`;
    expect(goModAfter({ 'go.mod': indirect })).toBe(`module example.org/operator

require (
	k8s.io/api v0.33.0
	sigs.k8s.io/cluster-api v1.11.1
	sigs.k8s.io/controller-runtime v0.21.0
)

require (
	golang.org/x/net v0.44.0 // indirect
	sigs.k8s.io/yaml v1.6.0 // indirect
)
`);
  });

  it('what go.mod does not name, at the version that go.sum knows', () => {
    const without = goMod.replace('\tgithub.com/spf13/pflag v1.0.7 // indirect\n', '');
    const files = { 'go.mod': without, 'go.sum': 'github.com/spf13/pflag v1.0.6 h1:x=\n' };
    expect(goModAfter(files)).toContain(
      'require (\n\tgithub.com/spf13/pflag v1.0.6\n\tsigs.k8s.io/cluster-api',
    );
  });

  it('Cluster API itself, at the version of its api module, where --style cluster-api chose it', () => {
    const api = goMod.replace('cluster-api v1.11.1', 'cluster-api/api v1.14.0');
    expect(goModAfter({ 'go.mod': api })).toContain(
      '\tgithub.com/spf13/pflag v1.0.7\n\tsigs.k8s.io/cluster-api v1.14.0\n\tsigs.k8s.io/cluster-api/api v1.14.0\n',
    );
    expect(goModAfter({ 'go.mod': goModAfter({ 'go.mod': api }) ?? '' })).toBeUndefined();
  });

  it('but not in Cluster API itself', () => {
    const own = goMod
      .replace('module example.org/operator', 'module sigs.k8s.io/cluster-api')
      .replace('cluster-api v1.11.1', 'cluster-api/api v1.14.0');
    expect(goModAfter({ 'go.mod': own })).not.toContain('\tsigs.k8s.io/cluster-api v');
  });

  it('and leaves to tidy what nobody knows', () => {
    const without = goMod.replace('\tgithub.com/spf13/pflag v1.0.7 // indirect\n', '');
    expect(plan({ 'go.mod': without }).changes).toEqual([]);
  });

  it('once for two managers of a module', () => {
    const files = { 'go.mod': goMod, 'sub/go.mod': goMod };
    expect(plan(files, ['.', '.']).changes).toEqual(plan(files, ['.']).changes);
    expect(plan(files, ['.', '.']).next).toHaveLength(1);
  });

  it('in each module that holds a manager', () => {
    const files = { 'go.mod': goMod, 'sub/go.mod': goMod };
    expect(new Set(plan(files, ['.', 'sub']).changes.map(({ path }) => path))).toEqual(
      new Set(['go.mod', 'sub/go.mod']),
    );
    expect(new Set(plan(files, ['sub']).changes.map(({ path }) => path))).toEqual(new Set(['sub/go.mod']));
  });

  it('and says why', () => {
    expect(plan({ 'go.mod': goMod }).changes.map(({ step: id, reason }) => `${id}: ${reason}`)).toEqual([
      'go-mod: the code now imports github.com/spf13/pflag',
      'go-mod: the code now imports github.com/spf13/pflag',
    ]);
  });
});

describe('go-mod mends what an adoption forgot', () => {
  const main = 'package main\n\nimport (\n\t"os"\n\n\tflag "github.com/spf13/pflag"\n)\n';
  const mended = goModAfter({ 'go.mod': goMod });

  it.each([
    ['main.go', main],
    ['another file of package main', main],
  ])('where %s imports it', (name, text) => {
    const path = name === 'main.go' ? name : 'flags.go';
    const files = { 'go.mod': goMod, 'main.go': 'package main\n', [path]: text };
    expect(afterAdoption(files)).toBe(mended);
    expect(plan(files, ['.'], { adopted: true }).next).toEqual([]);
    expect(plan(files, ['.'], { adopted: true }).changes[0]?.reason).toBe(
      'the code imports github.com/spf13/pflag',
    );
  });

  it.each([
    ['a test alone', 'main_test.go', main],
    ['a program that is not built', 'gen.go', `//go:build ignore\n\n${main}`],
    ['another package', 'cmd/other/main.go', main],
    ['nobody', 'main.go', 'package main\n'],
  ])('but not where %s imports it', (_, path, text) => {
    expect(afterAdoption({ 'go.mod': goMod, 'main.go': 'package main\n', [path]: text })).toBeUndefined();
  });

  it('and adds no requirement', () => {
    const without = goMod.replace('\tgithub.com/spf13/pflag v1.0.7 // indirect\n', '');
    const files = { 'go.mod': without, 'go.sum': 'github.com/spf13/pflag v1.0.6 h1:x=\n', 'main.go': main };
    expect(afterAdoption(files)).toBeUndefined();
  });
});

describe('go-mod changes nothing', () => {
  it('on its own result', () => {
    const first = goModAfter({ 'go.mod': goMod });
    expect(plan({ 'go.mod': first ?? '' }).changes).toEqual([]);
  });

  it('for a manager that has adopted the API', () => {
    expect(plan({ 'go.mod': goMod }, ['.'], { adopted: true })).toEqual({
      changes: [],
      findings: [],
      next: [],
      afterMerge: [],
    });
  });

  it('for an API without Cluster API', () => {
    expect(plan({ 'go.mod': goMod }, ['.'], { api: 'metrics-filters' }).changes).toEqual([]);
  });

  it('about indirect marks that are not ours', () => {
    expect(goModAfter({ 'go.mod': goMod })).toContain('golang.org/x/net v0.44.0 // indirect');
  });
});

describe('go-mod lists what only Go can do', () => {
  it('go mod tidy in the folder of the module', () => {
    expect(commands({ 'go.mod': goMod })).toEqual(['.: go mod tidy']);
    expect(commands({ 'go.mod': goMod, 'sub/go.mod': goMod }, ['sub'])).toEqual(['sub: go mod tidy']);
  });

  it('go mod vendor where vendor/ is committed', () => {
    expect(commands({ 'go.mod': goMod, 'vendor/modules.txt': '' })).toEqual([
      '.: go mod tidy',
      '.: go mod vendor',
    ]);
    expect(commands({ 'sub/go.mod': goMod, 'sub/vendor/modules.txt': '' }, ['sub'])).toEqual([
      'sub: go mod tidy',
      'sub: go mod vendor',
    ]);
  });

  it('go work vendor where a workspace is vendored', () => {
    const files = {
      'go.mod': goMod,
      'sub/go.mod': goMod,
      'go.work': 'use .\nuse ./sub\n',
      'vendor/modules.txt': '',
    };
    expect(commands(files, ['sub'])).toEqual(['sub: go mod tidy', '.: go work vendor']);
    expect(commands(files, ['.'])).toEqual(['.: go mod tidy', '.: go work vendor']);
  });

  it('with reasons, a workspace being named', () => {
    expect(plan({ 'go.mod': goMod }).next[0]?.reason).toContain('checksums');
    expect(plan({ 'go.mod': goMod, 'go.work': 'use .\n' }).next[0]?.reason).toContain('go.work is in force');
    expect(plan({ 'go.mod': goMod, 'vendor/modules.txt': '' }).next[1]?.reason).toContain(
      'vendor/ holds neither',
    );
  });
});
