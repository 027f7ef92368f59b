import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentText, kustomizeTree } from '../../test/setup/manager-manifests.ts';
import { surveyModules } from '../golang/go-mod.ts';
import { loadGoGrammar } from '../golang/syntax.ts';
import { noManifests } from '../kubernetes/manager-manifests.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { ProblemError } from '../repository/problem.ts';
import { surveyManagerSources } from '../survey/go-managers.ts';
import { surveyManifests } from '../survey/manifests.ts';
import { type DecidedManager, decideManager } from './decide.ts';
import type { MigrationOptions } from './options.ts';

beforeAll(loadGoGrammar);

const CAPI = 'sigs.k8s.io/cluster-api';
const RUNTIME = 'sigs.k8s.io/controller-runtime';

const old = `package main

import (
	"flag"
	"os"

	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	var metricsAddr string
	flag.StringVar(&metricsAddr, "metrics-bind-address", ":8080", "The metrics address.")
	flag.Parse()
	mgr, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Metrics: metricsserver.Options{BindAddress: metricsAddr},
	})
	if err != nil {
		os.Exit(1)
	}
	_ = mgr
}
`;

type Choice = Pick<MigrationOptions, 'style' | 'port' | 'keepFlags'>;

const choice: Choice = { style: 'auto', port: undefined, keepFlags: false };

/** Decides the one manager of a repository with this go.mod. */
function decide(
  goMod: string,
  files: Record<string, string | undefined> = {},
  options: Partial<Choice> = {},
): DecidedManager {
  const all = { 'go.mod': `module example.org/x\n\n${goMod}\n`, 'main.go': old, ...files };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const repository = memoryRepository(Object.fromEntries(present));
  const [source] = surveyManagerSources(repository, surveyModules(repository));
  if (!source) throw new Error('no manager was found');
  const { entryPoint, module } = source;
  const manifests = surveyManifests(repository, [source]).get(source) ?? noManifests;
  const manager = { entryPoint, module, source, generatorCalls: [], manifests };
  return decideManager(repository, manager, { ...choice, ...options });
}

function api(clusterApi: string, runtime: string): string {
  return decide(`require ${CAPI} ${clusterApi}\nrequire ${RUNTIME} ${runtime}`).decision.api;
}

function problemOf(run: () => unknown): { code: string; reason: string; place: string; hint: string } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code, reason, file, line, column, hint } = error.problem;
    return { code, reason, hint, place: `${error.kind} ${file}:${line}:${column}` };
  }
  throw new Error('nothing was refused');
}

describe('the API follows the version of Cluster API', () => {
  it.each([
    ['v1.6.0-beta.0', 'v0.16.3', 'diagnostics-options'],
    ['v1.6.8', 'v0.16.6', 'diagnostics-options'],
    ['v1.7.0', 'v0.17.3', 'diagnostics-options'],
    ['v1.8.0-beta.0', 'v0.18.4', 'diagnostics-options'],
    ['v1.8.0-beta.1', 'v0.18.4', 'diagnostics-options'],
    ['v1.8.0-rc.0', 'v0.18.4', 'manager-options'],
    ['v1.8.1', 'v0.19.0', 'manager-options'],
    ['v1.9.0-beta.0', 'v0.19.0', 'manager-options'],
    ['v1.14.0', 'v0.24.1', 'manager-options'],
    ['v2.0.0', 'v0.30.0', 'manager-options'],
    ['v1.7.3-0.20240901120000-0123456789ab', 'v0.17.3', 'diagnostics-options'],
    ['v1.8.0-beta.0.0.20240724120000-0123456789ab', 'v0.18.4', 'diagnostics-options'],
    ['v1.8.0-beta.0.0.20240725120000-0123456789ab', 'v0.18.4', 'manager-options'],
    ['v0.0.0-20240101120000-0123456789ab', 'v0.16.3', 'diagnostics-options'],
    ['v0.0.0-20250101120000-0123456789ab', 'v0.19.0', 'manager-options'],
  ])('%s with controller-runtime %s: %s', (clusterApi, runtime, expected) => {
    expect(api(clusterApi, runtime)).toBe(expected);
  });

  it.each([
    ['v1.6.2', 'v0.16.3', true],
    ['v1.7.2', 'v0.17.3', true],
    ['v1.8.4', 'v0.18.5', true],
    ['v1.9.0', 'v0.19.0', false],
    ['v1.8.0-beta.0.0.20240911120000-0123456789ab', 'v0.19.0', true],
    ['v1.8.0-beta.0.0.20240912120000-0123456789ab', 'v0.19.0', false],
  ])('%s (controller-runtime %s) registers --metrics-bind-addr: %s', (clusterApi, runtime, expected) => {
    const { decision } = decide(`require ${CAPI} ${clusterApi}\nrequire ${RUNTIME} ${runtime}`);
    expect(decision.registersMetricsBindAddr).toBe(expected);
  });

  it('and not the one required, where a replace is in force', () => {
    const replaced = `require ${CAPI} v0.0.0-00010101000000-000000000000\nrequire ${RUNTIME} v0.17.3\nreplace ${CAPI} => ${CAPI} v1.7.0`;
    expect(decide(replaced).decision).toMatchObject({
      api: 'diagnostics-options',
      versions: { clusterApi: 'v1.7.0', controllerRuntime: 'v0.17.3' },
    });
  });
});

