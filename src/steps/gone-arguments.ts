import { argumentsOfContainer } from '../kubernetes/arguments.ts';
import type { ContainerSource } from '../kubernetes/workload.ts';
import type { Decision } from '../migration/decision.ts';
import { goneFlags } from './manifest-arguments/wanted-arguments.ts';

/** Whether a container passes a flag that the migrated manager does not have. */
export function passesGoneFlag(decision: Decision, container: ContainerSource | undefined): boolean {
  const gone = goneFlags(decision);
  return argumentsOfContainer(container).some(({ name }) => gone.has(name));
}
