import { describe, expect, it } from 'vitest';
import type { GeneratorCall } from './generator-call.ts';
import { leavesRepository, readsPackage } from './packages-read.ts';

const MODULES = [
  { directory: '.', modulePath: 'example.com/provider' },
  { directory: 'tools', modulePath: 'example.com/provider/tools' },
  { directory: 'x/testdata/m', modulePath: 'example.com/data' },
];

function call(
  patterns: readonly string[],
  directory: string | undefined = '.',
  version = 'v0.16.5',
): GeneratorCall {
  const place = { start: 0, end: 0 };
  const items = patterns.map((pattern) => ({ ...place, pattern, resolved: !pattern.includes('$') }));
  return {
    ...place,
    file: 'Makefile',
    directory,
    paths: patterns.length > 0 ? [{ ...place, form: 'single', items }] : [],
    role: undefined,
    version: { version, file: 'Makefile', from: 'pin' },
  };
}

describe('readsPackage', () => {
  it.each([
    ['./...', '.', true],
    ['./...', 'cmd/manager', true],
    ['./', '.', true],
    ['.', '.', true],
    ['./', 'cmd', false],
    ['./cmd', 'cmd', true],
    ['./cmd/', 'cmd', true],
    ['./cmd', 'cmd/x', false],
    ['./cmd/...', 'cmd', true],
    ['./cmd/...', 'cmd/x', true],
    ['./cmd/...', 'cmdline', false],
    ['./controllers/...', '.', false],
    ['./...', 'vendor/x', false],
    ['./...', 'a/testdata', false],
    ['./...', 'a/_x', false],
    ['./...', 'a/.x', false],
    ['./vendor/x', 'vendor/x', true],
    ['./testdata/...', 'testdata/a', true],
    ['example.com/provider/...', 'cmd', true],
    ['example.com/provider', '.', true],
    ['example.com/provider/api', 'api', true],
    ['example.com/other/...', 'cmd', false],
    ['api/...', 'api', false],
    ['/.repository/cmd', 'cmd', true],
    ['/opt/...', 'cmd', false],
    ['../...', '.', false],
  ])('%s and %s: %j', (pattern, directory, expected) => {
    expect(readsPackage(call([pattern]), directory, MODULES)).toBe(expected);
  });

  it('starts from the folder that the call runs in', () => {
    expect(readsPackage(call(['./...'], 'test/provider'), 'test/provider/api', MODULES)).toBe(true);
    expect(readsPackage(call(['./...'], 'test/provider'), 'api', MODULES)).toBe(false);
    expect(readsPackage(call(['../../api'], 'test/provider'), 'api', MODULES)).toBe(true);
  });

  it.each([
    ['v0.8.0', false],
    ['v0.4.1', false],
    ['v0.9.0', true],
    ['v0.18.0', true],
  ])('controller-gen %s reads nested modules: %j', (version, expected) => {
    expect(readsPackage(call(['./...'], '.', version), 'tools/cmd', MODULES)).toBe(expected);
    expect(readsPackage(call(['./...'], '.', version), 'x/testdata/m/api', MODULES)).toBe(expected);
  });

  it('does not read nested modules for import paths', () => {
    expect(readsPackage(call(['example.com/provider/...']), 'tools/cmd', MODULES)).toBe(false);
  });

  it('reads the package it runs in when it has no path', () => {
    expect(readsPackage(call([], 'api'), 'api', MODULES)).toBe(true);
    expect(readsPackage(call([], 'api'), '.', MODULES)).toBe(false);
  });

  it('does not know what it cannot resolve', () => {
    expect(readsPackage(call(['./$(X)/...']), 'api', MODULES)).toBeUndefined();
    expect(readsPackage(call(['./$(X)/...', './api']), 'api', MODULES)).toBe(true);
    expect(readsPackage({ ...call(['./...']), directory: undefined }, 'api', MODULES)).toBeUndefined();
  });
});

describe('leavesRepository', () => {
  it.each([
    ['./api/...', false],
    ['../api/...', true],
    ['/opt/x', true],
    ['example.com/provider/api', false],
    ['example.org/vendored/api/...', true],
    ['fmt', false],
  ])('%s: %j', (pattern, expected) => {
    expect(leavesRepository(pattern, '.', MODULES)).toBe(expected);
  });
});
