import { flagRegistrations } from '../../../golang/binary.ts';
import { problemAt } from '../problem-at.ts';
import type { FiltersPlan } from './filters-plan.ts';

/** A filter that is not controller-runtime's: nobody but its author knows whether the other may take its place. */
export function refuseOwnFilter({ source, found }: FiltersPlan): void {
  if (!found.filter || source.adoption === 'metrics-filters') return;
  throw problemAt(found.filter, {
    code: 'own-filter-provider',
    reason: 'the metrics server has a filter of its own, which would no longer be asked',
    hint: 'Decide whether authentication and authorization by the API server can take its place; if so remove the filter first.',
  });
}

/** The names of `--style diagnostics` are fixed: a flag that has one of them for something else is in the way. */
export function refuseTakenNames({ source, decision }: FiltersPlan): void {
  if (decision.style !== 'diagnostics') return;
  const own = source.metricsFlags.map((flag) => flag.name);
  const wanted = ['diagnostics-address', 'insecure-diagnostics'].filter((name) => !own.includes(name));
  const taken = wanted.find((name) => source.flagNames.has(name));
  if (taken === undefined) return;
  const at = flagRegistrations(source.program, source.entryPoint).find(({ name }) => name === taken);
  throw problemAt(at ?? source.call, {
    code: 'flag-registered-twice',
    reason: `--${taken} is registered already, for something else than the address of the metrics`,
    hint: 'Rename that flag, or leave --style out.',
  });
}
