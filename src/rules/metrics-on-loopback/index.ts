import { isAuthProxy } from '../../kubernetes/manager-container.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import type { Rule } from '../../migration/rule.ts';
import { argumentPlace } from '../argument-place.ts';
import { distinct } from '../distinct.ts';
import { endpointIn } from '../endpoint.ts';

/** What a sidecar took over before, nobody takes over now. */
export const rule: Rule = {
  id: 'metrics-on-loopback',
  level: 'warning',
  check({ decisions }) {
    const found = decisions
      .filter(({ adopted }) => adopted)
      .flatMap((decision) =>
        decision.manager.manifests.renderings
          .filter((rendering) => !hasSidecar(rendering))
          .map((rendering) => ({ decision, rendering, ...endpointIn(decision, rendering) })),
      );
    return distinct(
      found
        .filter(({ isLocal, isOld }) => isLocal && !isOld)
        .map(({ decision, rendering, address }) => ({
          ...argumentPlace(rendering, decision.flags.address ?? ''),
          cause: `${decision.manager.entryPoint} ${rendering.overlay}`,
          message: `the manager serves its metrics on ${address}, where nothing outside of the pod reaches them`,
          fix: `Let it listen on :${decision.port}.`,
        })),
    );
  },
};

function hasSidecar({ deployment, patches }: DeploymentRendering): boolean {
  return [deployment, ...patches].some(({ containers }) => containers.some(isAuthProxy));
}
