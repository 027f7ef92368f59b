import { describe, expect, it } from 'vitest';
import { parseGoMod } from './go-mod.ts';
import { parseVersion, versionInForce } from './versions.ts';

const CAPI = 'sigs.k8s.io/cluster-api';

function inForce(lines: string, path = 'go.mod') {
  const module = parseGoMod({ path, text: `module x\n\n${lines}\n`, mode: 0o644 });
  return versionInForce(module, CAPI);
}

describe('versionInForce', () => {
  it('is undefined where the module is not required', () => {
    expect(inForce('require sigs.k8s.io/cluster-api/api v1.14.0')).toBeUndefined();
  });

  it('is the version required', () => {
    expect(inForce(`require ${CAPI} v1.12.5`)).toMatchObject({
      version: 'v1.12.5',
      fork: false,
      folder: undefined,
    });
  });

  it.each([
    ['v1.5.0', 'v1.12.5', 'v1.12.5'],
    ['v1.12.5', 'v1.5.0', 'v1.12.5'],
    ['v1.12.5', 'v1.12.5-rc.0', 'v1.12.5'],
    ['v1.12.5-rc.0', 'v1.12.5-rc.1', 'v1.12.5-rc.1'],
    ['v1.12.5', 'latest', 'v1.12.5'],
  ])('is the highest of two lines: %s, %s', (one, other, version) => {
    expect(inForce(`require ${CAPI} ${one}\nrequire ${CAPI} ${other}`)).toMatchObject({ version });
  });

  it('is the version that replaces it', () => {
    expect(inForce(`require ${CAPI} v0.0.0\nreplace ${CAPI} => ${CAPI} v1.5.2`)).toMatchObject({
      version: 'v1.5.2',
      fork: false,
    });
  });

  it('is that of a fork', () => {
    expect(inForce(`require ${CAPI} v1.6.0\nreplace ${CAPI} => example.org/capi v0.1.0`)).toMatchObject({
      version: 'v0.1.0',
      fork: true,
      requirement: { version: 'v1.6.0' },
      replacement: { target: 'example.org/capi' },
    });
  });

  it('heeds a replace for one version only where that is required', () => {
    const replaces = `replace ${CAPI} v1.6.0 => example.org/capi v0.1.0`;
    expect(inForce(`require ${CAPI} v1.6.0\n${replaces}`)).toMatchObject({ fork: true });
    expect(inForce(`require ${CAPI} v1.7.0\n${replaces}`)).toMatchObject({ fork: false, version: 'v1.7.0' });
  });

  it('prefers the replace for one version', () => {
    const replaces = `replace ${CAPI} => a.example v1.0.0\nreplace ${CAPI} v1.6.0 => b.example v2.0.0`;
    expect(inForce(`require ${CAPI} v1.6.0\n${replaces}`)).toMatchObject({ version: 'v2.0.0' });
  });

  it('ignores replaces of other modules', () => {
    expect(inForce(`require ${CAPI} v1.6.0\nreplace ${CAPI}/api => ./api`)).toMatchObject({
      version: 'v1.6.0',
    });
  });

  it.each([
    ['./third_party/capi', 'go.mod', 'third_party/capi'],
    ['./third_party/capi/', 'go.mod', 'third_party/capi'],
    ['../', 'test/go.mod', '.'],
    ['..', 'test/go.mod', '.'],
    ['../capi', 'go.mod', '../capi'],
    ['../../capi', 'test/go.mod', '../capi'],
  ])('names the folder %s of %s', (target, goMod, folder) => {
    expect(inForce(`require ${CAPI} v1.6.0\nreplace ${CAPI} => ${target}`, goMod)).toMatchObject({
      fork: true,
      version: undefined,
      folder,
    });
  });

  it('keeps an absolute folder outside', () => {
    expect(inForce(`require ${CAPI} v1.6.0\nreplace ${CAPI} => /src/capi`)?.folder).toMatch(/^\.\./);
  });
});

describe('parseVersion', () => {
  it.each([
    ['v1.12.5', { major: 1, minor: 12, patch: 5, prerelease: '', commitDay: undefined }],
    ['v1.8.0-rc.0', { major: 1, minor: 8, patch: 0, prerelease: 'rc.0', commitDay: undefined }],
    ['v2.0.0+incompatible', { major: 2, minor: 0, patch: 0, prerelease: '', commitDay: undefined }],
    [
      'v0.0.0-20240801120000-0123456789ab',
      { major: 0, minor: 0, patch: 0, prerelease: '', commitDay: '20240801' },
    ],
    [
      'v1.7.3-0.20240801120000-0123456789ab',
      { major: 1, minor: 7, patch: 3, prerelease: '', commitDay: '20240801' },
    ],
    [
      'v1.8.0-beta.0.0.20240801120000-0123456789ab',
      { major: 1, minor: 8, patch: 0, prerelease: 'beta.0', commitDay: '20240801' },
    ],
  ])('%s', (text, expected) => {
    expect(parseVersion(text)).toEqual(expected);
  });

  it.each([undefined, '', 'latest', '1.2.3', 'v1.2', 'vX.Y.Z'])('gives nothing for %s', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});
