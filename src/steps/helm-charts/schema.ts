import { posix } from 'node:path';
import { isScalar, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Chart } from '../../kubernetes/chart.ts';
import type { ValuePath } from '../../kubernetes/chart-values.ts';
import {
  mapAt,
  nodeAt,
  pairOf,
  seqAt,
  textAt,
  tryParseYaml,
  type YamlFile,
} from '../../kubernetes/yaml-file.ts';
import type { Finding } from '../../migration/finding.ts';
import { type Change, edit } from '../../repository/change.ts';
import { type ProblemError, refusal } from '../../repository/problem.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import { joinParts, type NewDefault, type Part, STEP } from './part.ts';

/**
 * values.schema.json, which `helm lint` and every installation check the values by: a key that is gone is not required
 * any more, a changed default follows. What a schema forbids is refused.
 */
export function planSchema(
  repository: Repository,
  chart: Chart,
  gone: readonly ValuePath[],
  defaults: readonly NewDefault[],
): Part {
  const source = repository.tryRead(posix.join(chart.directory, 'values.schema.json'));
  // JSON is YAML, whose parser knows positions.
  const file = source && tryParseYaml(source);
  if (!file) return joinParts([]);
  return joinParts([...gone.map((path) => forget(file, path)), ...defaults.map((it) => follow(file, it))]);
}

function schemaAt(file: YamlFile, path: ValuePath): YAMLMap | undefined {
  return mapAt(
    file.documents[0]?.contents,
    path.flatMap((word) => ['properties', word]),
  );
}

/** Users may go on giving the key where a schema allows no others: its description stays then. */
function forget(file: YamlFile, path: ValuePath): Part {
  const parent =
    schemaAt(file, path.slice(0, -1)) ??
    (path.length === 1 ? mapAt(file.documents[0]?.contents, []) : undefined);
  const key = path.at(-1) ?? '';
  const why = { step: STEP, reason: 'the chart no longer has this value' };
  const required = seqAt(parent, ['required']);
  const index = required?.items.findIndex((_, at) => textAt(required, [at]) === key) ?? -1;
  const changes: Change[] = [];
  if (required && index >= 0) changes.push(edit(file, withComma(file.text, required, index), '', why));
  const properties = mapAt(parent, ['properties']);
  const at = properties?.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key) ?? -1;
  const isClosed = textAt(parent, ['additionalProperties']) === 'false';
  if (properties && at >= 0 && !isClosed && properties.items.length > 1) {
    changes.push(edit(file, withComma(file.text, properties, at), '', why));
  }
  return {
    changes,
    findings:
      isClosed && at >= 0 && properties ? [stillDescribed(file, properties.items[at] as Pair, key)] : [],
  };
}

/** An item of a JSON list or object with the comma that goes with it. */
function withComma(text: string, list: YAMLSeq | YAMLMap, index: number): { start: number; end: number } {
  const [range, before, behind] = [rangeOf(list, index), rangeOf(list, index - 1), rangeOf(list, index + 1)];
  if (!range) return { start: 0, end: 0 };
  if (before) return { start: before.end, end: range.end };
  if (behind) return { start: range.start, end: behind.start };
  const gap = range.start - text.slice(0, range.start).trimEnd().length;
  const tail = /^\s*/.exec(text.slice(range.end))?.[0].length ?? 0;
  return { start: range.start - gap, end: range.end + tail };
}

function rangeOf(list: YAMLSeq | YAMLMap, index: number): { start: number; end: number } | undefined {
  const item = list.items[index];
  if (item === undefined) return undefined;
  const ranges = 'key' in (item as object) ? [(item as Pair).key, (item as Pair).value] : [item, item];
  const [first, last] = ranges.map((node) => (node as { range?: [number, number, number] } | null)?.range);
  return first && last ? { start: first[0], end: last[1] } : undefined;
}

function stillDescribed(file: YamlFile, pair: Pair, key: string): Finding {
  return {
    rule: 'chart-schema',
    level: 'note',
    path: file.path,
    ...positionAt(file.text, (pair.key as { range?: number[] }).range?.[0] ?? 0),
    message: `the schema still describes ${key}, which the chart no longer uses: values of before stay valid`,
    fix: 'Drop it with the next major version of the chart.',
  };
}

function follow(file: YamlFile, { path, before, after }: NewDefault): Part {
  const schema = schemaAt(file, path);
  const default_ = nodeAt(schema, ['default']);
  const changes: Change[] = [];
  if (isScalar(default_) && default_.range && String(default_.value) === unquoted(before)) {
    const text = typeof default_.value === 'string' ? JSON.stringify(unquoted(after)) : unquoted(after);
    const why = { step: STEP, reason: 'the default of this value is another one now' };
    changes.push(edit(file, { start: default_.range[0], end: default_.range[1] }, text, why));
  }
  const pair = schema && forbidding(schema, unquoted(after));
  if (pair) throw forbids(file, pair, path, unquoted(after));
  return { changes, findings: [] };
}

/** The keyword that the new default does not satisfy. */
function forbidding(schema: YAMLMap, value: string): Pair | undefined {
  const constant = textAt(schema, ['const']);
  if (constant !== undefined && constant !== value) return pairOf(schema, 'const');
  const options = seqAt(schema, ['enum']);
  if (options && !options.items.some((_, index) => textAt(options, [index]) === value))
    return pairOf(schema, 'enum');
  if (Number(value) > Number(textAt(schema, ['maximum']) ?? Number.NaN)) return pairOf(schema, 'maximum');
  return undefined;
}

/** Helm would neither install nor lint such a chart. */
function forbids(file: YamlFile, pair: Pair, path: ValuePath, after: string): ProblemError {
  return refusal({
    code: 'chart-schema',
    file: file.path,
    ...positionAt(file.text, (pair.key as { range?: number[] }).range?.[0] ?? 0),
    reason: `the schema of the chart does not allow ${path.join('.')} to be ${after}`,
    hint: `Allow ${after} there, or give the endpoint a port that it allows with --port.`,
  });
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}
