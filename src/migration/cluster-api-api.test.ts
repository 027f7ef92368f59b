import { describe, expect, it } from 'vitest';
import { parseVersion, type SemanticVersion } from '../golang/versions.ts';
import { offeredByMinor, offeredBySource, offeredByVersion, pairedMinor } from './cluster-api-api.ts';

function version(text: string): SemanticVersion {
  const parsed = parseVersion(text);
  if (!parsed) throw new Error(text);
  return parsed;
}

function offered(text: string): string {
  const { api, registersMetricsBindAddr } = offeredByVersion(version(text));
  return `${api ?? 'nothing'}${registersMetricsBindAddr ? ' + metrics-bind-addr' : ''}`;
}

const DIAGNOSTICS = 'diagnostics-options + metrics-bind-addr';
const MANAGER_1_8 = 'manager-options + metrics-bind-addr';

describe('what a version offers', () => {
  it.each([
    ['v0.4.8', 'nothing'],
    ['v1.3.5', 'nothing'],
    ['v1.4.9', 'nothing'],
    ['v1.5.8', 'nothing'],
    ['v1.6.0-alpha.0', 'nothing'],
    ['v1.6.0-beta.0', DIAGNOSTICS],
    ['v1.6.0-rc.1', DIAGNOSTICS],
    ['v1.6.8', DIAGNOSTICS],
    ['v1.7.9', DIAGNOSTICS],
    ['v1.8.0-beta.1', DIAGNOSTICS],
    ['v1.8.0-rc.0', MANAGER_1_8],
    ['v1.8.12', MANAGER_1_8],
    ['v1.9.0-beta.0', 'manager-options'],
    ['v1.9.9', 'manager-options'],
    ['v1.14.0', 'manager-options'],
    ['v2.1.0', 'manager-options'],
  ])('%s: %s', (text, expected) => {
    expect(offered(text)).toBe(expected);
  });
});

describe('what a commit offers', () => {
  const commit = (base: string, day: string) => offered(`${base}${day}120000-0123456789ab`);

  it.each([
    ['v0.0.0-', '20230914', 'nothing'],
    ['v0.0.0-', '20230915', DIAGNOSTICS],
    ['v0.0.0-', '20240724', DIAGNOSTICS],
    ['v0.0.0-', '20240725', MANAGER_1_8],
    ['v0.0.0-', '20240912', 'manager-options'],
    ['v1.8.0-beta.0.0.', '20240724', DIAGNOSTICS],
    ['v1.8.0-beta.0.0.', '20240801', MANAGER_1_8],
    ['v1.9.0-alpha.0.0.', '20240801', MANAGER_1_8],
  ])('on main, %s%s: %s', (base, day, expected) => {
    expect(commit(base, day)).toBe(expected);
  });

  it.each([
    ['v1.7.5-0.', '20250101', DIAGNOSTICS],
    ['v1.5.9-0.', '20250101', 'nothing'],
    ['v1.8.0-rc.0.0.', '20240726', MANAGER_1_8],
    ['v1.10.1-0.', '20240101', 'manager-options'],
  ])('on a release branch, %s%s counts by its tag: %s', (base, day, expected) => {
    expect(commit(base, day)).toBe(expected);
  });
});

describe('what a minor alone offers', () => {
  it.each([
    [5, undefined],
    [6, 'diagnostics-options'],
    [7, 'diagnostics-options'],
    [8, 'manager-options'],
    [9, 'manager-options'],
    [20, 'manager-options'],
  ])('1.%i: %s', (minor, api) => {
    expect(offeredByMinor(minor).api).toBe(api);
  });
});

describe('what a source offers', () => {
  it('is what it declares', () => {
    const manager = 'func AddManagerOptions(fs *pflag.FlagSet) {}\n\nfunc GetManagerOptions() {}\n';
    expect(offeredBySource(manager)).toEqual({ api: 'manager-options', registersMetricsBindAddr: false });
    const diagnostics =
      'func AddDiagnosticsOptions() {}\nfunc GetDiagnosticsOptions() {}\n// "metrics-bind-addr"\n';
    expect(offeredBySource(diagnostics)).toEqual({
      api: 'diagnostics-options',
      registersMetricsBindAddr: true,
    });
    expect(offeredBySource(manager + diagnostics).api).toBe('manager-options');
  });

  it('is not what it only mentions', () => {
    expect(offeredBySource('// func AddManagerOptions(\n\tfunc GetManagerOptions()').api).toBeUndefined();
    expect(offeredBySource('func AddManagerOptions() {}\n').api).toBeUndefined();
    expect(offeredBySource('func AddTLSOptions() {}\n').api).toBeUndefined();
    expect(offeredBySource('').api).toBeUndefined();
  });
});

describe('pairedMinor', () => {
  it.each([
    ['v0.13.1', 3],
    ['v0.16.5', 6],
    ['v0.21.0', 11],
    ['v0.24.1', 14],
  ])('of controller-runtime %s is Cluster API 1.%i', (runtime, minor) => {
    expect(pairedMinor(version(runtime))).toBe(minor);
  });
});
