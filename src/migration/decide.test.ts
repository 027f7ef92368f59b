import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentText, kustomizeTree } from '../../test/setup/manager-manifests.ts';
import { loadGoGrammar } from '../golang/syntax.ts';
import { api, CAPI, decide, old, problemOf, RUNTIME } from './decide.testing.ts';

beforeAll(loadGoGrammar);

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
    const problem = problemOf(() => api('v1.5.0', 'v0.16.0'));
    expect(problem.code).toBe('api-too-old');
    expect(problem.hint).toContain('--style kubebuilder');
    expect(problemOf(() => api('v1.5.0', 'v0.15.0')).hint).not.toContain('--style');
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
