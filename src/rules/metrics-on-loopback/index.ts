import { endpointIn } from '../../migration/endpoint.ts';
import type { Rule } from '../../migration/rule.ts';
import { argumentPlace } from '../argument-place.ts';
import { distinct } from '../distinct.ts';
import { isAboutMetrics, servicePortsIn } from '../overlay-services.ts';
import { shippedRenderings } from '../shipped.ts';
import { hasSidecar } from '../sidecars.ts';

/** What a sidecar took over before, nobody takes over now. */
export const rule: Rule = {
  id: 'metrics-on-loopback',
  level: 'warning',
  check({ survey, decisions }) {
    const found = decisions
      .filter(({ adopted }) => adopted)
      .flatMap((decision) =>
        shippedRenderings(decision.manager)
          .filter((rendering) => !hasSidecar(rendering))
          .map((rendering) => ({ decision, rendering, ...endpointIn(decision, rendering) })),
      );
    return distinct(
      found
        .filter(({ isLocal, isOld }) => isLocal && !isOld)
        .map(({ decision, rendering, address }) => ({
          ...argumentPlace(rendering, decision.flags.address ?? ''),
          cause: `${decision.manager.entryPoint} ${rendering.overlay}`,
          // Without a Service for them, somebody may well want it so.
          level: servicePortsIn(survey.repository, rendering).some(isAboutMetrics)
            ? ('warning' as const)
            : ('note' as const),
          message: `the manager serves its metrics on ${address}, where nothing outside of the pod reaches them`,
          fix: `Let it listen on :${decision.port}.`,
        })),
    );
  },
};
