import { type ArgumentOperation, argumentOperation } from '../../kubernetes/effective-arguments.ts';
import type { JsonPatchSource } from '../../kubernetes/json-patch.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import { nodeAt, type YamlFile } from '../../kubernetes/yaml-file.ts';
import { operationKey } from './json-companion.ts';

/** What happens to the list that an overlay's operations count in. */
export interface IndexChange {
  /** Items before. */
  readonly length: number;
  /** For each item afterwards the index it had; undefined for a new one. */
  readonly after: readonly (number | undefined)[];
}

/** Items are their first index, or an object of their own. */
interface Lists {
  readonly before: unknown[];
  readonly after: unknown[];
}

/**
 * Indexes in operations move with the items they mean: `/args/3` was written for the list before the migration.
 * Earlier operations of the overlay, and the companions they get, are replayed on both lists.
 */
export function planJsonIndexes(
  rendering: DeploymentRendering,
  change: IndexChange,
  companions: ReadonlySet<string>,
): readonly { file: YamlFile; splice: Splice }[] {
  const lists: Lists = {
    before: Array.from({ length: change.length }, (_, at) => at),
    after: [...change.after],
  };
  return rendering.jsonPatches.flatMap((patch) =>
    patch.operations.flatMap((operation) => {
      const argument = argumentOperation(rendering, operation);
      const moved = argument && replay(lists, argument);
      if (argument && companions.has(operationKey(patch, operation))) addCompanion(lists, moved);
      if (!argument || moved === undefined || moved === argument.index) return [];
      const splice = indexSplice(patch, argument, moved);
      return splice ? [{ file: patch.file, splice }] : [];
    }),
  );
}

/** Applies one operation to both lists; answers the index it must name in the new one. */
function replay(lists: Lists, { op, index }: ArgumentOperation): number | undefined {
  if (index === undefined || index >= lists.before.length) return replayAtEnd(lists, op, index);
  const moved = lists.after.indexOf(lists.before[index]);
  if (moved === -1) return undefined;
  const added = {};
  if (op === 'add') {
    lists.before.splice(index, 0, added);
    lists.after.splice(moved, 0, added);
  }
  if (op === 'remove') {
    lists.before.splice(index, 1);
    lists.after.splice(moved, 1);
  }
  return moved;
}

function replayAtEnd(lists: Lists, op: string, index: number | undefined): number | undefined {
  if (op !== 'add') return undefined;
  const moved = index === undefined ? undefined : lists.after.length;
  const added = {};
  lists.before.push(added);
  lists.after.push(added);
  return moved;
}

function addCompanion(lists: Lists, moved: number | undefined): void {
  lists.after.splice(moved === undefined ? lists.after.length : moved + 1, 0, {});
}

/** Only the digits at the end of the pointer change. */
function indexSplice(
  patch: JsonPatchSource,
  { operation, index }: ArgumentOperation,
  moved: number,
): Splice | undefined {
  const [start = 0, end = 0] = nodeAt(operation.node, ['path'])?.range ?? [];
  const at = patch.file.text.slice(start, end).lastIndexOf(`/${index}`);
  if (at === -1) return undefined;
  const from = start + at + 1;
  return { start: from, end: from + String(index).length, text: String(moved) };
}
