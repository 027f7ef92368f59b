import type { ManagerSource } from '../golang/manager-source.ts';
import { renderDeployment, renderPlain } from '../kubernetes/deployment-rendering.ts';
import type { JsonPatchSource } from '../kubernetes/json-patch.ts';
import { buildKustomizeGraph, type KustomizeGraph } from '../kubernetes/kustomize.ts';
import {
  type DeploymentRendering,
  type ManagerManifests,
  noManifests,
} from '../kubernetes/manager-manifests.ts';
import { type RawWorkload, workloadsIn } from '../kubernetes/read-workloads.ts';
import { startOf } from '../kubernetes/splice.ts';
import type { WorkloadSource } from '../kubernetes/workload.ts';
import type { Repository } from '../repository/repository.ts';
import { NOT_OURS, otherWorkloads, unappliedJsonPatches } from './manifest-copies.ts';
import { linkWorkloads, ownerDirectory } from './manifest-links.ts';

/**
 * Which manifests run which controller manager. Every source is a key of the answer.
 * Deployments that run none of them (webhooks, demo workloads, other products) are left out.
 */
export function surveyManifests(
  repository: Repository,
  sources: readonly ManagerSource[],
): Map<ManagerSource, ManagerManifests> {
  const graph = buildKustomizeGraph(repository);
  const reached = new Set(graph.kustomizations.flatMap((it) => graph.objectFilesReachedBy(it.path)));
  const bases = [...reached]
    .sort()
    .filter((path) => !NOT_OURS.test(path) || isOwned(sources, path))
    .flatMap((path) => workloadsIn(repository, path))
    .filter(isWhole);
  const linked = linkWorkloads(repository, sources, bases);
  return new Map(
    sources.map((source) => {
      const deployments = (linked.get(source) ?? []).map((it) => ({ ...it, role: 'base' as const }));
      return [source, manifestsOf(repository, graph, sources, source, deployments)];
    }),
  );
}

/** A manager may live below `test/` itself, e.g. a provider made for tests. */
function isOwned(sources: readonly ManagerSource[], path: string): boolean {
  return sources.some((source) => path.startsWith(`${ownerDirectory(source)}/`));
}

/** A patch has no image and no selector. */
function isWhole(workload: RawWorkload): boolean {
  return workload.containers.some((container) => container.image !== undefined);
}

function manifestsOf(
  repository: Repository,
  graph: KustomizeGraph,
  sources: readonly ManagerSource[],
  source: ManagerSource,
  deployments: readonly WorkloadSource[],
): ManagerManifests {
  const renderings = deployments.flatMap((deployment) =>
    graph.overlays
      .filter((overlay) => graph.objectFilesReachedBy(overlay.path).includes(deployment.path))
      .map((overlay) => renderDeployment(repository, graph, overlay, deployment)),
  );
  const others = otherWorkloads(repository, graph, sources, source, renderings);
  if (renderings.length > 0) {
    return { ...summary(renderings), ...others, ...unappliedJsonPatches(repository, graph, renderings) };
  }
  const plain = others.unreached.filter(isWhole);
  const applied = plain.map((workload) => renderPlain({ ...workload, role: 'base' }));
  return { ...summary(applied), ...others, unreached: others.unreached.filter((it) => !plain.includes(it)) };
}

function summary(renderings: readonly DeploymentRendering[]): ManagerManifests {
  const first = renderings[0];
  return {
    ...noManifests,
    deployments: uniqueTexts(renderings.map((it) => it.deployment)),
    patches: uniqueTexts(renderings.flatMap((it) => it.patches)),
    jsonPatches: uniqueTexts(renderings.flatMap((it) => it.jsonPatches)),
    renderings,
    overlays: [...new Set(renderings.map((it) => it.overlay))],
    serviceAccountName: first?.serviceAccountName ?? 'default',
    namespace: first?.deployment.namespace,
    substitutes: renderings.length > 0 && renderings.every((it) => it.substitutes),
  };
}

/** Overlays that share a patch read the same text of the same file. */
function uniqueTexts<T extends WorkloadSource | JsonPatchSource>(parts: readonly T[]): readonly T[] {
  const key = (part: T) => `${part.path}\0${startOf('node' in part ? part.node : part.operations[0]?.node)}`;
  return [...new Map(parts.map((part) => [key(part), part])).values()];
}
