import type { Change, Edit } from './change.ts';

/**
 * Makes one removal of those that overlap, and drops what is to happen inside of a file that goes as a whole: a comment
 * may speak of an entry and of a switched-off one. Offsets are UTF-16 units.
 */
export function joinRemovals(changes: readonly Change[]): readonly Change[] {
  const deleted = new Set(changes.filter((it) => it.kind === 'delete').map((it) => it.path));
  const kept = changes.filter((it) => it.kind === 'delete' || !deleted.has(it.path));
  const removals = kept.filter(isRemoval).sort((one, other) => one.start - other.start);
  const joined: Edit[] = [];
  for (const removal of removals) {
    const at = joined.findIndex((it) => it.path === removal.path && removal.start < it.end);
    const other = joined[at];
    if (other) joined[at] = join(other, removal);
    else joined.push(removal);
  }
  return [...kept.filter((it) => !isRemoval(it)), ...joined];
}

function isRemoval(change: Change): change is Edit {
  return change.kind === 'edit' && change.replacement === '' && change.end > change.start;
}

/** `one` starts first. */
function join(one: Edit, other: Edit): Edit {
  const end = Math.max(one.end, other.end);
  return { ...one, end, expected: one.expected + other.expected.slice(one.end - other.start) };
}
