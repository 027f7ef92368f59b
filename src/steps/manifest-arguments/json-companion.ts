import { argumentsOfContainer } from '../../kubernetes/arguments.ts';
import type { JsonPatchOperation, JsonPatchSource } from '../../kubernetes/json-patch.ts';
import { quoteLike, separatorOf } from '../../kubernetes/list-splices.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { endOf, lineEndOf, type Splice, startOf } from '../../kubernetes/splice.ts';
import { nodeAt, seqAt } from '../../kubernetes/yaml-file.ts';
import type { ContainerTarget, FlagChange } from './container-plan.ts';
import { addsFlag } from './json-supply.ts';
import { targetOf } from './targets.ts';

/**
 * The operations that add an old address, where the list they add to names neither new argument: each needs a second
 * operation for `--insecure-diagnostics`. Identified by where they stand.
 */
export function companionOperations(
  renderings: readonly DeploymentRendering[],
  targets: readonly ContainerTarget[],
  flags: FlagChange,
): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const rendering of renderings) {
    if (isNamedInList(rendering, targets, flags)) continue;
    for (const patch of rendering.jsonPatches) {
      for (const operation of patch.operations) {
        if (addsFlag(rendering, operation, flags.gone)) needed.add(operationKey(patch, operation));
      }
    }
  }
  return needed;
}

function isNamedInList(
  rendering: DeploymentRendering,
  targets: readonly ContainerTarget[],
  flags: FlagChange,
): boolean {
  const names = argumentsOfContainer(rendering.argumentSource.container).map((argument) => argument.name);
  return (
    targetOf(targets, rendering)?.inForce === true ||
    names.some((name) => flags.gone.has(name) || flags.endpoint.has(name))
  );
}

/** Where an operation stands, as one word. */
export function operationKey(patch: JsonPatchSource, operation: JsonPatchOperation): string {
  return `${patch.path}\0${startOf(operation.node)}`;
}

/** Repeats an operation behind itself, one index further, with another value. */
export function repeatOperation(
  patch: JsonPatchSource,
  operation: JsonPatchOperation,
  value: string,
): Splice[] {
  const { text } = patch.file;
  const list = seqAt(patch.file.documents[0]?.contents, []);
  const path = nodeAt(operation.node, ['path'])?.range;
  const old = nodeAt(operation.node, ['value'])?.range;
  if (!list || !path || !old) return [];
  const [from, to] = [startOf(operation.node), endOf(operation.node)];
  const pointer = text
    .slice(path[0], path[1])
    .replace(/(?<!\d)\d+(?=["']?$)/, (index) => String(Number(index) + 1));
  const quoted = quoteLike({ ...QUOTES, style: text[old[0]] === '"' ? 'double' : 'plain' }, value);
  const parts = [
    { range: path, text: pointer },
    { range: old, text: quoted },
  ].sort((one, other) => one.range[0] - other.range[0]);
  const [first, second] = parts;
  if (!first || !second) return [];
  const copy =
    text.slice(from, first.range[0]) +
    first.text +
    text.slice(first.range[1], second.range[0]) +
    second.text +
    text.slice(second.range[1], to);
  const at = list.flow ? to : lineEndOf(text, to);
  return [{ start: at, end: at, text: separatorOf(patch.file, list) + copy }];
}

const QUOTES = { value: '', start: 0, end: 0, anchored: false };
