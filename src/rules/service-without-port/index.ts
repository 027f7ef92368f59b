import { portsByDefault } from '../../kubernetes/chart-container-ports.ts';
import { isAboutMetrics, resolves, type ServicePort, targetNumber } from '../../kubernetes/services.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointIn } from '../../migration/endpoint.ts';
import type { Rule, RuleFinding } from '../../migration/rule.ts';
import type { Repository } from '../../repository/repository.ts';
import { shippedRenderings } from '../../survey/shipped-renderings.ts';
import { type ChartEndpoint, chartEndpoints, chartServicePorts, printsPorts } from '../chart-endpoints.ts';
import { distinct } from '../distinct.ts';
import { declaredPorts, servicePortsIn } from '../overlay-services.ts';
import { placeOfNode } from '../place.ts';

/** Facts C2: a named port that no container has gives a Service without endpoints, and nobody says so. */
export const rule: Rule = {
  id: 'service-without-port',
  level: 'error',
  repairedBy: 'auth-proxy-leftovers',
  check(input) {
    const { repository } = input.survey;
    return distinct([
      ...input.decisions.flatMap((decision) => findingsOf(repository, decision)),
      ...chartEndpoints(repository, input.decisions).flatMap((endpoint) => inChart(repository, endpoint)),
    ]);
  },
};

/** A name that no container of the chart has. What it says beside numbers its values may change. */
function inChart(repository: Repository, at: ChartEndpoint): RuleFinding[] {
  if (at.sidecar || printsPorts(at)) return [];
  const ports = at.template.containers.flatMap((container) => container.ports);
  const declared = portsByDefault(at.chart, at.template, ports);
  return chartServicePorts(repository, at)
    .filter((port) => isAboutMetrics(port) && !resolves(port, declared))
    .map((port) => findingAt(port, at.decision, at.endpoint.port, at.chart.directory));
}

function findingsOf(repository: Repository, decision: Decision): RuleFinding[] {
  return shippedRenderings(decision.manager).flatMap((running) => {
    const declared = declaredPorts(running);
    const endpoint = decision.adopted ? endpointIn(decision, running) : undefined;
    const leadsNowhere = (port: ServicePort) => {
      if (!resolves(port, declared)) return true;
      const number = targetNumber(port, declared);
      const isOpen = declared.some((it) => it.number === number);
      return endpoint?.port !== undefined && number !== endpoint.port && !isOpen;
    };
    return servicePortsIn(repository, running)
      .filter((port) => isAboutMetrics(port) && leadsNowhere(port))
      .map((port) => findingAt(port, decision, endpoint?.port, running.overlay));
  });
}

function findingAt(
  { service, target, targetNode, node }: ServicePort,
  { manager, port }: Decision,
  served: number | undefined,
  where: string,
): RuleFinding {
  // Names in charts are made of actions: the file says which Service it is.
  const name = service.file.path.includes('/templates/') ? 'this Service' : `the Service ${service.name}`;
  return {
    ...placeOfNode(service.file, targetNode ?? node),
    cause: `${manager.entryPoint} ${where}`,
    message: `${name} targets port ${target}, on which no container of the manager’s pod listens`,
    fix: `Target port ${served ?? port}.`,
  };
}
