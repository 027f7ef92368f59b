import { registrationsWith } from '../../golang/adoption.ts';
import { flagRegistrations } from '../../golang/binary.ts';
import { becomesPflag, removedFlags } from '../../golang/removed-flags.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { placeText, problemAt } from './problem-at.ts';

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

/** The new flags are registered already, but something else gives the address: registering them again would panic. */
export function refuseHalfAdopted({ source, slot }: SlottedPlan): void {
  for (const name of ['AddManagerOptions', 'AddDiagnosticsOptions']) {
    const [call] = registrationsWith(source.program, source.reached, name);
    if (!call) continue;
    throw problemAt(call, {
      code: 'half-adopted',
      reason: `flags.${name} is called here, but the metrics of the manager do not come from it (${placeText(slot.at)})`,
      hint: `Give the result of flags.${name.replace('Add', 'Get')} to the manager as Metrics, and run the migration again.`,
    });
  }
}
