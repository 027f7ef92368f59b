import { managerPorts } from '../../kubernetes/effective-ports.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { renderAt } from '../../kubernetes/rendering.ts';
import { portsOfService, targetNumber } from '../../kubernetes/services.ts';
import { endpointIn } from '../../migration/endpoint.ts';
import type { Rule } from '../../migration/rule.ts';
import type { Repository } from '../../repository/repository.ts';
import { containerPlace } from '../argument-place.ts';
import { distinct } from '../distinct.ts';
import { declaredPorts } from '../overlay-services.ts';
import { shippedRenderings } from '../shipped.ts';

/** Facts A5: scrapers of Cluster API find pods by the name of a container port. */
export const rule: Rule = {
  id: 'secure-port-not-declared',
  level: 'warning',
  repairedBy: 'manifest-port',
  check({ survey, decisions }) {
    const running = decisions
      .filter(({ adopted }) => adopted)
      .flatMap((decision) =>
        shippedRenderings(decision.manager).map((rendering) => ({
          decision,
          rendering,
          endpoint: endpointIn(decision, rendering),
        })),
      );
    const hidden = running.filter(({ rendering, endpoint: { port, isLocal } }) => {
      if (port === undefined || isLocal) return false;
      const declared = managerPorts(rendering).some((it) => it.port.number === port);
      return !declared && !isReached(survey.repository, rendering, port);
    });
    return distinct(
      hidden.map(({ decision, rendering, endpoint }) => ({
        ...containerPlace(rendering.deployment),
        cause: decision.manager.entryPoint,
        message: `the manager’s container does not name port ${endpoint.port}, and no Service leads there: scrapers do not find its metrics`,
        fix: `Add the container port ${endpoint.port} with the name ${decision.portName}.`,
      })),
    );
  },
};

/** Whether some Service leads there. What it selects does not matter: labels may come from transformers. */
function isReached(repository: Repository, running: DeploymentRendering, port: number): boolean {
  const declared = declaredPorts(running);
  const services = renderAt(repository, running.overlay).objects.filter(({ kind }) => kind === 'Service');
  return services.flatMap(portsOfService).some((it) => targetNumber(it, declared) === port);
}
