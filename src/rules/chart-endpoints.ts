import { argumentsOf } from '../kubernetes/arguments.ts';
import { type Chart, chartOf, renderChart } from '../kubernetes/chart.ts';
import { type ChartAuthProxy, chartAuthProxy } from '../kubernetes/chart-auth-proxy.ts';
import { branchAt } from '../kubernetes/chart-branches.ts';
import { argumentLists, valuesPrinted } from '../kubernetes/chart-lists.ts';
import { byDefault, scalarAt, valueAlone } from '../kubernetes/chart-values.ts';
import { portsOfService, type ServicePort, servicesSelecting } from '../kubernetes/services.ts';
import { startOf } from '../kubernetes/splice.ts';
import type { ContainerSource, ItemList, ListItem, WorkloadSource } from '../kubernetes/workload.ts';
import { nodeAt, type YamlFile } from '../kubernetes/yaml-file.ts';
import type { Decision } from '../migration/decision.ts';
import { type Endpoint, endpointWith } from '../migration/endpoint.ts';
import { endpointTraits } from '../migration/endpoint-traits.ts';
import type { Repository } from '../repository/repository.ts';
import { type Place, placeIn, placeOfNode } from './place.ts';

/** A manager as a Helm chart runs it by default. */
export interface ChartEndpoint {
  readonly decision: Decision;
  readonly chart: Chart;
  readonly template: WorkloadSource;
  readonly endpoint: Endpoint;
  /** Where its address stands: in the values, else in the template; where the container begins if it is not passed. */
  readonly place: Place;
  /** A kube-rbac-proxy beside it. */
  readonly sidecar: (ChartAuthProxy & { readonly image: string }) | undefined;
}

/** Managers in charts. Where a condition says which arguments or whether a sidecar there is, nothing is known. */
export function chartEndpoints(
  repository: Repository,
  decisions: readonly Decision[],
): readonly ChartEndpoint[] {
  return decisions.flatMap((decision) =>
    decision.manager.manifests.templates.flatMap((template) => chartEndpoint(repository, decision, template)),
  );
}

/** The ports of the chart's Services that select the manager's pods, with their targets by default; unknown ones are left out. */
export function chartServicePorts(
  repository: Repository,
  { chart, template }: ChartEndpoint,
): readonly ServicePort[] {
  return servicesSelecting(renderChart(repository, chart), template.podLabels)
    .flatMap(portsOfService)
    .map((port) => ({ ...port, target: shown(chart, port.service.file, port.targetNode) ?? port.target }))
    .filter(({ target }) => !target.includes('{{'));
}

/** Whether values of the chart print ports of the manager's container: which, nobody sees here. */
export function printsPorts({ template: { file, container } }: ChartEndpoint): boolean {
  return container !== undefined && valuesPrinted(file.text, container.node, 'ports').length > 0;
}

function chartEndpoint(
  repository: Repository,
  decision: Decision,
  template: WorkloadSource,
): ChartEndpoint[] {
  const { container } = template;
  const chart = chartOf(repository, template.path);
  if (!container || !chart) return [];
  const lists = listsOf(chart, template, container);
  const names = new Set([
    decision.flags.address,
    ...decision.manager.source.metricsFlags.map(({ name }) => name),
  ]);
  const sidecar = sidecarOf(chart, template, decision);
  if (sidecar === 'conditional') return [];
  const addresses = lists.flatMap(({ file, list }) =>
    argumentsOf(list)
      .filter(({ name }) => names.has(name))
      .map(({ item }) => ({ file, list, item })),
  );
  if (addresses.some(({ file, list, item }) => branchAt(file.text, startOf(list.node), item.start) !== ''))
    return [];
  const passed = lists.flatMap(({ file, list }) => list.items.map((item) => withValues(chart, file, item)));
  const address = addresses.at(-1);
  return [
    {
      decision,
      chart,
      template,
      endpoint: endpointWith(decision, passed),
      place: address ? placeOf(chart, address) : placeOfNode(template.file, container.node),
      sidecar,
    },
  ];
}

function listsOf(chart: Chart, { file }: WorkloadSource, container: ContainerSource) {
  const own = [container.command, container.args].flatMap((list) => (list ? [{ file, list }] : []));
  return [...own, ...argumentLists(chart, file.text, container)];
}

/** An item with its actions replaced by what they print by default, as far as that is one value. */
function withValues(chart: Chart, file: YamlFile, { start, end }: ListItem): string {
  const text = file.text.slice(start, end).replace(/^(["'])([\s\S]*)\1$/, '$2');
  return text.replace(/\{\{[^{}]*\}\}/g, (action) => byDefault(chart, action));
}

function shown(chart: Chart, file: YamlFile, node: unknown): string | undefined {
  const [start, end] = nodeAt(node, [])?.range ?? [];
  if (start === undefined || end === undefined) return undefined;
  return byDefault(chart, file.text.slice(start, end));
}

function placeOf(
  chart: Chart,
  { file, item }: { readonly file: YamlFile; readonly list: ItemList; readonly item: ListItem },
): Place {
  const text = file.text.slice(item.start, item.end).replace(/^["']?--?[\w.-]+=/, '');
  const path = valueAlone(text.replace(/["']$/, ''));
  const scalar = path && scalarAt(chart, path);
  return scalar && chart.values ? placeOfNode(chart.values, scalar) : placeIn(file, item.start);
}

function sidecarOf(
  chart: Chart,
  template: WorkloadSource,
  decision: Decision,
): ChartEndpoint['sidecar'] | 'conditional' {
  const proxy = chartAuthProxy(chart, template, endpointTraits(decision));
  const list = nodeAt(template.podSpec, ['containers']);
  const { file } = template;
  if (!proxy) return undefined;
  if (branchAt(file.text, startOf(list), startOf(proxy.sidecar.node)) !== '') return 'conditional';
  const [start = 0, end = 0] = nodeAt(proxy.sidecar.node, ['image'])?.range ?? [];
  const image = file.text
    .slice(start, end)
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .replace(/\{\{[^{}]*\}\}/g, (action) =>
      byDefault(chart, action.replace(/(?:(?<!\s)\s+)?\|\s*default\s+\S+/, '')),
    );
  return { ...proxy, image };
}
