import { posix } from 'node:path';
import { CLUSTER_API, CONTROLLER_RUNTIME } from '../golang/module-paths.ts';
import {
  parseVersion,
  type SemanticVersion,
  type VersionInForce,
  versionInForce,
  versionOfApiModule,
} from '../golang/versions.ts';
import type { Repository } from '../repository/repository.ts';
import type { ControllerManager } from '../survey/model.ts';
import {
  type OfferedApi,
  offeredByMinor,
  offeredBySource,
  offeredByVersion,
  pairedMinor,
} from './cluster-api-api.ts';

/** Cluster API as one manager compiles it. */
export interface ClusterApiInForce {
  readonly offered: OfferedApi;
  /** For a person: `v1.12.5`, `in this repository`, or a fork and how it was dated. */
  readonly description: string;
  /** The minor, as far as it is known. */
  readonly minor: number | undefined;
  readonly found: VersionInForce | undefined;
  /** The folder of the repository that holds it, where its source is the repository's own. */
  readonly folder?: string;
}

/** Packages that exist only from Cluster API 1.11 on (facts A6). */
const SINCE_1_11 =
  /^sigs\.k8s\.io\/cluster-api\/api\/(core|bootstrap|controlplane|ipam|runtime|addons)(\/|$)/;

/**
 * Which Cluster API is in force (design §6.1): a copy of the source in the repository wins; then the version after `replace`;
 * a fork whose tag says nothing is dated by what the code imports, by controller-runtime, last by the line it replaces.
 * undefined where the module does not require it.
 */
export function clusterApiInForce(
  repository: Repository,
  manager: ControllerManager,
): ClusterApiInForce | undefined {
  const found = versionInForce(manager.module, CLUSTER_API);
  if (manager.module.modulePath === CLUSTER_API) {
    return fromFolder(repository, manager.module.directory, found);
  }
  if (!found) return undefined;
  const runtime = parseVersion(versionInForce(manager.module, CONTROLLER_RUNTIME)?.version);
  return copied(repository, manager, found) ?? released(found, runtime) ?? dated(found, manager, runtime);
}

/** The release that the module of its API types belongs to, where nothing else of Cluster API is required. */
export function clusterApiBesideApiModule(manager: ControllerManager): ClusterApiInForce | undefined {
  const text = versionOfApiModule(manager.module);
  const version = parseVersion(text);
  if (!version) return undefined;
  return {
    offered: offeredByVersion(version),
    description: `${text} (that of ${CLUSTER_API}/api)`,
    found: undefined,
    minor: version.minor,
  };
}

/** A vendored copy, or a folder of the repository that stands in its place: read directly. */
function copied(
  repository: Repository,
  manager: ControllerManager,
  found: VersionInForce,
): ClusterApiInForce | undefined {
  if (manager.module.vendored) {
    const vendor = posix.join(manager.module.directory, 'vendor', CLUSTER_API);
    const source = sourceIn(repository, vendor);
    // A vendor folder holds what is imported alone: the absence of util/flags proves nothing.
    if (source) return fromSource(source, `${describe(found)} (vendored)`, found);
  }
  return found.folder === undefined ? undefined : fromFolder(repository, found.folder, found);
}

/** The module in a folder of the repository, itself or what stands in its place; undefined where it is not there. */
function fromFolder(
  repository: Repository,
  folder: string,
  found: VersionInForce | undefined,
): ClusterApiInForce | undefined {
  if (!repository.has(posix.join(folder, 'go.mod'))) return undefined;
  const description = folder === '.' ? 'in this repository' : `in ${folder}`;
  return { ...fromSource(sourceIn(repository, folder) ?? '', description, found), folder };
}

/** What `util/flags` of a copy holds; undefined without one. */
function sourceIn(repository: Repository, folder: string): string | undefined {
  const prefix = posix.join(folder, 'util/flags/');
  const files = repository.paths.filter(
    (path) => path.startsWith(prefix) && path.endsWith('.go') && !path.endsWith('_test.go'),
  );
  if (files.length === 0) return undefined;
  return files.map((path) => repository.tryRead(path)?.text ?? '').join('\n');
}

function fromSource(
  source: string,
  description: string,
  found: VersionInForce | undefined,
): ClusterApiInForce {
  const minor = found && !found.fork ? parseVersion(found.version)?.minor : undefined;
  return { offered: offeredBySource(source), description, found, minor };
}

function released(
  found: VersionInForce,
  runtime: SemanticVersion | undefined,
): ClusterApiInForce | undefined {
  const version = parseVersion(found.version);
  if (!version || (found.fork && !isTelling(version, runtime)) || isPlaceholder(version)) return undefined;
  return { offered: offeredByVersion(version), description: describe(found), found, minor: version.minor };
}

/** The tag of a fork is believed when it can belong to the controller-runtime in force: two minors off at most. */
function isTelling(version: SemanticVersion, runtime: SemanticVersion | undefined): boolean {
  return version.major === 1 && runtime !== undefined && Math.abs(pairedMinor(runtime) - version.minor) <= 2;
}

/** `v0.0.0-00010101000000-000000000000` stands for "whatever replaces it". */
function isPlaceholder({ major, minor, commitDay }: SemanticVersion): boolean {
  return major === 0 && minor === 0 && (commitDay === undefined || commitDay < '20170101');
}

function dated(
  found: VersionInForce,
  manager: ControllerManager,
  runtime: SemanticVersion | undefined,
): ClusterApiInForce {
  const { minor, how } = dateFork(found, manager, runtime);
  const offered =
    minor === undefined ? { api: undefined, registersMetricsBindAddr: false } : offeredByMinor(minor);
  return { offered, description: `fork: ${describe(found)} (${how})`, found, minor };
}

function dateFork(
  found: VersionInForce,
  manager: ControllerManager,
  runtime: SemanticVersion | undefined,
): { minor: number | undefined; how: string } {
  const paired = runtime && runtime.minor >= 13 ? pairedMinor(runtime) : undefined;
  if (manager.source.binaryImports.some((path) => SINCE_1_11.test(path))) {
    return { minor: Math.max(11, paired ?? 11), how: 'dated ≥ 1.11 by its imports' };
  }
  if (paired !== undefined)
    return { minor: paired, how: `dated 1.${paired} by controller-runtime 0.${runtime?.minor}` };
  const required = parseVersion(found.requirement?.version);
  if (required?.major === 1)
    return { minor: required.minor, how: `dated 1.${required.minor} by the version required` };
  return { minor: undefined, how: 'its version is not known' };
}

function describe({ path, version, replacement, folder }: VersionInForce): string {
  if (folder !== undefined) return replacement?.target ?? folder;
  const target = replacement?.target ?? path;
  return target === path ? (version ?? path) : `${target} ${version ?? ''}`.trim();
}
