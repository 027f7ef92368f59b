import type { GoFile } from '../syntax.ts';
import { affinity } from './import-affinity.ts';
import type { ImportSpec } from './import-specs.ts';
import { leadingComments } from './leading-comment.ts';
import { lineStart, nextLine } from './lines.ts';

/** A place between two lines of an import group. */
export interface Slot {
  /** UTF-16 offset of a line start. */
  readonly offset: number;
  /** Neighbours on adjoining lines: gofmt sorts a run of such lines by path. */
  readonly above: ImportSpec | undefined;
  readonly below: ImportSpec | undefined;
}

/** The places in a group; the one above a comment that heads it comes last. `all` are the imports that stay and those that go. */
export function slotsOf(file: GoFile, all: readonly ImportSpec[], group: readonly ImportSpec[]): Slot[] {
  const first = group[0];
  if (!first) return [];
  const top = leadingComments(file.text, first.node)[0];
  const offset = lineStart(file.text, (top ?? first.node).startIndex);
  const above: Slot = { offset, above: undefined, below: top ? undefined : first };
  const below = group.map((spec, index): Slot => {
    const next = group[index + 1];
    const adjoining = next && onlyImportsBetween(all, spec, next) ? next : undefined;
    return { offset: nextLine(file.text, spec.node.endIndex), above: spec, below: adjoining };
  });
  return top ? [...below, above] : [above, ...below];
}

/** No comment stands between: gofmt sorts them together (imports that go do not count). */
function onlyImportsBetween(all: readonly ImportSpec[], a: ImportSpec, b: ImportSpec): boolean {
  const rows = b.node.startPosition.row - a.node.startPosition.row - 1;
  const between = all.filter(
    ({ node }) => node.startIndex > a.node.startIndex && node.startIndex < b.node.startIndex,
  );
  return rows === between.length;
}

/**
 * The slot where the run stays sorted; when several fit, the one beside the nearest relatives, and of those the one furthest down
 * the alphabet. In an unsorted group the last one.
 */
export function bestSlot(slots: readonly Slot[], path: string): Slot | undefined {
  const sorted = slots.filter(
    ({ above, below }) => (!above || above.path <= path) && (!below || path < below.path),
  );
  const fitting = sorted.length > 0 ? sorted : slots.slice(-1);
  const score = ({ above, below }: Slot) => Math.max(relationTo(above, path), relationTo(below, path));
  const isBetter = (slot: Slot, best: Slot) =>
    score(slot) > score(best) ||
    (score(slot) === score(best) && (slot.above?.path ?? '') > (best.above?.path ?? ''));
  return fitting.reduce<Slot | undefined>(
    (best, slot) => (best && !isBetter(slot, best) ? best : slot),
    undefined,
  );
}

function relationTo(spec: ImportSpec | undefined, path: string): number {
  return spec ? affinity(spec.path, path) : -1;
}
