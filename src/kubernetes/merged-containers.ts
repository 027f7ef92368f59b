import type { DeploymentRendering } from './manager-manifests.ts';

/**
 * The names of the containers in the order in which an overlay has them once its strategic patches are merged:
 * kustomize puts those that only a patch has in front of the others.
 */
export function mergedContainerNames({
  deployment,
  patches,
}: DeploymentRendering): readonly (string | undefined)[] {
  const names = deployment.containers.map((it) => it.name);
  for (const patch of patches) {
    names.unshift(...patch.containers.map((it) => it.name).filter((name) => !names.includes(name)));
  }
  return names;
}
