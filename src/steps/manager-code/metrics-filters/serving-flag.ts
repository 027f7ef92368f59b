import { type FlagSwitch, isSecureByDefault } from '../../../golang/metrics-security.ts';
import type { FiltersPlan } from './filters-plan.ts';

/**
 * kubebuilder before 4.1 scaffolded `--metrics-secure` with the default false (facts C1). Others have a flag for the filter
 * beside it.
 */
export function servesSecurelyByDefault({ draft, found }: FiltersPlan): void {
  const { serving, filterSwitch } = found;
  for (const flag of [serving.kind === 'flag' ? serving : undefined, filterSwitch]) {
    if (flag && !isSecureByDefault(flag)) switchOn(draft, flag);
  }
}

function switchOn(draft: FiltersPlan['draft'], { registration, negated }: FlagSwitch): void {
  const { file, value, written } = registration;
  const at = written ?? (value && { file, node: value });
  if (at) draft.replace(at.file, at.node, negated ? 'false' : 'true');
}
