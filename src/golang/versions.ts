import { posix } from 'node:path';
import type { GoModule, Replacement, Requirement } from './go-module.ts';
import { CLUSTER_API } from './module-paths.ts';

/** Which version of a module is compiled, once `replace` has been read. */
export interface VersionInForce {
  readonly path: string;
  /** Undefined where only a replacement names it. */
  readonly requirement: Requirement | undefined;
  readonly replacement: Replacement | undefined;
  /** The version compiled; undefined for a folder. */
  readonly version: string | undefined;
  /** Another module, or a folder, stands in its place: a version then says nothing by itself. */
  readonly fork: boolean;
  /** The folder that stands in its place, relative to the repository; starts with `..` where it lies outside. */
  readonly folder: string | undefined;
}

/** The version of `path` that `module` compiles; undefined where it does not require it. */
export function versionInForce(module: GoModule, path: string): VersionInForce | undefined {
  const requirement = highestOf(module.requirements.filter((one) => one.path === path));
  if (!requirement) return undefined;
  const replacements = module.replacements.filter((one) => one.path === path);
  const replacement =
    replacements.find((one) => one.version === requirement.version) ??
    replacements.find((one) => one.version === undefined);
  const folder =
    replacement && isFolder(replacement.target) ? folderOf(module, replacement.target) : undefined;
  return {
    path,
    requirement,
    replacement,
    version: replacement ? replacement.targetVersion : requirement.version,
    fork: replacement !== undefined && replacement.target !== path,
    folder,
  };
}

/** Of several lines for one module, as merges leave them, Go takes the highest version. */
function highestOf(requirements: readonly Requirement[]): Requirement | undefined {
  return requirements.reduce<Requirement | undefined>(
    (highest, one) => (highest && !isHigher(one.version, highest.version) ? highest : one),
    undefined,
  );
}

function isHigher(text: string, other: string): boolean {
  const [one, two] = [parseVersion(text), parseVersion(other)];
  if (!one || !two) return false;
  for (const part of ['major', 'minor', 'patch'] as const) {
    if (one[part] !== two[part]) return one[part] > two[part];
  }
  return two.prerelease !== '' && (one.prerelease === '' || one.prerelease > two.prerelease);
}

/** The version of Cluster API's own module for its API types, which is released with the rest of it (facts A6); undefined for a fork of it. */
export function versionOfApiModule(module: GoModule): string | undefined {
  const found = versionInForce(module, `${CLUSTER_API}/api`);
  return found && !found.fork && found.folder === undefined ? found.version : undefined;
}

function isFolder(target: string): boolean {
  return /^(\.{1,2}(\/|$)|\/)/.test(target);
}

function folderOf(module: GoModule, target: string): string {
  return target.startsWith('/')
    ? `../${target}`
    : posix.normalize(posix.join(module.directory, target)).replace(/(.)\/$/, '$1');
}

/** A semantic version, as far as decisions need it. */
export interface SemanticVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Without the dash: `beta.1`, or `` for a release. */
  readonly prerelease: string;
  /** The day a pseudo-version was committed, `YYYYMMDD`; undefined for a tagged version. */
  readonly commitDay: string | undefined;
}

/** Reads `v1.8.0-rc.0`, `v1.8.0-beta.0.0.20240801120000-0123456789ab`, `v2.0.0+incompatible`; undefined for anything else. */
export function parseVersion(text: string | undefined): SemanticVersion | undefined {
  const match = /^v(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text ?? '');
  if (!match) return undefined;
  const [, major, minor, patch, rest = ''] = match;
  const pseudo = /^(?:(.*)\.)?(\d{8})\d{6}-[0-9a-f]{12}$/.exec(rest);
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    prerelease: pseudo ? (pseudo[1] ?? '').replace(/(^|\.)0$/, '') : rest,
    commitDay: pseudo?.[2],
  };
}
