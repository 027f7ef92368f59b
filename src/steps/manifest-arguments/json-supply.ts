import { DIAGNOSTICS_FLAGS } from '../../kubernetes/arguments.ts';
import { argumentOperation } from '../../kubernetes/effective-arguments.ts';
import type { JsonPatchOperation } from '../../kubernetes/json-patch.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';

/**
 * Whether a patch adds the address itself, as kubebuilder 4 scaffolds it (`add …/args/0`): then the list it adds to
 * needs none.
 */
export function isSuppliedByJson(rendering: DeploymentRendering, gone: ReadonlySet<string>): boolean {
  const operations = rendering.jsonPatches.flatMap((patch) => patch.operations);
  return operations.some(
    (operation) => addsFlag(rendering, operation, gone) || addsFlag(rendering, operation, DIAGNOSTICS_FLAGS),
  );
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
