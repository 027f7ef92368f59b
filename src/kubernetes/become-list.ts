import type { SourceFile } from '../repository/source-file.ts';
import { lineEndingOf } from '../repository/source-file.ts';
import {
  dashIndent,
  insertItems,
  quoteLike,
  removeItems,
  replaceItems,
  separatorOf,
} from './list-splices.ts';
import { lineStartOf, type Splice, startOf } from './splice.ts';
import type { ItemList, ListItem } from './workload.ts';

/** An item as another file writes it. */
export interface WrittenItem {
  readonly value: string;
  /** With its quotes. */
  readonly text: string;
}

/**
 * The splices that make a list hold the items of another: what both have stays as it is written, with its comments;
 * the rest is removed, or added in the style of the items that are there.
 */
export function becomeList(
  file: SourceFile,
  list: ItemList,
  wanted: readonly WrittenItem[],
): readonly Splice[] {
  const texts = (items: readonly WrittenItem[]) => items.map((it) => writtenLike(list.items[0], it));
  if (list.items.length === 0) return [insertItems(file, list, 0, texts(wanted))];
  return gapsOf(list.items, wanted).flatMap(({ from, to, added }) => {
    if (from <= to && added.length > 0) return replaceItems(file, list, from, to, texts(added));
    if (from <= to) return [removeItems(file, list, from, to)];
    if (added.length === 0) return [];
    return from === 0
      ? [insertFirst(file, list, texts(added))]
      : [insertItems(file, list, from - 1, texts(added))];
  });
}

/** Plain text needs no quotes where a sibling has none and nothing in it means something to YAML. */
function writtenLike(sibling: ListItem | undefined, { value, text }: WrittenItem): string {
  if (sibling?.style === 'double' || sibling?.style === 'single') return quoteLike(sibling, value);
  return sibling?.style === 'plain' && /^--?[\w.-]+(=[\w./:,@%+-]*)?$/.test(value) ? value : text;
}

interface Gap {
  /** Items `from..to` of the old list go; none where `to` is before `from`. */
  readonly from: number;
  readonly to: number;
  readonly added: readonly WrittenItem[];
}

/** What lies between the items that both lists have in the same order (a longest common subsequence). */
function gapsOf(old: readonly ListItem[], wanted: readonly WrittenItem[]): readonly Gap[] {
  const gaps: Gap[] = [];
  let [at, done] = [0, 0];
  for (const [index, position] of [...commonItems(old, wanted), [old.length, wanted.length] as const]) {
    gaps.push({ from: at, to: index - 1, added: wanted.slice(done, position) });
    [at, done] = [index + 1, position + 1];
  }
  return gaps;
}

/** Pairs of indexes in both lists, ascending. */
function commonItems(
  old: readonly ListItem[],
  wanted: readonly WrittenItem[],
): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(wanted.length + 1).fill(0));
  const at = (one: number, other: number) => lengths[one]?.[other] ?? 0;
  for (let one = old.length - 1; one >= 0; one--) {
    for (let other = wanted.length - 1; other >= 0; other--) {
      const row = lengths[one] ?? [];
      row[other] =
        old[one]?.value === wanted[other]?.value
          ? at(one + 1, other + 1) + 1
          : Math.max(at(one + 1, other), at(one, other + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let one = 0, other = 0; one < old.length && other < wanted.length; ) {
    if (old[one]?.value === wanted[other]?.value) pairs.push([one++, other++]);
    else if (at(one + 1, other) >= at(one, other + 1)) one++;
    else other++;
  }
  return pairs;
}

/** Before the first item; a comment above that stays above both. */
function insertFirst(file: SourceFile, list: ItemList, items: readonly string[]): Splice {
  const start = list.items[0]?.start ?? startOf(list.node);
  if (list.node.flow) {
    const separator = separatorOf(file, list.node);
    return { start, end: start, text: items.map((it) => it + separator).join('') };
  }
  const indent = dashIndent(file.text, list.node);
  const line = lineStartOf(file.text, file.text.lastIndexOf('-', start - 1));
  const text = items.map((it) => `${indent}- ${it}${lineEndingOf(file.text)}`).join('');
  return { start: line, end: line, text };
}
