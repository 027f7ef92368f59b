import { byDefault, valueAlone } from '../../kubernetes/chart-values.ts';
import { openBlocks, placeInTemplate } from '../../kubernetes/helm-place.ts';
import type { ContainerPort, ContainerSource } from '../../kubernetes/workload.ts';
import { nodeAt } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Repository } from '../../repository/repository.ts';
import { type ChartEndpoint, chartEndpointsOf, valueChange } from '../chart-endpoints.ts';
import { isOldPort } from '../served-ports.ts';
import { type PlacedSplice, unusedName } from './port-plan.ts';
import { insertPort, insertPortList, type NewPort } from './port-text.ts';

/**
 * The port in Helm templates: the old one in its place, else a new one. A port that comes from the value of the address
 * follows by itself; one with a value of its own gets another default. A manager that has its flags already is let be.
 */
export function planCharts(repository: Repository, decision: Decision): readonly PlacedSplice[] {
  if (decision.adopted) return [];
  return chartEndpointsOf(repository, decision)
    .filter(({ proxy, switchedOff }) => !proxy?.obstacle && !switchedOff)
    .flatMap(planEndpoint);
}

function planEndpoint(endpoint: ChartEndpoint): readonly PlacedSplice[] {
  const { template, chart, served, proxy } = endpoint;
  const { container, file } = template;
  if (!container) return [];
  const number = afterwards(endpoint, served);
  const all = template.containers.filter((it) => it !== proxy?.sidecar).flatMap((it) => it.ports);
  if (all.some((port) => afterwards(endpoint, textOf(endpoint, port)) === number)) return [];
  // One that cannot be told may be the one that is wanted.
  if (all.some((port) => !/^\d+$/.test(byDefault(chart, textOf(endpoint, port))))) return [];
  const old = container.ports.filter((port) => isOld(endpoint, port));
  if (old.length > 0) return old.flatMap((port) => renumber(endpoint, port));
  const added = { number: served, name: unusedName(endpoint.decision.portName, all) };
  return addPort(endpoint, container, added).map((splice) => ({ file, splice }));
}

/** The number by default: a value that gives the address gets another one, and with it whatever else says it. */
function afterwards({ chart, values, decision }: ChartEndpoint, text: string): string {
  const path = valueAlone(text)?.join('.');
  return values.some((it) => it.path.join('.') === path) ? String(decision.port) : byDefault(chart, text);
}

/** The number as it is written, or the action that prints it. */
function textOf({ template }: ChartEndpoint, { node }: ContainerPort): string {
  const [start = 0, end = 0] = nodeAt(node, ['containerPort'])?.range ?? [];
  return template.file.text.slice(start, end);
}

function isOld(endpoint: ChartEndpoint, port: ContainerPort): boolean {
  const number = Number(byDefault(endpoint.chart, textOf(endpoint, port)));
  const old = new Set([...endpoint.old].map(Number));
  return isOldPort({ ...port, number: Number.isInteger(number) ? number : undefined }, old);
}

function renumber(endpoint: ChartEndpoint, port: ContainerPort): readonly PlacedSplice[] {
  const { chart, template, served } = endpoint;
  const path = valueAlone(textOf(endpoint, port));
  if (path && chart) return [valueChange(chart, path, afterwards(endpoint, served)) ?? []].flat();
  const [start = 0, end = 0] = nodeAt(port.node, ['containerPort'])?.range ?? [];
  return [{ file: template.file, splice: { start, end, text: served } }];
}

function addPort({ template: { file } }: ChartEndpoint, container: ContainerSource, port: NewPort) {
  const sibling = unconditionalPort(file.text, container);
  if (sibling) return [insertPort(file, container, sibling, port)];
  if (container.ports.length > 0) return [];
  return [insertPortList(file, container, placeInTemplate(file.text, container.node), port)];
}

/** The last port of a template that stands outside of every `{{ if }}` that begins in the list. */
function unconditionalPort(text: string, container: ContainerSource): ContainerPort | undefined {
  const start = container.portList?.range?.[0] ?? 0;
  return container.ports.findLast(
    (port) => openBlocks(text.slice(start, port.node.range?.[0] ?? start)) === 0,
  );
}
