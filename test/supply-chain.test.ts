import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = read('../package-lock.json');
const manifest: Readonly<Record<string, Readonly<Record<string, string>>>> = read('../package.json');
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

/** Development only, and `npm ci --ignore-scripts` leaves their scripts out: without them the tests use WebAssembly. */
const WITH_SCRIPTS = ['fsevents', 'tree-sitter', 'tree-sitter-go'];

describe('the lock file', () => {
  test('pins every package by its SHA-512', () => {
    const loose = locked.filter(
      ([, { integrity, link }]) => !link && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
    expect(locked.length).toBeGreaterThan(50);
  });

  test('takes packages over https alone, from no git and no file', () => {
    const elsewhere = locked.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://'),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });

  test('holds no install script but those that are known, none of them for users', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = scripted.map(([path]) =>
      path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    );
    expect(names.filter((name) => !WITH_SCRIPTS.includes(name))).toEqual([]);
    expect(scripted.filter(([, { dev }]) => !dev)).toEqual([]);
  });
});

describe('what users install', () => {
  test('has no dependencies and no install scripts of its own', () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.optionalDependencies).toBeUndefined();
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => hooks.includes(name))).toEqual([]);
  });
});
