import { posix } from 'node:path';
import type { GoModule } from '../golang/go-module.ts';
import { CLUSTER_API, CONTROLLER_RUNTIME } from '../golang/module-paths.ts';
import { parseVersion, type VersionInForce } from '../golang/versions.ts';
import { refusal } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { positionAt } from '../repository/source-file.ts';
import type { ControllerManager } from '../survey/model.ts';
import type { ClusterApiInForce } from './cluster-api-in-force.ts';

const NEEDED = 'needed are Cluster API ≥ v1.6.0 and controller-runtime ≥ v0.16.0, or the latter alone';

/** Neither API exists in the versions in force. Both are named, found and needed. */
export function apiTooOld(
  repository: Repository,
  manager: ControllerManager,
  clusterApi: ClusterApiInForce | undefined,
  runtime: VersionInForce | undefined,
): Error {
  if (clusterApi?.folder !== undefined && !clusterApi.offered.api) return withoutFlags(manager, clusterApi);
  const found = [
    clusterApi ? `Cluster API ${clusterApi.description}` : 'no Cluster API',
    runtime ? `controller-runtime ${runtime.version ?? runtime.folder}` : 'no controller-runtime',
  ].join(' and ');
  return refusal({
    code: 'api-too-old',
    ...placeOf(repository, manager.module, clusterApi ? CLUSTER_API : CONTROLLER_RUNTIME),
    reason: `${manager.entryPoint} uses ${found}, which cannot secure the metrics endpoint: ${NEEDED}`,
    hint: `Upgrade both first (each Cluster API release names its controller-runtime), then run the migration again.${filtersHint(clusterApi, runtime)}`,
  });
}

/** controller-runtime's own filters need nothing of Cluster API. */
function filtersHint(clusterApi: ClusterApiInForce | undefined, runtime: VersionInForce | undefined): string {
  const version = parseVersion(runtime?.version);
  const suffices = clusterApi !== undefined && (version?.major ?? 0) === 0 && (version?.minor ?? 0) >= 16;
  return suffices ? ' Until then --style kubebuilder makes do with controller-runtime.' : '';
}

/** Cluster API itself, or a copy in a folder, from before it had the flags. */
function withoutFlags(manager: ControllerManager, { folder = '.', description }: ClusterApiInForce): Error {
  return refusal({
    code: 'api-too-old',
    file: posix.join(folder, 'go.mod'),
    line: 1,
    column: 1,
    reason: `${manager.entryPoint} uses Cluster API ${description}, whose util/flags offers neither ManagerOptions (v1.8) nor DiagnosticsOptions (v1.6)`,
    hint: 'Run the migration on a branch, or with a copy, that offers one of them.',
  });
}

/** A fork, or a folder outside the repository, that nothing dates. */
export function unknownFork(
  repository: Repository,
  manager: ControllerManager,
  clusterApi: ClusterApiInForce,
): Error {
  return refusal({
    code: 'cluster-api-unknown',
    ...placeOf(repository, manager.module, CLUSTER_API),
    reason: `${manager.entryPoint} uses Cluster API from ${clusterApi.description}: which diagnostics API it offers cannot be told`,
    hint: 'Require the upstream version that the fork is based on, or vendor it (go mod vendor), and run the migration again.',
  });
}

/** `--style cluster-api` where there is no Cluster API. */
export function clusterApiMissing(repository: Repository, manager: ControllerManager): Error {
  return refusal({
    code: 'cluster-api-missing',
    ...placeOf(repository, manager.module, CLUSTER_API),
    reason: `${manager.entryPoint} cannot have the flags of Cluster API: ${manager.module.file} does not require ${CLUSTER_API}`,
    hint: `Leave --style out (controller-runtime’s own filters need no further module), or run go get ${CLUSTER_API} in ${manager.module.directory}, at the release that fits your controller-runtime.`,
  });
}

/** The line of go.mod that requires `path`; its first line where none does. */
export function placeOf(
  repository: Repository,
  module: GoModule,
  path: string,
): { file: string; line: number; column: number } {
  const text = repository.tryRead(module.file)?.text ?? '';
  const start = module.requirements.find((requirement) => requirement.path === path)?.start ?? 0;
  const indent = /^\s*/.exec(text.slice(start))?.[0].length ?? 0;
  return { file: module.file, ...positionAt(text, start + indent) };
}
