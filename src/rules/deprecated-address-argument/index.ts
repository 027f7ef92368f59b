import { endpointIn } from '../../migration/endpoint.ts';
import type { Rule } from '../../migration/rule.ts';
import { shippedRenderings } from '../../survey/shipped-renderings.ts';
import { argumentPlace } from '../argument-place.ts';
import { distinct } from '../distinct.ts';
import { hasSidecar } from '../sidecars.ts';

const OLD = 'metrics-bind-addr';

/** Facts A4: Cluster API 1.6 to 1.8 still take the argument, and serve plain http there. */
export const rule: Rule = {
  id: 'deprecated-address-argument',
  level: 'error',
  repairedBy: 'manifest-arguments',
  instead: ['diagnostics-arguments-missing'],
  check({ decisions }) {
    const taking = decisions.filter((it) => it.adopted && it.registersMetricsBindAddr);
    return distinct(
      taking.flatMap((decision) =>
        shippedRenderings(decision.manager).flatMap((rendering) => {
          const { isOld, isLocal } = endpointIn(decision, rendering);
          // What a sidecar takes over on a loopback address is the sidecar's affair.
          if (!isOld || (isLocal && hasSidecar(rendering))) return [];
          return [
            {
              ...argumentPlace(rendering, OLD),
              cause: decision.manager.entryPoint,
              level: isLocal ? ('warning' as const) : ('error' as const),
              message: `--${OLD} keeps the metrics on plain http, whatever the diagnostics flags say`,
              fix: 'Pass --diagnostics-address=:8443 in its place.',
            },
          ];
        }),
      ),
    );
  },
};