describe('a decision', () => {
  const goMod = `require ${CAPI} v1.11.1\nrequire ${RUNTIME} v0.21.0`;

  it('holds what the steps need', () => {
    expect(decide(goMod).decision).toMatchObject({
      api: 'manager-options',
      removedFlags: ['metrics-bind-address'],
      becomesPflag: true,
      keepFlags: false,
      port: 8443,
      portName: 'metrics',
      adopted: false,
    });
  });

  it('takes the options in', () => {
    expect(decide(goMod, {}, { port: 9443, keepFlags: true }).decision).toMatchObject({
      port: 9443,
      keepFlags: true,
    });
  });

  it('leaves a manager in the network of its node on its port, unless another one is asked for', () => {
    const text = deploymentText('- name: manager\n  image: a\n  args: [--metrics-bind-address=:9384]\n');
    const files = kustomizeTree(text.replace(/^( *)containers:/m, '$1hostNetwork: true\n$1containers:'));
    expect(decide(goMod, files).decision.port).toBe(9384);
    expect(decide(goMod, files, { port: 9443 }).decision.port).toBe(9443);
    expect(decide(goMod, kustomizeTree(text)).decision.port).toBe(8443);
  });

  it('says when everything is there already', () => {
    const adopted = old
      .replace('import (', 'import (\n\t"github.com/spf13/pflag"\n\t"sigs.k8s.io/cluster-api/util/flags"\n')
      .replace('var metricsAddr string', 'var managerOptions flags.ManagerOptions')
      .replace(/flag\.StringVar.*/, 'flags.AddManagerOptions(pflag.CommandLine, &managerOptions)')
      .replace(
        'flag.Parse()',
        'pflag.Parse()\n\t_, metricsOptions, err := flags.GetManagerOptions(managerOptions)',
      )
      .replace('metricsserver.Options{BindAddress: metricsAddr}', '*metricsOptions')
      .replace(/\n.*"flag"/, '')
      .replace(/\n.*metricsserver ".*/, '');
    expect(decide(goMod, { 'main.go': adopted }).decision).toMatchObject({
      api: 'manager-options',
      adopted: true,
      removedFlags: [],
      becomesPflag: false,
    });
  });
});

describe('a fork is dated', () => {
  const fork = (required: string, runtime: string, tag = 'v0.1.0') =>
    `require ${CAPI} ${required}\nrequire ${RUNTIME} ${runtime}\nreplace ${CAPI} => example.org/cluster-api ${tag}`;
  const imports = (path: string) => ({ 'main.go': old.replace('import (', `import (\n\t_ "${path}"\n`) });

  it('by what the code imports', () => {
    const { decision } = decide(fork('v1.6.0', 'v0.21.0'), imports(`${CAPI}/api/core/v1beta2`));
    expect(decision).toMatchObject({
      api: 'manager-options',
      registersMetricsBindAddr: false,
      versions: { clusterApi: 'fork: example.org/cluster-api v0.1.0 (dated ≥ 1.11 by its imports)' },
    });
  });

  it('by what the code imports, whatever controller-runtime says', () => {
    expect(decide(fork('v1.6.0', 'v0.16.3'), imports(`${CAPI}/api/core/v1beta1`)).decision.api).toBe(
      'manager-options',
    );
  });

  it('not by imports that are older', () => {
    const { decision } = decide(fork('v1.12.0', 'v0.17.3'), imports(`${CAPI}/api/v1beta1`));
    expect(decision.api).toBe('diagnostics-options');
  });

  it('by the controller-runtime in force', () => {
    const { decision } = decide(fork('v1.6.0', 'v0.21.0'));
    expect(decision.api).toBe('manager-options');
    expect(decision.versions.clusterApi).toContain('dated 1.11 by controller-runtime 0.21');
  });

  it('by the line that it replaces, last', () => {
    const local = `require ${CAPI} v1.7.0\nrequire ${RUNTIME} v0.17.3\nreplace ${CAPI} => ../capi\nreplace ${RUNTIME} => ../runtime`;
    const { decision } = decide(local);
    expect(decision.api).toBe('diagnostics-options');
    expect(decision.versions.clusterApi).toBe('fork: ../capi (dated 1.7 by the version required)');
  });

  it('by its own tag where that fits controller-runtime', () => {
    const { decision } = decide(fork('v1.6.0', 'v0.17.3', 'v1.7.2-patched'));
    expect(decision).toMatchObject({
      api: 'diagnostics-options',
      versions: { clusterApi: 'example.org/cluster-api v1.7.2-patched' },
    });
  });

  it('but not by a tag that does not fit', () => {
    expect(decide(fork('v1.6.0', 'v0.21.0', 'v1.0.0')).decision.api).toBe('manager-options');
  });

  it('and refused where nothing dates it', () => {
    const unknown = `require ${CAPI} v0.0.0-00010101000000-000000000000\nrequire ${RUNTIME} v0.0.0\nreplace ${CAPI} => ../capi\nreplace ${RUNTIME} => ../runtime`;
    expect(problemOf(() => decide(unknown))).toMatchObject({
      code: 'cluster-api-unknown',
      place: 'refused go.mod:3:1',
      reason: expect.stringContaining('fork: ../capi (its version is not known)'),
    });
  });
});

describe('a copy of util/flags is read directly', () => {
  const manager = 'package flags\n\nfunc AddManagerOptions() {}\n\nfunc GetManagerOptions() {}\n';
  const diagnostics =
    'package flags\n\nfunc AddDiagnosticsOptions() { fs.StringVar("metrics-bind-addr") }\n\nfunc GetDiagnosticsOptions() {}\n';
  const goMod = (version: string, more = '') =>
    `require ${CAPI} ${version}\nrequire ${RUNTIME} v0.21.0\n${more}`;

  it('vendored, and wins over the version', () => {
    const files = { 'vendor/modules.txt': '', [`vendor/${CAPI}/util/flags/diagnostics.go`]: diagnostics };
    expect(decide(goMod('v1.11.1'), files).decision).toMatchObject({
      api: 'diagnostics-options',
      registersMetricsBindAddr: true,
      versions: { clusterApi: 'v1.11.1 (vendored)' },
    });
  });

  it('but its absence from vendor/ proves nothing', () => {
    expect(decide(goMod('v1.11.1'), { 'vendor/modules.txt': '' }).decision.api).toBe('manager-options');
  });

  it('and a vendor folder without modules.txt is none', () => {
    const files = { [`vendor/${CAPI}/util/flags/diagnostics.go`]: diagnostics };
    expect(decide(goMod('v1.11.1'), files).decision.api).toBe('manager-options');
  });

  it('in a folder of the repository that replaces the module', () => {
    const files = {
      'third_party/capi/go.mod': `module ${CAPI}\n`,
      'third_party/capi/util/flags/manager.go': manager,
    };
    const { decision } = decide(goMod('v1.6.0', `replace ${CAPI} => ./third_party/capi`), files);
    expect(decision).toMatchObject({
      api: 'manager-options',
      versions: { clusterApi: 'in third_party/capi' },
    });
  });

  it('in Cluster API itself', () => {
    const files = {
      'go.mod': `module ${CAPI}\n\nrequire ${RUNTIME} v0.17.3\n`,
      'util/flags/diagnostics.go': diagnostics,
    };
    expect(decide('', files).decision).toMatchObject({
      api: 'diagnostics-options',
      registersMetricsBindAddr: true,
      versions: { clusterApi: 'in this repository' },
    });
  });

  it.each([
    [
      'itself, before it had the flags',
      { 'go.mod': `module ${CAPI}\n\nrequire ${RUNTIME} v0.16.1\n` },
      'this repository',
    ],
    [
      'itself, before it had util/flags',
      { 'go.mod': `module ${CAPI}\n\nrequire ${RUNTIME} v0.16.1\n`, 'util/flags/tls.go': undefined },
      'this repository',
    ],
    [
      'above a module of its own',
      {
        'go.mod': `module ${CAPI}\n`,
        'main.go': undefined,
        'provider/main.go': old,
        'provider/go.mod': `module ${CAPI}/provider\n\nrequire (\n${CAPI} v0.0.0-00010101000000-000000000000\n${RUNTIME} v0.16.1\n)\nreplace ${CAPI} => ../\n`,
      },
      'this repository',
    ],
    [
      'in a folder',
      {
        'go.mod': `module example.org/x\n\nrequire ${CAPI} v1.5.0\nrequire ${RUNTIME} v0.16.1\nreplace ${CAPI} => ./capi\n`,
        'capi/go.mod': `module ${CAPI}\n`,
        'capi/util/flags/tls.go': 'package flags\n',
      },
      'capi',
    ],
  ])('and named where it has not got the flags: %s', (_, files, folder) => {
    const all = { 'util/flags/tls.go': 'package flags\n\nfunc AddTLSOptions() {}\n', ...files };
    const problem = problemOf(() => decide('', all));
    expect(problem.code).toBe('api-too-old');
    expect(problem.reason).toContain(`uses Cluster API in ${folder}, whose util/flags offers neither`);
    expect(problem.hint).toContain('branch');
  });

  it('without counting its tests', () => {
    const files = {
      'vendor/modules.txt': '',
      [`vendor/${CAPI}/util/flags/tls.go`]: 'package flags\n\nfunc AddTLSOptions() {}\n',
      [`vendor/${CAPI}/util/flags/manager_test.go`]: manager,
    };
    expect(problemOf(() => decide(goMod('v1.5.0'), files)).code).toBe('api-too-old');
  });
});

describe('what cannot be migrated', () => {
  it.each([
    ['v1.4.9', 'v0.14.7'],
    ['v1.5.2', 'v0.15.3'],
    ['v1.3.5', 'v0.13.1'],
    ['v0.4.0', 'v0.9.0'],
  ])('Cluster API %s with controller-runtime %s is too old, and both are named', (clusterApi, runtime) => {
    const problem = problemOf(() => api(clusterApi, runtime));
    expect(problem).toMatchObject({ code: 'api-too-old', place: 'refused go.mod:3:1' });
    expect(problem.reason).toContain(`Cluster API ${clusterApi} and controller-runtime ${runtime}`);
    expect(problem.reason).toContain('Cluster API ≥ v1.6.0 and controller-runtime ≥ v0.16.0');
  });

  it('nor does a new Cluster API help beside an old controller-runtime', () => {
    expect(problemOf(() => api('v1.6.0', 'v0.15.3')).code).toBe('api-too-old');
  });

  it('nor a new controller-runtime beside an old Cluster API', () => {
    expect(problemOf(() => api('v1.5.0', 'v0.16.0')).code).toBe('api-too-old');
  });

  it('names the version that a replace puts in force', () => {
    const replaced = `require ${CAPI} v1.8.0\nrequire ${RUNTIME} v0.15.3\nreplace ${CAPI} => ${CAPI} v1.5.2`;
    expect(problemOf(() => decide(replaced)).reason).toContain('Cluster API v1.5.2');
  });

  it('points at the line inside its block', () => {
    const block = `require (\n\t${CAPI} v1.4.9\n\t${RUNTIME} v0.14.7\n)`;
    expect(problemOf(() => decide(block)).place).toBe('refused go.mod:4:2');
  });

  it.each([
    ['of a fork', `require ${CAPI}/api v1.14.0\nreplace ${CAPI}/api => example.org/fork v1.0.0`],
    ['in a folder', `require ${CAPI}/api v1.14.0\nreplace ${CAPI}/api => ../api`],
    ['that is not there', ''],
  ])('which no style does for an api module %s', (_, goMod) => {
    const problem = problemOf(() =>
      decide(`require ${RUNTIME} v0.24.1\n${goMod}`, {}, { style: 'cluster-api' }),
    );
    expect(problem.code).toBe('cluster-api-missing');
    expect(problem.hint).toContain('go get sigs.k8s.io/cluster-api');
  });

  it('an old controller-runtime without Cluster API is too old', () => {
    const problem = problemOf(() => decide(`require ${RUNTIME} v0.15.0`));
    expect(problem).toMatchObject({
      code: 'api-too-old',
      reason: expect.stringContaining('no Cluster API and controller-runtime v0.15.0'),
    });
  });
});

describe('without Cluster API', () => {
  const alone = `require ${RUNTIME} v0.21.0`;

  it.each([
    ['no Cluster API', alone],
    ['its api module only', `require ${CAPI}/api v1.14.0\nrequire ${RUNTIME} v0.24.1`],
  ])('%s: controller-runtime’s own filters, in kubebuilder’s spelling', (_, goMod) => {
    expect(decide(goMod).decision).toMatchObject({
      api: 'metrics-filters',
      style: 'kubebuilder',
      flags: { address: 'metrics-bind-address', security: 'metrics-secure', alwaysPassed: false },
      removedFlags: [],
      becomesPflag: false,
      adopted: false,
    });
  });

  it('--style cluster-api takes the rest of it beside its api module', () => {
    const goMod = `require ${CAPI}/api v1.14.0\nrequire ${RUNTIME} v0.24.1`;
    const { decision, findings } = decide(goMod, {}, { style: 'cluster-api' });
    expect(decision).toMatchObject({
      api: 'manager-options',
      versions: { clusterApi: 'v1.14.0 (that of sigs.k8s.io/cluster-api/api)' },
    });
    expect(findings).toEqual([]);
  });

  it('--style diagnostics has its names, and the old one goes', () => {
    expect(decide(alone, {}, { style: 'diagnostics' }).decision).toMatchObject({
      api: 'metrics-filters',
      style: 'diagnostics',
      flags: { address: 'diagnostics-address', security: 'insecure-diagnostics', alwaysPassed: true },
      removedFlags: ['metrics-bind-address'],
    });
  });

  it.each(['kubebuilder', 'diagnostics'] as const)(
    '--style %s goes without it where it is there',
    (style) => {
      const both = `require ${CAPI} v1.11.1\nrequire ${RUNTIME} v0.21.0`;
      expect(decide(both, {}, { style }).decision).toMatchObject({ api: 'metrics-filters', style });
    },
  );

  const withOptions = (options: string, flag = '') =>
    old
      .replace('import (', 'import (\n\t"sigs.k8s.io/controller-runtime/pkg/metrics/filters"\n')
      .replace('BindAddress: metricsAddr}', `BindAddress: metricsAddr, ${options}}`)
      .replace('\tflag.Parse()', `${flag}\tflag.Parse()`)
      .replace('":8080"', '":8443"');
  const FILTER = 'FilterProvider: filters.WithAuthenticationAndAuthorization';
  const secureFlag = (value: string) =>
    `\tvar secure bool\n\tflag.BoolVar(&secure, "metrics-secure", ${value}, "Use https.")\n`;

  it.each([
    ['https and the filter', withOptions(`SecureServing: true, ${FILTER}`), true],
    ['https by default', withOptions(`SecureServing: secure, ${FILTER}`, secureFlag('true')), true],
    ['https on demand', withOptions(`SecureServing: secure, ${FILTER}`, secureFlag('false')), false],
    ['the filter alone', withOptions(FILTER), false],
    ['the filter over http', withOptions(`SecureServing: false, ${FILTER}`), false],
  ])('half secured is not secured: %s', (_, main, adopted) => {
    expect(decide(alone, { 'main.go': main }).decision).toMatchObject({ api: 'metrics-filters', adopted });
  });

  it('and what is half secured keeps its names', () => {
    const main = withOptions('SecureServing: secure', secureFlag('false'));
    expect(decide(alone, { 'main.go': main }, { style: 'diagnostics' }).decision).toMatchObject({
      style: 'kubebuilder',
      flags: { address: 'metrics-bind-address', security: 'metrics-secure' },
    });
  });

  it('the port of an endpoint that is secured is its owner’s choice', () => {
    const main = withOptions(`SecureServing: true, ${FILTER}`).replace('":8443"', '":8080"');
    expect(decide(alone, { 'main.go': main }).decision.adopted).toBe(true);
  });
});

describe('a note', () => {
  const messages = (goMod: string) =>
    decide(goMod).findings.map(({ line, message }) => `${line}: ${message}`);

  it('says when the require line does not say what is compiled', () => {
    const goMod = `require ${CAPI} v1.6.0\nrequire ${RUNTIME} v0.21.0\nreplace ${CAPI} => example.org/cluster-api v0.1.0`;
    expect(messages(goMod)).toEqual([
      '3: Cluster API v1.6.0 is required, but a replace puts another one in its place: fork: example.org/cluster-api v0.1.0 (dated 1.11 by controller-runtime 0.21)',
    ]);
  });

  it('says when the release was made for another controller-runtime', () => {
    expect(messages(`require ${CAPI} v1.8.1\nrequire ${RUNTIME} v0.19.0`)).toEqual([
      '3: Cluster API v1.8.1 was released with controller-runtime 0.18, here it runs with 0.19',
    ]);
  });

  it('is not made of what fits, nor of a placeholder', () => {
    expect(messages(`require ${CAPI} v1.8.1\nrequire ${RUNTIME} v0.18.4`)).toEqual([]);
    const placeholder = `require ${CAPI} v0.0.0-00010101000000-000000000000\nrequire ${RUNTIME} v0.17.3\nreplace ${CAPI} => ${CAPI} v1.7.0`;
    expect(messages(placeholder)).toEqual([]);
    expect(
      messages(`require ${CAPI} v1.7.1\nrequire ${RUNTIME} v0.17.3\nreplace ${CAPI} => ${CAPI} v1.7.0`),
    ).toEqual([]);
  });
});

describe('replaced modules of Kubernetes', () => {
  const pins = (version: string, more = '') =>
    `require ${CAPI} v1.6.4\nrequire ${RUNTIME} v0.17.2\n\nreplace (\n\tk8s.io/apimachinery => k8s.io/apimachinery ${version}\n${more})\n`;
  const rules = (goMod: string) => decide(goMod).findings.map(({ rule }) => rule);

  it('are warned of where they are older than what the endpoint brings', () => {
    expect(rules(pins('v0.27.11'))).toContain('kubernetes-pinned');
  });

  it.each([
    ['they are of the same release', pins('v0.29.2')],
    ['apiserver is pinned with them', pins('v0.27.11', '\tk8s.io/apiserver => k8s.io/apiserver v0.27.11\n')],
  ])('are no cause for it where %s', (_, goMod) => {
    expect(rules(goMod)).not.toContain('kubernetes-pinned');
  });
});
