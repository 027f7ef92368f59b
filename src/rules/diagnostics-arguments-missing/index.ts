import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import { endpointIn, passedTo } from '../../migration/endpoint.ts';
import type { Rule } from '../../migration/rule.ts';
import { containerPlace } from '../argument-place.ts';

/** Nothing is broken: who runs the manager only has no place to change the address. */
export const rule: Rule = {
  id: 'diagnostics-arguments-missing',
  level: 'note',
  check({ decisions }) {
    return decisions.flatMap((decision) => {
      const { manager, flags, adopted } = decision;
      const { renderings } = manager.manifests;
      const [first] = renderings;
      const isPassed = renderings.some((it) => passedTo(effectiveArguments(it), flags.address) !== undefined);
      // An old argument that is still taken gives the address: what the default of the flag is does not matter.
      const isOld = renderings.some((it) => endpointIn(decision, it).isOld);
      if (!adopted || !flags.alwaysPassed || !first || isPassed || isOld) return [];
      return [
        {
          ...containerPlace(first.argumentSource),
          cause: manager.entryPoint,
          message: `no manifest passes --${flags.address}: the default of the flag holds (${flags.defaultAddress}, https)`,
          fix: `Pass --${flags.address} and --${flags.security} where users shall find them.`,
        },
      ];
    });
  },
};
