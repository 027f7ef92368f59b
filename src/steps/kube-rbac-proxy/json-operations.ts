import { splitPointer } from '../../kubernetes/effective-arguments.ts';
import { removeItem } from '../../kubernetes/item-removal.ts';
import type { JsonPatchOperation, JsonPatchSource } from '../../kubernetes/json-patch.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { mergedContainerNames } from '../../kubernetes/merged-containers.ts';
import { containerAddedBy, sidecarOf } from '../../kubernetes/sidecar.ts';
import { type Splice, startOf } from '../../kubernetes/splice.ts';
import { nodeAt, seqAt } from '../../kubernetes/yaml-file.ts';
import { cannotGo } from './why.ts';

/** What becomes of the JSON6902 patches of a Deployment without its sidecar. */
export interface JsonPatchChange {
  readonly patch: JsonPatchSource;
  /** 'whole' where every operation was about the sidecar. */
  readonly splices: readonly Splice[] | 'whole';
}

/**
 * JSON6902 patches count containers: without the sidecar those behind it move up. Operations that add the sidecar, or
 * are about it, go. Throws `kube-rbac-proxy-shared-patch` for one that means different containers in two overlays.
 */
export function planJsonPatches(renderings: readonly DeploymentRendering[]): readonly JsonPatchChange[] {
  const places = new Map<string, Place>();
  for (const rendering of renderings) {
    for (const place of placesIn(rendering)) {
      const key = `${place.patch.path}\0${startOf(place.operation.node)}`;
      const known = places.get(key);
      if (known && known.after !== place.after) throw meansTwoThings(place);
      places.set(key, place);
    }
  }
  const patches = new Map([...places.values()].map(({ patch }) => [keyOf(patch), patch]));
  return [...patches.values()].flatMap((patch) => {
    const own = [...places.values()].filter((it) => keyOf(it.patch) === keyOf(patch));
    return changeOf(patch, own);
  });
}

/** The container that an operation counts, before and after: undefined for one that goes, or that counts none. */
interface Place {
  readonly patch: JsonPatchSource;
  readonly operation: JsonPatchOperation;
  readonly before: string | undefined;
  readonly after: string | 'gone' | undefined;
}

function keyOf(patch: JsonPatchSource): string {
  return `${patch.path}\0${startOf(patch.operations[0]?.node)}`;
}

/** Follows the sidecar through the operations of one overlay. */
function placesIn(rendering: DeploymentRendering): readonly Place[] {
  const names = sidecarOf(rendering)?.names ?? new Set();
  const index = mergedContainerNames(rendering).findIndex((name) => names.has(name));
  let sidecar = index === -1 ? undefined : index;
  return rendering.jsonPatches.flatMap((patch) =>
    patch.operations.map((operation) => {
      const [before, ...below] = splitPointer(operation.pointer);
      const added = below.length === 0 ? containerAddedBy(patch.file, operation) : undefined;
      const place = { patch, operation, before };
      if (added && names.has(added.name)) {
        sidecar = before === '-' ? undefined : Number(before);
        return { ...place, after: 'gone' };
      }
      const number = Number(before);
      if (sidecar === undefined || before === undefined || !Number.isInteger(number))
        return { ...place, after: before };
      const isWhole = below.length === 0;
      if (number === sidecar && !(isWhole && operation.op === 'add')) {
        if (isWhole && operation.op === 'remove') sidecar = undefined;
        return { ...place, after: 'gone' };
      }
      const after = String(number > sidecar ? number - 1 : number);
      if (isWhole && operation.op === 'add' && number <= sidecar) sidecar++;
      if (isWhole && operation.op === 'remove' && number < sidecar) sidecar--;
      return { ...place, after };
    }),
  );
}

function changeOf(patch: JsonPatchSource, places: readonly Place[]): JsonPatchChange[] {
  const gone = places.filter((it) => it.after === 'gone');
  if (gone.length === patch.operations.length) return [{ patch, splices: 'whole' }];
  const list = seqAt(patch.file.documents[0]?.contents, []);
  const removals = gone.map((it) => {
    if (!list) throw new RangeError('no operations');
    return removeItem(patch.file, list, list.items.indexOf(it.operation.node));
  });
  const moved = places.filter((it) => it.after !== 'gone' && it.after !== it.before);
  const splices = [...removals, ...moved.flatMap(renumber)];
  return splices.length === 0 ? [] : [{ patch, splices }];
}

/** Only the digits behind `containers/` change. */
function renumber({ patch, operation, before = '', after = '' }: Place): Splice[] {
  const [start = 0, end = 0] = nodeAt(operation.node, ['path'])?.range ?? [];
  const at = patch.file.text.slice(start, end).indexOf(`/containers/${before}`);
  if (at === -1) return [];
  const from = start + at + '/containers/'.length;
  return [{ start: from, end: from + before.length, text: after }];
}

function meansTwoThings({ patch, operation }: Place): Error {
  return cannotGo(patch.file, startOf(operation.node), {
    code: 'kube-rbac-proxy-shared-patch',
    reason:
      'this JSON6902 operation is applied with and without it, and counts containers that are others then',
    hint: 'Write the patch as a strategic-merge patch that names its container, and run the migration again.',
  });
}
