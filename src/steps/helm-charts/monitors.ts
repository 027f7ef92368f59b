import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { type Chart, renderChart } from '../../kubernetes/chart.ts';
import { endOfActions, printedIn, valuesPrinted } from '../../kubernetes/chart-lists.ts';
import { byDefault, type ValuePath, valueAlone, valueAt } from '../../kubernetes/chart-values.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import { labelsOf } from '../../kubernetes/services.ts';
import { endpointsOf, type ScrapeEndpoint, selectsLabels } from '../../kubernetes/services-monitors.ts';
import { endOf, endOfPair, indentOf, insertLinesAfter, startOf } from '../../kubernetes/splice.ts';
import { keysOf, mapAt, nodeAt, pairOf } from '../../kubernetes/yaml-file.ts';
import type { Finding } from '../../migration/finding.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt, type SourceFile } from '../../repository/source-file.ts';
import { type ChartEndpoint, valueChange } from '../chart-endpoints.ts';
import { conditionAt } from './conditions.ts';
import { joinParts, type NewDefault, type Part, STEP } from './part.ts';
import { fillMap, flowOf, SCRAPE_LINES, type ScrapeKey } from './scrape-settings.ts';
import { type ChartPort, isLost, isSecure } from './service-ports.ts';

const WHY = {
  step: STEP,
  reason: 'metrics are served over https to authorized clients only; the certificate is self-signed',
};

/** Makes the chart's ServiceMonitors scrape over https, in the template or in the values that it prints. */
export function planMonitors(
  repository: Repository,
  chart: Chart,
  endpoint: ChartEndpoint,
  ports: readonly ChartPort[],
): Part {
  const secured = ports.filter((port) => isLost(port, endpoint) || isSecure(port, endpoint));
  const { objects } = renderChart(repository, chart);
  const scrapes = ({ monitor, node }: Pick<ScrapeEndpoint, 'monitor' | 'node'>) =>
    secured.some(
      ({ service, shown }) =>
        shown.name === byDefault(chart, textOf(monitor.file, node, 'port')) &&
        selectsLabels(monitor, labelsOf(service)),
    );
  const endpoints = objects
    .filter((it) => it.kind === 'ServiceMonitor')
    .flatMap((monitor) => [...endpointsOf(monitor), ...fromValues(chart, monitor)])
    .filter(scrapes);
  const pods = objects
    .filter((it) => it.kind === 'PodMonitor' && selectsLabels(it, endpoint.template.podLabels))
    .flatMap(endpointsOf)
    .filter((it) => it.missing.length > 0);
  return joinParts([
    ...endpoints.map(({ monitor, node }) => secure(chart, monitor.file, node)),
    { changes: [], findings: pods.map(({ monitor, node, missing }) => podFinding(monitor, node, missing)) },
  ]);
}

function fromValues(chart: Chart, monitor: RenderedObject) {
  const spec = mapAt(monitor.document.contents, ['spec']);
  const file = chart.values;
  if (!spec || !file) return [];
  return valuesPrinted(monitor.file.text, spec, 'endpoints').flatMap((path) => {
    const list = valueAt(chart, path);
    if (!isSeq(list)) return [];
    return list.items.filter(isMap).map((node) => ({ monitor: { ...monitor, file }, node }));
  });
}

function secure(chart: Chart, file: SourceFile, node: YAMLMap): Part {
  const printed = file === chart.values ? [] : mapsPrinted(chart, file, node);
  const has = (key: string) =>
    keysOf(node).includes(key) || printed.some(({ map }) => keysOf(map).includes(key));
  const credentials = ['bearerTokenFile', 'bearerTokenSecret', 'authorization', 'oauth2'];
  const absent: ScrapeKey[] = [];
  if (!has('scheme')) absent.push('scheme');
  if (!credentials.some(has)) absent.push('authorization');
  if (!has('tlsConfig')) absent.push('tlsConfig');
  const present = (['scheme', 'tlsConfig'] as const).filter((key) => !absent.includes(key));
  const [target] = printed;
  const insertion: readonly Change[] =
    absent.length === 0
      ? []
      : target && chart.values
        ? [fillValues(chart.values, target.map, absent)]
        : [insertLines(file, node, absent)];
  return joinParts([
    { changes: insertion, findings: [], defaults: target && absent.length > 0 ? filled(target, absent) : [] },
    ...present.map((key) =>
      putRight(
        chart,
        file,
        node,
        key,
        printed.map(({ map }) => map),
      ),
    ),
  ]);
}

function insertLines(file: SourceFile, node: YAMLMap, absent: readonly ScrapeKey[]): Change {
  const anchor = pairOf(node, 'scheme') ?? pairOf(node, 'port');
  const indent = indentOf(file.text, node);
  const lines = absent.flatMap((key) => SCRAPE_LINES[key]).map((line) => indent + line);
  const splice = insertLinesAfter(file, anchor ? endOfPair(anchor) : endOf(node), lines);
  return edit(file, splice, splice.text, WHY);
}

