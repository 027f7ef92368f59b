import { isScalar, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Chart } from './chart.ts';
import { mapAt, nodeAt, pairOf } from './yaml-file.ts';

/** Where a template takes a text from: `['metrics', 'port']` for `.Values.metrics.port`. */
export type ValuePath = readonly string[];

const PATH = String.raw`(?:\$|\.)?\.?Values\.([A-Za-z_][\w.]*)`;
const ALONE = new RegExp(
  String.raw`^["']?\{\{-?\s*(?:(?:int|toString|quote)\s+)?\(?${PATH}\)?(?:\s*\|\s*(?:int|int64|toString|quote|squote|trim))*\s*-?\}\}["']?$`,
);

/** The one value that a text prints and nothing else, e.g. `{{ .Values.metrics.port | int }}`; undefined for any other text. */
export function valueAlone(text: string): ValuePath | undefined {
  return ALONE.exec(text.trim())?.[1]?.split('.');
}

/** All values that a text names, in its order, each once. */
export function valuesNamed(text: string): readonly ValuePath[] {
  const names = [...text.matchAll(/\.Values\.([A-Za-z_][\w.]*)/g)].map((match) =>
    (match[1] ?? '').replace(/\.$/, ''),
  );
  return [...new Set(names)].map((name) => name.split('.'));
}

/** The node of a chart's default values at a path, or undefined. */
export function valueAt(chart: Chart, path: ValuePath): Node | undefined {
  return nodeAt(chart.values?.documents[0]?.contents, path);
}

/** A value that is a text or a number, by default. */
export function scalarAt(chart: Chart, path: ValuePath): Scalar | undefined {
  const node = valueAt(chart, path);
  return isScalar(node) && node.value !== null ? node : undefined;
}

/** A key of the default values, with the mapping that holds it. */
export function pairAt(
  chart: Chart,
  path: ValuePath,
): { readonly map: YAMLMap; readonly pair: Pair } | undefined {
  const map = mapAt(chart.values?.documents[0]?.contents, path.slice(0, -1));
  const pair = map && pairOf(map, path.at(-1) ?? '');
  return map && pair ? { map, pair } : undefined;
}

/** What a text stands for by default: itself, or the default of the one value that it prints. */
export function byDefault(chart: Chart | undefined, text: string): string {
  const path = chart && valueAlone(text);
  const scalar = path && scalarAt(chart, path);
  return scalar ? String(scalar.value) : text.replace(/^(["'])(.*)\1$/, '$2');
}
