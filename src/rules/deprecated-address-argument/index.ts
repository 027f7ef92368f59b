import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import type { Rule } from '../../migration/rule.ts';
import { argumentPlace } from '../argument-place.ts';
import { distinct } from '../distinct.ts';
import { passedTo } from '../endpoint.ts';

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
      taking.flatMap(({ manager }) =>
        manager.manifests.renderings
          .filter((rendering) => Boolean(passedTo(effectiveArguments(rendering), OLD)))
          .map((rendering) => ({
            ...argumentPlace(rendering, OLD),
            cause: manager.entryPoint,
            message: `--${OLD} keeps the metrics on plain http, whatever the diagnostics flags say`,
            fix: 'Pass --diagnostics-address=:8443 in its place.',
          })),
      ),
    );
  },
};
