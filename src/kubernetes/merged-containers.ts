import type { DeploymentRendering } from './manager-manifests.ts';

/**
 * The names of the containers in the order in which an overlay has them once its strategic patches are merged:
 * kustomize puts those that a patch names in front of the others, in the order of the patch, new or not.
 */
export function mergedContainerNames({
  deployment,
  patches,
}: Pick<DeploymentRendering, 'deployment' | 'patches'>): readonly (string | undefined)[] {
  const own: readonly (string | undefined)[] = deployment.containers.map((it) => it.name);
  return patches.reduce((names, patch) => {
    const named = patch.containers.map((it) => it.name);
    return [...named, ...names.filter((name) => !named.includes(name))];
  }, own);
}
