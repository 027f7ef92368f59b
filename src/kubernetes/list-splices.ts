import type { YAMLSeq } from 'yaml';
import { lineEndingOf, type SourceFile } from '../repository/source-file.ts';
import { insertLinesAfter, lineEndOf, lineStartOf, removeLines, type Splice, startOf } from './splice.ts';
import type { ItemList, ListItem } from './workload.ts';

/** Writes a value as its neighbour is quoted. `${X:=y}` is always quoted: a plain `{` or `: ` would change its meaning. */
export function quoteLike(neighbour: ListItem | undefined, value: string): string {
  if (value.includes('${') || neighbour?.style === 'double') return JSON.stringify(value);
  if (neighbour?.style === 'single') return `'${value.replaceAll("'", "''")}'`;
  return value;
}

/** The spaces before the dashes of a block sequence. */
export function dashIndent(text: string, list: YAMLSeq): string {
  const start = startOf(list.items[0]);
  // From `start - 1`: the item itself may begin with a dash (security.md §4).
  const dash = text.lastIndexOf('-', start - 1);
  return ' '.repeat(dash - lineStartOf(text, dash));
}

/** What stands between two items: a new line with a dash, or a comma. */
export function separatorOf(file: SourceFile, list: YAMLSeq): string {
  const eol = lineEndingOf(file.text);
  if (!list.flow) return `${eol}${dashIndent(file.text, list)}- `;
  const first = startOf(list.items[0]);
  const open = list.range?.[0] ?? first;
  const broken = file.text.slice(open, first).includes('\n');
  return broken ? `,${eol}${' '.repeat(first - lineStartOf(file.text, first))}` : ', ';
}

/** Adds items (quoted already) behind the item with that index; a list without items gets its first ones. */
export function insertItems(
  file: SourceFile,
  list: ItemList,
  index: number,
  items: readonly string[],
): Splice {
  const item = list.items[index];
  if (!item)
    return { start: startOf(list.node), end: list.node.range?.[1] ?? 0, text: `[${items.join(', ')}]` };
  const separator = separatorOf(file, list.node);
  if (list.node.flow)
    return { start: item.end, end: item.end, text: items.map((it) => separator + it).join('') };
  const indent = dashIndent(file.text, list.node);
  return insertLinesAfter(
    file,
    item.end,
    items.map((it) => `${indent}- ${it}`),
  );
}

/**
 * Puts items (quoted already) in the place of others that stand together: one in the place of each, what is left over
 * behind the last; places that are left over go. Comments beside the old items stay.
 */
export function replaceItems(
  file: SourceFile,
  list: ItemList,
  from: number,
  to: number,
  items: readonly string[],
): Splice[] {
  const old = list.items.slice(from, to + 1);
  const kept = Math.min(old.length, items.length);
  const splices = old.slice(0, kept).flatMap((item, index) => {
    const text = index === kept - 1 ? items.slice(index) : [items[index] ?? ''];
    return replaceItem(file, list, item, text);
  });
  return kept === old.length ? splices : [...splices, removeItems(file, list, from + kept, to)];
}

/** A comment behind the item stays on its line; further items follow below it. */
function replaceItem(file: SourceFile, list: ItemList, item: ListItem, items: readonly string[]): Splice[] {
  const { start, end } = item;
  const commented = !list.node.flow && lineEndOf(file.text, end) > end;
  if (!commented) return [{ start, end, text: items.join(separatorOf(file, list.node)) }];
  const indent = dashIndent(file.text, list.node);
  const further = items.slice(1).map((text) => `${indent}- ${text}`);
  const below = further.length > 0 ? [insertLinesAfter(file, end, further)] : [];
  return [{ start, end, text: items[0] ?? '' }, ...below];
}

/** Removes items that stand together, in block style with their lines. */
export function removeItems(file: SourceFile, list: ItemList, from: number, to: number): Splice {
  const first = list.items[from];
  const last = list.items[to];
  const [before, behind] = [list.items[from - 1], list.items[to + 1]];
  if (!first || !last) throw new RangeError(`no items ${from}..${to}`);
  if (from === 0 && !behind) return emptyList(file, list, last.end);
  if (!list.node.flow) return removeLines(file.text, file.text.lastIndexOf('-', first.start - 1), last.end);
  if (behind) return { start: first.start, end: behind.start, text: '' };
  return { start: before?.end ?? first.start, end: last.end, text: '' };
}

/** A block list without items is a null: `args:` gets `[]` behind it, or below it where a comment stands behind it. */
function emptyList(file: SourceFile, list: ItemList, end: number): Splice {
  const start = startOf(list.node);
  if (list.node.flow) return { start, end: list.node.range?.[1] ?? end, text: '[]' };
  const above = file.text.slice(0, start).trimEnd();
  const isCommented = /(^|\s)#/.test(above.slice(lineStartOf(above, above.length)));
  return isCommented ? { start, end, text: '  []' } : { start: above.length, end, text: ' []' };
}
