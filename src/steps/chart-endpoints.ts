import { isLoopback, portOf } from '../kubernetes/address.ts';
import { type Argument, argumentsOf } from '../kubernetes/arguments.ts';
import { type Chart, chartOf, renderChart } from '../kubernetes/chart.ts';
import { type ChartAuthProxy, chartAuthProxy } from '../kubernetes/chart-auth-proxy.ts';
import { argumentLists, type ValueList } from '../kubernetes/chart-lists.ts';
import { byDefault, scalarAt, type ValuePath, valueAlone } from '../kubernetes/chart-values.ts';
import { portsOfService } from '../kubernetes/services.ts';
import type { Splice } from '../kubernetes/splice.ts';
import type { ItemList, WorkloadSource } from '../kubernetes/workload.ts';
import { nodeAt, type YamlFile } from '../kubernetes/yaml-file.ts';
import type { Decision } from '../migration/decision.ts';
import { endpointTraits } from '../migration/endpoint-traits.ts';
import type { Repository } from '../repository/repository.ts';
import { goneFlags } from './manifest-arguments/wanted-arguments.ts';

/** The metrics of a manager in one Helm template. Several steps change a chart, and must agree on this. */
export interface ChartEndpoint {
  readonly decision: Decision;
  /** Undefined for a template without its Chart.yaml. */
  readonly chart: Chart | undefined;
  readonly template: WorkloadSource;
  /** A sidecar that goes or must stay. */
  readonly proxy: ChartAuthProxy | undefined;
  /** The lists that pass arguments: that of the template, then those of the values. */
  readonly lists: readonly ArgumentList[];
  /** The port that it serves on afterwards: digits, or the action that prints them. */
  readonly served: string;
  /** Ports that it served on before, as digits or actions, with what the actions print by default. */
  readonly old: ReadonlySet<string>;
  /** Every argument that names an address switches metrics off. */
  readonly switchedOff: boolean;
  /** Defaults that change with it. */
  readonly values: readonly ValueChange[];
}

/** One list that passes arguments to the manager, and what becomes of those that name its address. */
export interface ArgumentList {
  readonly file: YamlFile;
  readonly list: ItemList;
  readonly addresses: readonly AddressArgument[];
}

/** An argument that says where metrics are served. */
export interface AddressArgument {
  readonly argument: Argument;
  /** The address to pass, as the template writes it. */
  readonly address: string;
}

/** A default of values.yaml that becomes another one. */
export interface ValueChange {
  readonly file: YamlFile;
  readonly path: ValuePath;
  readonly splice: Splice;
}

/** The manager's metrics in each of its Helm templates. */
export function chartEndpointsOf(repository: Repository, decision: Decision): readonly ChartEndpoint[] {
  return decision.manager.manifests.templates.map((template) => endpointOf(repository, decision, template));
}

function endpointOf(repository: Repository, decision: Decision, template: WorkloadSource): ChartEndpoint {
  const chart = chartOf(repository, template.path);
  const proxy = chartAuthProxy(chart, template, endpointTraits(decision));
  // What a sidecar took over on a loopback address is the manager's own now.
  const isFreed = proxy !== undefined && !proxy.obstacle;
  const lists = listsOf(chart, template).map(({ file, list }) => ({
    file,
    list,
    found: argumentsOf(list).filter((argument) => namesAddress(decision, argument.name)),
  }));
  const change = (file: YamlFile, argument: Argument) =>
    addressChange(
      { repository, chart, decision, stays: stays(decision, argument) && !isFreed },
      addressText(file, argument),
    );
  const changes = lists.flatMap(({ file, found }) => found.map((argument) => change(file, argument)));
  const { metricsFlags } = decision.manager.source;
  const defaults = changes.length > 0 ? [] : metricsFlags.flatMap((flag) => portOf(flag.default ?? '') ?? []);
  const old = [...changes.flatMap((it) => it.old), ...defaults.map(String)];
  const served = changes.find((it) => it.served !== undefined)?.served ?? String(decision.port);
  return {
    decision,
    chart,
    template,
    proxy,
    lists: lists.map(({ file, list, found }) => ({
      file,
      list,
      addresses: found.map((argument) => ({ argument, address: change(file, argument).address })),
    })),
    served,
    old: new Set(old.filter((it) => it !== served && it !== String(decision.port))),
    switchedOff: changes.length > 0 && changes.every((it) => byDefault(chart, it.address) === '0'),
    values: changes.flatMap((it) => it.value ?? []),
  };
}

function listsOf(chart: Chart | undefined, { container, file }: WorkloadSource) {
  if (!container) return [];
  const own = [container.command, container.args].flatMap((list) => (list ? [{ file, list }] : []));
  return [
    ...own,
    ...argumentLists(chart, file.text, container).map(({ file: values, list }: ValueList) => ({
      file: values,
      list,
    })),
  ];
}

