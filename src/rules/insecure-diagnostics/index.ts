import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import { endpointIn, passedTo } from '../../migration/endpoint.ts';
import type { Rule } from '../../migration/rule.ts';
import { shippedRenderings } from '../../survey/shipped-renderings.ts';
import { argumentPlace } from '../argument-place.ts';
import { distinct } from '../distinct.ts';

/** Facts A4: then the endpoint is plain http, and asks nobody who he is. */
export const rule: Rule = {
  id: 'insecure-diagnostics',
  level: 'error',
  check({ decisions }) {
    return distinct(
      decisions
        .filter(({ adopted }) => adopted)
        .flatMap((decision) => {
          const { flags, manager } = decision;
          return shippedRenderings(manager)
            .filter((rendering) => {
              const value = passedTo(effectiveArguments(rendering), flags.security);
              const isOpen = value !== undefined && value !== flags.secureValue;
              return isOpen && !endpointIn(decision, rendering).isLocal;
            })
            .map((rendering) => ({
              ...argumentPlace(rendering, flags.security),
              message: `--${flags.security}=${flags.secureValue === 'true' ? 'false' : 'true'} serves the metrics over plain http to everybody who reaches the pod`,
              fix: `Pass --${flags.security}=${flags.secureValue}.`,
            }));
        }),
    );
  },
};
