import type { Repository } from '../repository/repository.ts';
import { patchesOf } from './applied-patches.ts';
import type { Kustomization, KustomizeGraph } from './kustomize.ts';
import type { DeploymentRendering } from './manager-manifests.ts';
import { mergedContainerNames } from './merged-containers.ts';
import type { RawWorkload } from './read-workloads.ts';
import type { WorkloadSource } from './workload.ts';

/** Follows one Deployment through the patches of an overlay. */
export function renderDeployment(
  repository: Repository,
  graph: KustomizeGraph,
  overlay: Kustomization,
  deployment: WorkloadSource,
): DeploymentRendering {
  const applied = patchesOf(repository, graph, overlay, deployment);
  const patches = applied.strategic.map((patch) => asPatchOf(deployment, patch));
  const described = describe(deployment, patches);
  const added = graph.addedLabels(overlay, deployment.path);
  return {
    ...described,
    podLabels: new Map([...described.podLabels, ...(deployment.kind === 'Pod' ? added.own : added.template)]),
    overlay: overlay.path,
    jsonPatches: applied.json,
    name: graph.renderedName(overlay, deployment.path, deployment.name) ?? deployment.name,
    namespace: graph.renderedNamespace(overlay, deployment.path, deployment.namespace),
  };
}

/** The same for a manifest that is applied as it is. */
export function renderPlain(deployment: WorkloadSource): DeploymentRendering {
  return {
    ...describe(deployment, []),
    overlay: deployment.path,
    jsonPatches: [],
    name: deployment.name,
    namespace: deployment.namespace,
  };
}

function asPatchOf(deployment: WorkloadSource, patch: RawWorkload): WorkloadSource {
  const name = deployment.container?.name;
  return {
    ...patch,
    role: 'patch',
    container: patch.containers.find((container) => container.name === name),
  };
}

function describe(deployment: WorkloadSource, patches: readonly WorkloadSource[]) {
  const argumentSource = patches.findLast((patch) => patch.container?.args !== undefined) ?? deployment;
  const serviceAccount = patches.findLast((patch) => patch.serviceAccountName !== undefined) ?? deployment;
  return {
    deployment,
    patches,
    argumentSource,
    containerIndex: mergedIndex(deployment, patches),
    podLabels: new Map([deployment, ...patches].flatMap((part) => [...part.podLabels])),
    serviceAccountName: serviceAccount.serviceAccountName ?? 'default',
    substitutes: [deployment, ...patches].some((part) => substitutes(part, part === argumentSource)),
  };
}

/** A container without a name is in no patch: it moves behind those that patches add. */
function mergedIndex(deployment: WorkloadSource, patches: readonly WorkloadSource[]): number {
  const names = mergedContainerNames({ deployment, patches });
  const name = deployment.container?.name;
  if (name !== undefined) return names.indexOf(name);
  return (deployment.container?.index ?? 0) + names.length - deployment.containers.length;
}

/** Comments do not count, nor does a list of arguments that a patch replaces. */
function substitutes(part: WorkloadSource, argumentsCount: boolean): boolean {
  const [start = 0, end = 0] = part.node.range ?? [];
  const list = argumentsCount ? undefined : part.container?.args?.node.range;
  const text = part.file.text;
  const kept = list ? text.slice(start, list[0]) + text.slice(list[1], end) : text.slice(start, end);
  return /\$\{\w+:=[^}]*\}/.test(kept.replace(/(?:^|\s)#.*$/gm, ''));
}