/** The maps of values that an endpoint prints among its own keys: `{{ with .Values.endpointConfig }}{{ toYaml . }}`. */
function mapsPrinted(
  chart: Chart,
  file: SourceFile,
  node: YAMLMap,
): readonly { readonly path: ValuePath; readonly map: YAMLMap }[] {
  const text = file.text.slice(startOf(node), endOfActions(file.text, endOf(node)));
  // What follows `key:` is the value of that key.
  const own = text.replace(/:[ \t]*\n?[ \t]*\{\{[^{}]*\}\}/g, ':');
  return printedIn(own).flatMap((path) => {
    const map = valueAt(chart, path);
    return isMap(map) ? [{ path, map }] : [];
  });
}

/** A key that is there may say http by default, or be left out by default. */
function putRight(
  chart: Chart,
  file: SourceFile,
  node: YAMLMap,
  key: 'scheme' | 'tlsConfig',
  printed: readonly YAMLMap[],
): Part {
  const holder = keysOf(node).includes(key) ? node : printed.find((map) => keysOf(map).includes(key));
  const source = holder === node ? file : chart.values;
  const value = nodeAt(holder, [key]);
  if (!holder || !source) return joinParts([]);
  const condition =
    holder === node ? conditionAt(file.text, startOf(node), startOf(pairOf(node, key)?.key)) : undefined;
  if (condition) return putConditionRight(chart, source, holder, key, condition);
  if (key !== 'scheme' || !isScalar(value) || !value.range) return joinParts([]);
  const text = source.text.slice(value.range[0], value.range[1]);
  if (byDefault(chart, text).toLowerCase() === 'https') return joinParts([]);
  const path = valueAlone(text);
  const change = path && valueChange(chart, path, 'https');
  if (change) return { changes: [edit(change.file, change.splice, 'https', WHY)], findings: [] };
  if (text.includes('{{')) return { changes: [], findings: [uncertain(source, holder, key)] };
  return {
    changes: [edit(source, { start: value.range[0], end: value.range[1] }, 'https', WHY)],
    findings: [],
  };
}

/** `{{ with .Values.tlsConfig }}tlsConfig: …`: what the value is by default decides. */
function putConditionRight(
  chart: Chart,
  file: SourceFile,
  node: YAMLMap,
  key: ScrapeKey,
  path: ValuePath,
): Part {
  const value = valueAt(chart, path);
  if (key === 'tlsConfig' && isMap(value) && value.items.length === 0 && chart.values) {
    const splice = fillMap(chart.values, value, ['insecureSkipVerify']);
    return { changes: [edit(chart.values, splice, splice.text, WHY)], findings: [] };
  }
  if (key === 'scheme' && isScalar(value) && String(value.value ?? '').toLowerCase() !== 'https') {
    const change = valueChange(chart, path, 'https');
    if (change) return { changes: [edit(change.file, change.splice, 'https', WHY)], findings: [] };
  }
  const isThere = isMap(value) ? value.items.length > 0 : isScalar(value) && Boolean(value.value);
  return { changes: [], findings: isThere ? [] : [uncertain(file, node, key)] };
}

function uncertain(file: SourceFile, node: YAMLMap, key: string): Finding {
  return {
    rule: 'chart-monitor',
    level: 'warning',
    path: file.path,
    ...positionAt(file.text, startOf(pairOf(node, key)?.key)),
    message: `this ServiceMonitor takes its ${key} from values that do not say what it is by default`,
    fix: 'Let it scrape with scheme https, a bearer token and tlsConfig.insecureSkipVerify.',
  };
}

function podFinding(monitor: RenderedObject, node: YAMLMap, missing: readonly string[]): Finding {
  return {
    rule: 'pod-monitor-insecure',
    level: 'warning',
    path: monitor.file.path,
    ...positionAt(monitor.file.text, startOf(node)),
    message: `this PodMonitor lacks ${missing.join(', ')} for the secured endpoint`,
    fix: 'Scrape with scheme https, tlsConfig.insecureSkipVerify and an authorization secret.',
  };
}

function textOf(file: SourceFile, node: YAMLMap, key: string): string {
  const [start = 0, end = 0] = nodeAt(node, [key])?.range ?? [];
  return file.text.slice(start, end);
}

/** Its entry in a table of values, as helm-docs prints it: JSON with sorted keys. */
function filled(
  { path, map }: { readonly path: ValuePath; readonly map: YAMLMap },
  keys: readonly ScrapeKey[],
): NewDefault[] {
  if (map.items.length > 0) return [];
  return [{ path, before: '{}', after: flowOf(keys) }];
}

function fillValues(file: SourceFile, map: YAMLMap, keys: readonly ScrapeKey[]): Change {
  const splice = fillMap(file, map, keys);
  return edit(file, splice, splice.text, WHY);
}
