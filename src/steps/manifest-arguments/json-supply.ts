import { argumentOperation } from '../../kubernetes/effective-arguments.ts';
import type { JsonPatchOperation } from '../../kubernetes/json-patch.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';

/**
 * Whether a patch adds the address itself, as kubebuilder 4 scaffolds it (`add …/args/0`): then the list it adds to
 * needs none.
 *
 * @param names flags that give the address, or gave it.
 */
export function isSuppliedByJson(rendering: DeploymentRendering, names: ReadonlySet<string>): boolean {
  const operations = rendering.jsonPatches.flatMap((patch) => patch.operations);
  return operations.some((operation) => addsFlag(rendering, operation, names));
}

/** Whether an operation adds one of these flags to the manager's arguments. */
export function addsFlag(
  rendering: DeploymentRendering,
  operation: JsonPatchOperation,
  names: ReadonlySet<string>,
): boolean {
  const argument = argumentOperation(rendering, operation);
  const name = /^--?([\w.-]+)/.exec(argument?.value ?? '')?.[1] ?? '';
  return argument?.op === 'add' && names.has(name);
}
