import { isMap, isSeq } from 'yaml';
import { type Chart, renderChart } from '../../kubernetes/chart.ts';
import { portsByDefault } from '../../kubernetes/chart-container-ports.ts';
import { valuesPrinted } from '../../kubernetes/chart-lists.ts';
import { byDefault, valueAt } from '../../kubernetes/chart-values.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import {
  isAboutMetrics,
  portsOfService,
  resolves,
  type ServicePort,
  servicesSelecting,
  targetNumber,
} from '../../kubernetes/services.ts';
import type { ContainerPort } from '../../kubernetes/workload.ts';
import { mapAt, nodeAt, textAt } from '../../kubernetes/yaml-file.ts';
import type { Repository } from '../../repository/repository.ts';
import type { ChartEndpoint } from '../chart-endpoints.ts';

/** One port of a Service of a chart, in its template or in the values that it prints. */
export interface ChartPort extends ServicePort {
  /** The text of `targetPort` with its actions; '' where it is absent. */
  readonly targetText: string;
  /** What name, port and target are by default. */
  readonly shown: { readonly name: string; readonly port: string; readonly target: string };
}

/** The ports of all Services of a chart that select the manager's pods. */
export function chartPorts(
  repository: Repository,
  chart: Chart,
  endpoint: ChartEndpoint,
): readonly ChartPort[] {
  const services = servicesSelecting(renderChart(repository, chart), endpoint.template.podLabels);
  return services
    .flatMap((service) => [...portsOfService(service), ...fromValues(chart, service)])
    .map((port) => {
      const targetText = textOf(port, 'targetPort');
      const shownPort = byDefault(chart, textOf(port, 'port'));
      const target = targetText === '' ? shownPort : byDefault(chart, targetText);
      return {
        ...port,
        targetText,
        shown: { name: byDefault(chart, textOf(port, 'name')), port: shownPort, target },
      };
    });
}

/** `ports: {{ toYaml .Values.service.ports }}`: they are edited where they stand. */
function fromValues(chart: Chart, service: RenderedObject): readonly ServicePort[] {
  const spec = mapAt(service.document.contents, ['spec']);
  const file = chart.values;
  if (!spec || !file) return [];
  return valuesPrinted(service.file.text, spec, 'ports').flatMap((path) => {
    const list = valueAt(chart, path);
    if (!isSeq(list)) return [];
    return list.items.filter(isMap).map((node) => ({
      service: { ...service, file },
      node,
      name: textAt(node, ['name']),
      port: textAt(node, ['port']),
      target: textAt(node, ['targetPort']) ?? textAt(node, ['port']) ?? '',
      targetNode: nodeAt(node, ['targetPort']),
    }));
  });
}

function textOf({ service, node }: ServicePort, key: string): string {
  const [start = 0, end = 0] = nodeAt(node, [key])?.range ?? [];
  return service.file.text.slice(start, end);
}

/** Whether a port reaches nothing once the manager serves its metrics itself. */
export function isLost(port: ChartPort, endpoint: ChartEndpoint): boolean {
  const { decision, chart, proxy, old } = endpoint;
  const { target } = port.shown;
  if (isSecure(port, endpoint)) return false;
  if (proxy?.ports.some((it) => it.name === target || String(it.number) === target)) return true;
  const declared = declaredPorts(endpoint);
  const shown = { ...port, target };
  const number = targetNumber(shown, declared);
  if (number !== undefined && [...old].some((it) => byDefault(chart, it) === String(number))) {
    return decision.portName !== target;
  }
  return !resolves(shown, declared) && isAboutMetrics({ ...shown, name: port.shown.name });
}

/** Whether a port leads to the secured endpoint. */
export function isSecure(port: ChartPort, endpoint: ChartEndpoint): boolean {
  const { target } = port.shown;
  const served = byDefault(endpoint.chart, endpoint.served);
  if (target === endpoint.decision.portName || target === served) return true;
  return String(targetNumber({ ...port, target }, declaredPorts(endpoint))) === served;
}

function declaredPorts({ template, chart, proxy }: ChartEndpoint): readonly ContainerPort[] {
  const containers = template.containers.filter((it) => it !== proxy?.sidecar);
  return portsByDefault(
    chart,
    template,
    containers.flatMap((it) => it.ports),
  );
}
