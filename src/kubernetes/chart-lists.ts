import { isSeq, type YAMLMap } from 'yaml';
import type { Chart } from './chart.ts';
import { type ValuePath, valueAt, valuesNamed } from './chart-values.ts';
import { readItemList } from './container.ts';
import { endOfPair, startOf } from './splice.ts';
import type { ContainerSource, ItemList } from './workload.ts';
import { pairOf, type YamlFile } from './yaml-file.ts';

/** A list of a chart's default values that a template prints as arguments of a container. */
export interface ValueList {
  /** The chart's values.yaml. */
  readonly file: YamlFile;
  readonly path: ValuePath;
  readonly list: ItemList;
}

/** The lists of values that a container's `args` are printed from: `{{ toYaml .Values.args }}`, `{{ range .Values.args }}`. */
export function argumentLists(
  chart: Chart | undefined,
  text: string,
  container: ContainerSource,
): readonly ValueList[] {
  const file = chart?.values;
  const document = file?.documents[0];
  if (!chart || !file || !document) return [];
  return valuesPrinted(text, container.node, 'args').flatMap((path) => {
    const node = valueAt(chart, path);
    return isSeq(node) && node.items.length > 0
      ? [{ file, path, list: readItemList(document, node, 'args') }]
      : [];
  });
}

/** The values that a template prints as they are (`toYaml`, `range`, `with`) behind a key of a block mapping. */
export function valuesPrinted(text: string, map: YAMLMap, key: string): readonly ValuePath[] {
  const pair = pairOf(map, key);
  if (!pair) return [];
  const from = endOfPair(pair);
  return printedIn(text.slice(startOf(pair.key), startOfNext(map, from) ?? endOfActions(text, from)));
}

/** The values that a text prints as they are. A condition names values too: it does not count. */
export function printedIn(text: string): readonly ValuePath[] {
  const actions =
    text.match(/\{\{-?\s*(?:range|with|toYaml)\b[^{}]*\}\}|\{\{[^{}]*\|\s*toYaml\b[^{}]*\}\}/g) ?? [];
  return valuesNamed(actions.join('\n'));
}

function startOfNext(map: YAMLMap, from: number): number | undefined {
  const starts = map.items.map((pair) => startOf(pair.key)).filter((start) => start >= from);
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

/** It may be the last key: its actions go on to the first line that is none. */
export function endOfActions(text: string, from: number): number {
  const rest = /^[^\n]*(?:\n[ \t]*\{\{[^{}]*\}\}[^\n]*)*/.exec(text.slice(from))?.[0] ?? '';
  return from + rest.length;
}
