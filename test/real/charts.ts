import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { inNamespace, objectsOf } from '../../src/proofs/rendered/rendered.ts';
import type { CommandResult } from '../tools/command.ts';
import { byTemplate, lintChart, RELEASE_NAMESPACE, renderChart } from '../tools/helm.ts';
import { emptyFolder, pathsIn } from '../tools/tree.ts';
import { managersOf, type RenderedManager } from './overlays.ts';
import type { Subject } from './subject.ts';

/** What Helm makes of the charts of a checkout, before and after. */
export interface Charts {
  readonly rendered: number;
  readonly failedBefore: number;
  /** Rendered or linted before, and do not any more; templates that print something else though nothing of theirs changed. */
  readonly broken: readonly string[];
  readonly managers: readonly RenderedManager[];
  /** Templates whose output is another one. */
  readonly differing: readonly string[];
}

/** Renders every chart of both copies by its own values, and once more with everything switched on. */
export async function renderCharts(subject: Subject, changedPaths: readonly string[]): Promise<Charts> {
  const results: Charts[] = [];
  for (const chart of chartsOf(subject.before)) {
    for (const options of [[], switchedOn(subject.before, chart)]) {
      results.push(await compare(subject, chart, changedPaths, options));
    }
  }
  return {
    rendered: sum(results, ({ rendered }) => rendered),
    failedBefore: sum(results, ({ failedBefore }) => failedBefore),
    broken: results.flatMap(({ broken }) => broken),
    managers: results.flatMap(({ managers }) => managers),
    differing: [...new Set(results.flatMap(({ differing }) => differing))],
  };
}

const NOTHING: Charts = { rendered: 0, failedBefore: 0, broken: [], managers: [], differing: [] };

async function compare(
  subject: Subject,
  chart: string,
  changedPaths: readonly string[],
  options: readonly string[],
): Promise<Charts> {
  const before = await renderAlone(subject.before, chart, options);
  if (before.code !== 0) return { ...NOTHING, failedBefore: 1 };
  const after = await renderAlone(subject.after, chart, options);
  if (after.code !== 0) return { ...NOTHING, broken: [`${chart}: ${after.stderr.slice(-300)}`] };
  const differing = differencesOf(before.stdout, after.stdout).map((path) => join(chart, path));
  const valuesChanged = changedPaths.some((path) => path === join(chart, 'values.yaml'));
  const unexplained = valuesChanged ? [] : differing.filter((path) => !changedPaths.includes(path));
  const lints =
    (await lintChart(subject.before, chart)).code !== 0 || (await lintChart(subject.after, chart)).code === 0;
  return {
    rendered: 1,
    failedBefore: 0,
    broken: [
      ...unexplained.map((path) => `${path} prints something else`),
      ...(lints ? [] : [`${chart}: helm lint`]),
    ],
    managers: managersOf(chart, before.stdout, after.stdout, (text) =>
      inNamespace(objectsOf(text), RELEASE_NAMESPACE),
    ),
    differing,
  };
}

function chartsOf(root: string): readonly string[] {
  return pathsIn(root)
    .filter((path) => /(?:^|\/)Chart\.yaml$/.test(path))
    .filter(
      (path) => !/(?:^|\/)(?:vendor|node_modules|testdata|tests?|e2e)\/|\/charts\/[^/]+\/charts\//.test(path),
    )
    .map((path) => dirname(path))
    .slice(0, 20);
}

/** Charts that it depends on are not there, and nothing is fetched: a chart is rendered without them. */
async function renderAlone(root: string, chart: string, options: readonly string[]): Promise<CommandResult> {
  const result = await renderChart(root, chart, options);
  if (result.code === 0 || !/missing in charts\/ directory/.test(result.stderr)) return result;
  const copy = emptyFolder();
  cpSync(join(root, chart), copy, { recursive: true });
  const path = join(copy, 'Chart.yaml');
  const { dependencies: _, ...rest } = parse(readFileSync(path, 'utf8'));
  writeFileSync(path, stringify(rest));
  return renderChart(copy, '.', options);
}

/** Every switch of the values that is off. */
function switchedOn(root: string, chart: string): readonly string[] {
  const path = join(root, chart, 'values.yaml');
  if (!pathsIn(root).includes(join(chart, 'values.yaml'))) return [];
  const values: unknown = parse(readFileSync(path, 'utf8'));
  return switchesIn(values, []).flatMap((name) => ['--set', `${name}=true`]);
}

function switchesIn(value: unknown, path: readonly string[]): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    child === false && /^(?:enabled?|create|enablePrometheus)$/.test(key)
      ? [[...path, key].join('.')]
      : switchesIn(child, [...path, key]),
  );
}

function differencesOf(before: string, after: string): readonly string[] {
  const [was, is] = [byTemplate(before), byTemplate(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path));
}

function sum(results: readonly Charts[], count: (result: Charts) => number): number {
  return results.reduce((total, result) => total + count(result), 0);
}
