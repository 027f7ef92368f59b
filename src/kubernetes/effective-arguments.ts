import type { JsonPatchOperation } from './json-patch.ts';
import type { DeploymentRendering } from './manager-manifests.ts';
import { textAt } from './yaml-file.ts';

/** An operation that changes one item of the manager's `args`. */
export interface ArgumentOperation {
  readonly operation: JsonPatchOperation;
  readonly op: string;
  /** The index it names; undefined for `-`, behind the last. */
  readonly index: number | undefined;
  readonly value: string | undefined;
}

/** The items of `args` as the process gets them in one overlay: strategic and JSON6902 patches applied. */
export function effectiveArguments(rendering: DeploymentRendering): readonly string[] {
  const items = rendering.argumentSource.container?.args?.items.map((item) => item.value) ?? [];
  const operations = rendering.jsonPatches.flatMap((patch) => patch.operations);
  return operations.reduce<readonly string[]>(
    (list, operation) => applyOperation(rendering, list, operation),
    items,
  );
}

/** The operation as one on a single argument of the manager; undefined where it is about something else. */
export function argumentOperation(
  rendering: DeploymentRendering,
  operation: JsonPatchOperation,
): ArgumentOperation | undefined {
  const [place, key, index] = splitPointer(operation.pointer);
  if (place !== String(rendering.containerIndex) || key !== 'args' || index === undefined) return undefined;
  const number = index === '-' ? undefined : Number(index);
  if (number !== undefined && !Number.isInteger(number)) return undefined;
  return { operation, op: operation.op, index: number, value: textAt(operation.node, ['value']) };
}

/** The words behind `/spec/template/spec/containers`; [] for another pointer. */
export function splitPointer(pointer: readonly string[]): readonly string[] {
  const at = pointer.indexOf('containers');
  const path = pointer.slice(0, at).join('/');
  return path === 'spec/template/spec' || path === 'spec' ? pointer.slice(at + 1) : [];
}

function applyOperation(
  rendering: DeploymentRendering,
  list: readonly string[],
  operation: JsonPatchOperation,
): readonly string[] {
  const change = argumentOperation(rendering, operation);
  if (!change) return list;
  const at = change.index ?? list.length;
  const value = change.value === undefined ? [] : [change.value];
  if (change.op === 'add') return list.toSpliced(at, 0, ...value);
  if (change.op === 'replace') return list.toSpliced(at, 1, ...value);
  return change.op === 'remove' ? list.toSpliced(at, 1) : list;
}