/** Flags of the address, old and new. */
function namesAddress(decision: Decision, name: string): boolean {
  const { metricsFlags } = decision.manager.source;
  if (metricsFlags.some((flag) => flag.name === name) || name === decision.flags.address) return true;
  return decision.flags.address !== undefined && goneFlags(decision).has(name) && /^metrics/.test(name);
}

/** The value as it is written, with its actions and without quotes. */
export function addressText(file: YamlFile, { item, valueItem }: Argument): string {
  const { start, end } = valueItem ?? item;
  const text = file.text.slice(start, end).replace(/^(["'])([\s\S]*)\1$/, '$2');
  return valueItem ? text : text.replace(/^[^=]*=?/, '');
}

/** An argument that a migrated manager knows is its user's choice. */
function stays(decision: Decision, { name }: Argument): boolean {
  return decision.adopted && !goneFlags(decision).has(name);
}

interface AddressChange {
  readonly address: string;
  readonly served: string | undefined;
  readonly old: readonly string[];
  readonly value: ValueChange | undefined;
}

interface Context {
  readonly repository: Repository;
  readonly chart: Chart | undefined;
  readonly decision: Decision;
  readonly stays: boolean;
}

/**
 * What becomes of an address: an address or a port that comes from the values goes on coming from there, and its
 * default changes; literals and what is computed become the secure one. One that switches metrics off stays, and so does
 * one that nobody can follow.
 */
function addressChange(context: Context, text: string): AddressChange {
  const { chart, decision } = context;
  const whole = valueAlone(text);
  if (whole && chart && scalarAt(chart, whole)) return wholeFromValues(context, chart, text, whole);
  const match = /^([^{}]*):(\{\{[^{}]*\}\})$/.exec(text);
  const path = match && valueAlone(match[2] ?? '');
  if (match && path && chart && scalarAt(chart, path)) return portFromValues(context, chart, match, path);
  if (text === '0' || isScopedField(text))
    return { address: text, served: undefined, old: [], value: undefined };
  const port = portOf(text);
  return {
    address: context.stays ? text : `:${decision.port}`,
    served: String(context.stays ? (port ?? decision.port) : decision.port),
    old: port === undefined ? [] : [String(port)],
    value: undefined,
  };
}

/**
 * `{{ .address }}` within a `with` or `range`: users give it, and other lines of the template (`containerPort`) are made of
 * it too. It is served securely, whatever it is.
 */
function isScopedField(text: string): boolean {
  return /^\{\{-?\s*(?:\$\w+)?(?:\.(?!Values\b)\w+)+\s*-?\}\}$/.test(text);
}

function wholeFromValues(context: Context, chart: Chart, text: string, path: ValuePath): AddressChange {
  const secure = context.decision.port;
  const scalar = scalarAt(chart, path);
  const before = scalar ? String(scalar.value) : '';
  const port = portOf(before);
  const isSecure = port === secure && !isLoopback(before);
  const kept = context.stays || isSecure || before === '0' || before === '';
  const quote = scalar?.type === 'QUOTE_SINGLE' ? "'" : '"';
  return {
    address: text,
    served: String(kept && port !== undefined ? port : secure),
    old: port === undefined ? [] : [String(port)],
    value: kept ? undefined : valueChange(chart, path, `${quote}:${secure}${quote}`),
  };
}

function portFromValues(
  { repository, decision, stays: isKept }: Context,
  chart: Chart,
  [text, host = '', action = '']: RegExpExecArray,
  path: ValuePath,
): AddressChange {
  const before = byDefault(chart, action);
  const kept = isKept || before === String(decision.port) || isServicePort(repository, chart, path);
  return {
    address: isLoopback(host) ? `:${action}` : text,
    served: action,
    old: kept ? [] : [before],
    value: kept ? undefined : valueChange(chart, path, String(decision.port)),
  };
}

/** Clients would have to follow the number of a Service's port: it stays what it is. */
function isServicePort(repository: Repository, chart: Chart, path: ValuePath): boolean {
  const services = renderChart(repository, chart).objects.filter((it) => it.kind === 'Service');
  return services.flatMap(portsOfService).some(({ node, service }) => {
    const [start = 0, end = 0] = nodeAt(node, ['port'])?.range ?? [];
    return valueAlone(service.file.text.slice(start, end))?.join('.') === path.join('.');
  });
}

/** The edit that gives a scalar of the values another text. */
export function valueChange(chart: Chart, path: ValuePath, text: string): ValueChange | undefined {
  const scalar = scalarAt(chart, path);
  if (!scalar?.range || !chart.values) return undefined;
  return { file: chart.values, path, splice: { start: scalar.range[0], end: scalar.range[1], text } };
}
