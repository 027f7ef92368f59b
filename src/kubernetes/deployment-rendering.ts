import type { Repository } from '../repository/repository.ts';
import { patchesOf } from './applied-patches.ts';
import type { Kustomization, KustomizeGraph } from './kustomize.ts';
import type { DeploymentRendering } from './manager-manifests.ts';
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
  return {
    ...describe(deployment, patches),
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
    containerIndex: (deployment.container?.index ?? 0) + addedContainers(deployment, patches).size,
    serviceAccountName: serviceAccount.serviceAccountName ?? 'default',
    substitutes: [deployment, ...patches].some((part) => substitutes(part, part === argumentSource)),
  };
}

/** kustomize puts containers that only a patch has in front of the others. */
function addedContainers(
  deployment: WorkloadSource,
  patches: readonly WorkloadSource[],
): ReadonlySet<string> {
  const own = new Set(deployment.containers.map((container) => container.name));
  const patched = patches.flatMap((patch) => patch.containers.map((container) => container.name));
  return new Set(patched.filter((name): name is string => name !== undefined && !own.has(name)));
}

/** Comments do not count, nor does a list of arguments that a patch replaces. */
function substitutes(part: WorkloadSource, argumentsCount: boolean): boolean {
  const [start = 0, end = 0] = part.node.range ?? [];
  const list = argumentsCount ? undefined : part.container?.args?.node.range;
  const text = part.file.text;
  const kept = list ? text.slice(start, list[0]) + text.slice(list[1], end) : text.slice(start, end);
  return /\$\{\w+:=[^}]*\}/.test(kept.replace(/^\s*#.*$|\s#.*$/gm, ''));
}
