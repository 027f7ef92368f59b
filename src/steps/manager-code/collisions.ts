import { flagRegistrations } from '../../golang/binary.ts';
import { becomesPflag, removedFlags } from '../../golang/removed-flags.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/**
 * A flag that is registered twice panics at start; where Go's flags are merged into pflag the second one is skipped without a
 * word (design §10). Both are refused, with the place.
 */
export function refuseCollisions({ source, api, decision }: SlottedPlan): void {
  const wanted = new Set([...api.flags, ...(decision.registersMetricsBindAddr ? ['metrics-bind-addr'] : [])]);
  for (const name of removedFlags(source)) wanted.delete(name);
  if (![...wanted].some((name) => source.flagNames.has(name))) return;
  for (const registration of flagRegistrations(source.program, source.entryPoint)) {
    const name = registration.name ?? '';
    if (!wanted.has(name)) continue;
    throw problemAt(registration, {
      code: 'flag-registered-twice',
      reason: `--${name} is registered here, and ${api.add} registers it too${becomesPflag(source) ? ' on the same command line' : ''}`,
      hint: `Remove this flag and what it is used for (${api.get} gives the same), then run the migration again.`,
    });
  }
}
