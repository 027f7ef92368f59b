import { resolves, type ServicePort, targetNumber } from '../../kubernetes/services.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointIn } from '../../migration/endpoint.ts';
import type { Rule, RuleFinding } from '../../migration/rule.ts';
import type { Repository } from '../../repository/repository.ts';
import { distinct } from '../distinct.ts';
import { declaredPorts, isAboutMetrics, servicePortsIn } from '../overlay-services.ts';
import { placeOfNode } from '../place.ts';
import { shippedRenderings } from '../shipped.ts';

/** Facts C2: a named port that no container has gives a Service without endpoints, and nobody says so. */
export const rule: Rule = {
  id: 'service-without-port',
  level: 'error',
  repairedBy: 'auth-proxy-leftovers',
  check({ survey, decisions }) {
    return distinct(decisions.flatMap((decision) => findingsOf(survey.repository, decision)));
  },
};

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
      .map((port) => ({
        ...placeOfNode(port.service.file, port.targetNode ?? port.node),
        cause: `${decision.manager.entryPoint} ${running.overlay}`,
        message: `the Service ${port.service.name} targets port ${port.target}, on which no container of the manager’s pod listens`,
        fix: `Target port ${endpoint?.port ?? decision.port}.`,
      }));
  });
}
