import { posix } from 'node:path';
import { oncePerPair } from '../repository/once-per-pair.ts';
import type { GeneratorCall } from './generator-call.ts';
import { resolveInRepository } from './role-output.ts';

/** Where Go modules begin, for patterns that cross or name them. */
export interface ModuleRoot {
  /** Folder of go.mod, '.' for the repository's. */
  readonly directory: string;
  readonly modulePath: string;
}

/**
 * Whether a call reads the package in `directory` (facts D2): `./x` is that package alone, `./x/...` all below it
 * without `vendor`, `testdata`, `_x` and `.x` folders. Modules nested below are read from controller-gen 0.9 on.
 * A call without `paths=` reads the package it runs in.
 *
 * @returns undefined where the call's folder, or a path of it, is not known and no other path reads the package.
 */
export function readsPackage(
  call: GeneratorCall,
  directory: string,
  modules: readonly ModuleRoot[],
): boolean | undefined {
  const patterns = call.paths.flatMap((option) => option.items);
  if (call.directory === undefined) return undefined;
  if (call.paths.length === 0) return samePath(directory, call.directory);
  const version = call.version?.version;
  const start = call.directory;
  if (patterns.some((item) => item.resolved && matches(item.pattern, start, directory, modules, version)))
    return true;
  return patterns.every((item) => item.resolved) ? false : undefined;
}

/** Whether a call runs in the module of a package: Go finds packages of other modules by no path. Unknown folders are trusted. */
export function runsInModuleOf(
  call: GeneratorCall,
  directory: string,
  modules: readonly ModuleRoot[],
): boolean {
  return (
    call.directory === undefined || samePath(moduleOf(call.directory, modules), moduleOf(directory, modules))
  );
}

/** Whether a pattern names packages that are not in this repository, and so cannot be read here. */
export function leavesRepository(pattern: string, from: string, modules: readonly ModuleRoot[]): boolean {
  if (/^\.{0,2}\//.test(pattern) || /^\.{1,3}$/.test(pattern)) {
    return resolveInRepository(from, stemOf(pattern)) === undefined;
  }
  const standardLibrary = !(pattern.split('/')[0] ?? '').includes('.');
  return !standardLibrary && importedFolder(stemOf(pattern), modules) === undefined;
}

function matches(
  pattern: string,
  from: string,
  directory: string,
  modules: readonly ModuleRoot[],
  version: string | undefined,
): boolean {
  const local = /^(\.|\/)/.test(pattern);
  const stem = stemOf(pattern);
  const root = local ? resolveInRepository(from, stem) : importedFolder(stem, modules);
  if (root === undefined) return false;
  if (!pattern.endsWith('...')) return samePath(directory, root);
  const base = moduleOf(directory, modules);
  const crosses = !samePath(base, moduleOf(root, modules)) && isBelow(base, root);
  if (!isBelow(directory, root)) return false;
  if (crosses) return local && readsNestedModules(version) && isListed(directory, base);
  return isListed(directory, root) && samePath(base, moduleOf(root, modules));
}

/** From controller-gen 0.9 on, roots given as file-system paths with `...` also walk the modules nested below. */
function readsNestedModules(version: string | undefined): boolean {
  return !/^v0\.[0-8]\./.test(version ?? '');
}

/** go's `...` skips these folders below its root, never the root itself. */
function isListed(directory: string, root: string): boolean {
  return !posix
    .relative(root, directory)
    .split('/')
    .some((part) => part === 'vendor' || part === 'testdata' || /^[_.]./.test(part));
}

function stemOf(pattern: string): string {
  return pattern.replace(/\/?\.\.\.$/, '') || '.';
}

function importedFolder(importPath: string, modules: readonly ModuleRoot[]): string | undefined {
  const owner = modules
    .filter(({ modulePath }) => importPath === modulePath || importPath.startsWith(`${modulePath}/`))
    .sort((one, other) => other.modulePath.length - one.modulePath.length)[0];
  return owner && posix.join(owner.directory, importPath.slice(owner.modulePath.length) || '.');
}

function moduleOf(directory: string, modules: readonly ModuleRoot[]): string {
  return moduleAbove(modules, directory);
}

const moduleAbove = oncePerPair((modules: readonly ModuleRoot[], directory: string): string => {
  const owners = modules.map((module) => module.directory).filter((root) => isBelow(directory, root));
  return owners.sort((one, other) => depthOf(other) - depthOf(one))[0] ?? '.';
});

function isBelow(directory: string, root: string): boolean {
  return (
    samePath(root, '.') || samePath(directory, root) || directory.startsWith(`${posix.normalize(root)}/`)
  );
}

function depthOf(directory: string): number {
  return directory === '.' ? 0 : directory.split('/').length;
}

function samePath(one: string, other: string): boolean {
  return one === other || normal(one) === normal(other);
}

/** Without `.`, `..` and the slash at the end, as far as that goes; '.' for the repository. */
function normal(folder: string): string {
  return posix.join(folder, '.').replace(/(?<=.)\/$/, '');
}
