import type { OptionValues } from './command-line.ts';
import { usageProblem } from './usage.ts';

/** The formats of a report (design §5). */
export const FORMATS = ['text', 'json', 'jsonl', 'sarif', 'github', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** One report of a run: its format, and the file that it goes to; the stream where there is none. */
export interface Delivery {
  readonly format: Format;
  readonly output: string | undefined;
}

/** As much of a token of `parseArgs` as matters here. */
interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly value?: string | boolean | undefined;
}

/**
 * Several formats in one run: `--format sarif --output a.sarif --format text`. An `--output` belongs to the `--format` before it; with
 * one format it may stand anywhere. One report at most goes to the stream: that one, else the first, keeps the names
 * `format` and `output`, the others stand in `more`, each as its format and its file.
 */
export function alignReports(values: OptionValues, tokens: readonly Token[]): OptionValues {
  const pairs = pairsOf(tokens);
  const main = pairs.find(({ output }) => output === undefined) ?? pairs[0];
  const others = pairs.filter((pair) => pair !== main);
  const { format: _, output: __, ...rest } = values;
  return {
    ...rest,
    ...(main?.format === undefined ? {} : { format: main.format }),
    ...(main?.output === undefined ? {} : { output: main.output }),
    ...(others.length === 0
      ? {}
      : { more: others.flatMap(({ format, output }) => [format ?? 'text', output ?? '']) }),
  };
}

interface Pair {
  readonly format: string | undefined;
  readonly output: string | undefined;
}

function pairsOf(tokens: readonly Token[]): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const { kind, name, value } of tokens) {
    if (kind !== 'option' || typeof value !== 'string') continue;
    if (name === 'format') pairs.push({ format: value, output: undefined });
    if (name !== 'output') continue;
    const last = pairs.at(-1);
    if (last?.output === undefined && last) pairs[pairs.length - 1] = { ...last, output: value };
    else pairs.push({ format: undefined, output: value });
  }
  const [first, second] = pairs;
  const isLeading = pairs.length === 2 && first?.format === undefined && second?.output === undefined;
  return isLeading ? [{ format: second?.format, output: first?.output }] : pairs;
}

/** All reports of a run, the one for the stream or else the first one in front. */
export function deliveriesOf({ format, output, more }: OptionValues): readonly Delivery[] {
  const others = Array.isArray(more) ? more : [];
  const main = { format: formatOf(format), output: output === undefined ? undefined : String(output) };
  const pairs = others.flatMap((_, index) =>
    index % 2 === 0 ? [{ format: formatOf(others[index]), output: String(others[index + 1]) }] : [],
  );
  return [main, ...pairs];
}

/** Throws a usage problem for an unknown format, and for reports that would overwrite or mix with each other. */
export function checkDeliveries(values: OptionValues): void {
  const formats = [values.format ?? 'text', ...(Array.isArray(values.more) ? values.more : [])];
  const unknown = formats.find((format, index) => (index === 0 || index % 2 === 1) && !isFormat(format));
  if (unknown !== undefined) {
    throw usageProblem(
      'wrong-value',
      `--format is one of ${FORMATS.join(', ')}, not ${JSON.stringify(unknown)}`,
    );
  }
  const outputs = deliveriesOf(values).map(({ output }) => output || undefined);
  if (outputs.filter((output) => output === undefined).length > 1) {
    throw usageProblem(
      'wrong-value',
      'only one report goes to the stream: give each other --format an --output of its own',
    );
  }
  if (new Set(outputs).size < outputs.length) {
    throw usageProblem('wrong-value', 'two reports cannot be written to one file');
  }
}

function isFormat(value: unknown): value is Format {
  return FORMATS.some((format) => format === value);
}

function formatOf(value: unknown): Format {
  return isFormat(value) ? value : 'text';
}
