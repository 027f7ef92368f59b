import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import type { ControllerManager } from './model.ts';

/** Overlays for developers and tests: what they open, they open for themselves. */
const NOT_SHIPPED = /(^|\/)(hack|tests?|e2e|dev|tilt|examples?|samples?|docs)\//;

/** The overlays that users get; all of them where there are no others. */
export function shippedRenderings({ manifests }: ControllerManager): readonly DeploymentRendering[] {
  const shipped = manifests.renderings.filter(({ overlay }) => !NOT_SHIPPED.test(overlay));
  return shipped.length > 0 ? shipped : manifests.renderings;
}
