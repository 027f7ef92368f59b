import { isSecureByDefault } from '../../../golang/metrics-security.ts';
import type { FiltersPlan } from './filters-plan.ts';

/** kubebuilder before 4.1 scaffolded `--metrics-secure` with the default false (facts C1). */
export function servesSecurelyByDefault({ draft, found }: FiltersPlan): void {
  const { serving } = found;
  if (serving.kind !== 'flag' || isSecureByDefault(serving)) return;
  const { file, value } = serving.registration;
  if (value) draft.replace(file, value, serving.negated ? 'false' : 'true');
}
