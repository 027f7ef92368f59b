import { metricsSecurity } from '../../../golang/metrics-security.ts';
import { metricsSlot } from '../../../golang/metrics-slot.ts';
import { refuseComputedName, reportComputedDefault } from '../old-flag.ts';
import type { ManagerPlan } from '../plan-manager.ts';
import { planAddress } from './address.ts';
import { passForgottenOptions } from './forgotten-options.ts';
import { placeOptions } from './place-options.ts';
import { refuseOwnFilter, refuseTakenNames } from './refusals.ts';
import { secureOptions } from './secure-options.ts';
import { servesSecurelyByDefault } from './serving-flag.ts';

/**
 * Secures a manager with controller-runtime's own filters (facts B, C1): the address moves to the secure port, https and the filter
 * are switched on by default, and what is half there already is completed.
 */
export function planFilters({ draft, source, decision }: Omit<ManagerPlan, 'api'>): void {
  const slot = metricsSlot(source.call, source.trace);
  const plan = passForgottenOptions({ draft, source, decision, slot, found: metricsSecurity(source) });
  refuseComputedName(plan);
  refuseOwnFilter(plan);
  refuseTakenNames(plan);
  reportComputedDefault(plan);
  const address = planAddress(plan);
  servesSecurelyByDefault(plan);
  placeOptions(plan, secureOptions(plan, address));
}
