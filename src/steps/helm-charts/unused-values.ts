import { isMap, isScalar, isSeq, type Pair } from 'yaml';
import type { Chart } from '../../kubernetes/chart.ts';
import { pairAt, type ValuePath, valuesNamed } from '../../kubernetes/chart-values.ts';
import { endOf, endOfPair, lineStartOf, removeLines, type Splice, startOf } from '../../kubernetes/splice.ts';
import type { Repository } from '../../repository/repository.ts';

/** What a chart's values no longer say. */
export interface UnusedValue {
  readonly path: ValuePath;
  readonly splice: Splice;
}

/**
 * The values that only removed text named. A mapping goes as a whole when all that it holds was named there; one that a
 * template still names, by itself or from outside (`toYaml .Values.all`), stays.
 *
 * @param removed text that goes from the templates.
 * @param kept text of all templates without it.
 */
export function unusedValues(
  chart: Chart,
  removed: readonly string[],
  kept: readonly string[],
): readonly UnusedValue[] {
  const named = valuesNamed(removed.join('\n'));
  const still = valuesNamed(kept.join('\n'));
  const unused = named.filter((path) => pairAt(chart, path) && !still.some((it) => overlaps(it, path)));
  const widest = unused.map((path) => widen(chart, path, unused, still));
  const distinct = [...new Map(widest.map((path) => [path.join('.'), path])).values()];
  const outer = distinct
    .filter((path) => !distinct.some((it) => it !== path && isBelow(path, it)))
    .filter((path) => !isReadThrough(path.slice(0, -1), still) || !isEmptied(chart, path, distinct));
  return outer.flatMap((path) => {
    const splice = removal(chart, path);
    return splice ? [{ path, splice }] : [];
  });
}

/** Whether nothing stays of the mapping that holds a value. */
function isEmptied(chart: Chart, path: ValuePath, gone: readonly ValuePath[]): boolean {
  const parent = path.slice(0, -1);
  const leaves = leavesOf(pairAt(chart, parent)?.pair.value, parent);
  return leaves.every((leaf) => gone.some((it) => isBelow(leaf, it)));
}

/** `.Values.proxy.other` of an empty `proxy:` is an error. */
function isReadThrough(parent: ValuePath, still: readonly ValuePath[]): boolean {
  return parent.length > 0 && still.some((it) => isBelow(it, parent));
}

function overlaps(one: ValuePath, other: ValuePath): boolean {
  return isBelow(one, other) || isBelow(other, one);
}

/** Whether a path is another one, or lies below it. */
export function isBelow(path: ValuePath, root: ValuePath): boolean {
  return root.every((word, index) => path[index] === word);
}

function widen(
  chart: Chart,
  path: ValuePath,
  unused: readonly ValuePath[],
  still: readonly ValuePath[],
): ValuePath {
  const parent = path.slice(0, -1);
  if (parent.length === 0 || still.some((it) => overlaps(it, parent))) return path;
  const leaves = leavesOf(pairAt(chart, parent)?.pair.value, parent);
  return leaves.every((leaf) => unused.some((it) => isBelow(leaf, it)))
    ? widen(chart, parent, unused, still)
    : path;
}

function leavesOf(node: unknown, path: ValuePath): readonly ValuePath[] {
  if (!isMap(node) || node.items.length === 0) return [path];
  return node.items.flatMap(({ key, value }) =>
    leavesOf(value, [...path, isScalar(key) ? String(key.value) : '']),
  );
}

/** The lines of a key, with the comments directly above that are indented alike. The last key of a mapping stays. */
function removal(chart: Chart, path: ValuePath): Splice | undefined {
  const found = pairAt(chart, path);
  const text = chart.values?.text;
  if (!found || !text || found.map.flow || found.map.items.length === 1) return undefined;
  const start = startOf(found.pair.key);
  const lines = removeLines(text, start, endOfValue(found.pair));
  const column = start - lineStartOf(text, start);
  const from = startOfComments(text, lines.start, column);
  const gap = /(^|\n)[ \t]*\r?\n$/.test(text.slice(0, from))
    ? (/^[ \t]*\r?\n/.exec(text.slice(lines.end))?.[0].length ?? 0)
    : 0;
  return { start: from, end: lines.end + gap, text: '' };
}

/** A flow value ends with its bracket. */
function endOfValue(pair: Pair): number {
  const { value } = pair;
  if ((isMap(value) || isSeq(value)) && (value.flow || value.items.length === 0))
    return value.range?.[1] ?? endOf(value);
  return endOfPair(pair);
}

/** Up to a commented-out key, which is another one. */
function startOfComments(text: string, below: number, column: number): number {
  let start = below;
  while (start > 0) {
    const above = lineStartOf(text, start - 1);
    const line = text.slice(above, start);
    if (!new RegExp(`^ {${column}}#`).test(line) || /^ *# ?[ -]*[\w.-]+:(\s|$)/.test(line)) return start;
    start = above;
  }
  return start;
}

/** The text of all files that may name values, with the given removals taken out. */
export function keptTexts(
  repository: Repository,
  chart: Chart,
  removals: ReadonlyMap<string, readonly { readonly start: number; readonly end: number }[] | 'whole'>,
): readonly string[] {
  return chart.templates.flatMap((path) => {
    const removed = removals.get(path) ?? [];
    const text = repository.tryRead(path)?.text ?? '';
    if (removed === 'whole') return [];
    const ordered = [...removed].sort((one, other) => other.start - one.start);
    return [ordered.reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), text)];
  });
}
