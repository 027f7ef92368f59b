import type { FlagSwitch } from '../../golang/metrics-security.ts';
import type { Rule } from '../../migration/rule.ts';
import { managersWith } from '../code-state.ts';

/** Facts C1: kubebuilder 3.14 to 4.0 scaffolded https that asks nobody who he is. */
export const rule: Rule = {
  id: 'secure-serving-without-filter',
  level: 'error',
  repairedBy: 'manager-code',
  check(input) {
    return [
      ...managersWith('https-without-filter', input).map(({ decision, place }) => ({
        ...place,
        cause: decision.manager.entryPoint,
        message:
          'the metrics are served with https at most, without a FilterProvider: everybody who reaches the pod may read them',
        fix: 'Set FilterProvider to filters.WithAuthenticationAndAuthorization.',
      })),
      ...managersWith('filter-off-by-default', input).map(({ decision, place, filterSwitch }) => ({
        ...place,
        cause: decision.manager.entryPoint,
        message: `everybody who reaches the pod may read the metrics unless ${argumentOf(filterSwitch)} is passed, and not every manifest passes it`,
        fix: `Make ${filterSwitch?.negated !== true} its default.`,
      })),
    ];
  },
};

function argumentOf(flag: FlagSwitch | undefined): string {
  return `--${flag?.registration.name ?? ''}=${flag?.negated !== true}`;
}
