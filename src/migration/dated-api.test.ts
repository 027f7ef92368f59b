import { beforeAll, describe, expect, it } from 'vitest';
import { loadGoGrammar } from '../golang/syntax.ts';
import { CAPI, decide, old, problemOf, RUNTIME } from './decide.testing.ts';

beforeAll(loadGoGrammar);

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
