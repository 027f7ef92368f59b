import { managerPorts } from '../../kubernetes/effective-ports.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { renderAt } from '../../kubernetes/rendering.ts';
import { portsOfService, targetNumber } from '../../kubernetes/services.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointIn } from '../../migration/endpoint.ts';
import type { Rule, RuleFinding } from '../../migration/rule.ts';
import type { Repository } from '../../repository/repository.ts';
import { shippedRenderings } from '../../survey/shipped-renderings.ts';
import { containerPlace } from '../argument-place.ts';
import { declaredPorts } from '../overlay-services.ts';

/** Facts A5: scrapers of Cluster API find pods by the name of a container port. */
export const rule: Rule = {
  id: 'secure-port-not-declared',
  level: 'warning',
  repairedBy: 'manifest-port',
  check({ survey, decisions }) {
    return decisions
      .filter(({ adopted }) => adopted)
      .flatMap((decision) => undeclaredIn(survey.repository, decision));
  },
};

/** A manager as one overlay runs it, on a port that its container does not name. */
interface Hidden {
  readonly rendering: DeploymentRendering;
  readonly port: number;
}

/** One finding for each container: overlays share it, and may serve on ports of their own. */
function undeclaredIn(repository: Repository, decision: Decision): readonly RuleFinding[] {
  const renderings = shippedRenderings(decision.manager);
  const served = renderings.map((rendering) => ({ rendering, ...endpointIn(decision, rendering) }));
  const hidden = served.flatMap(({ rendering, port, isLocal }): Hidden[] => {
    if (port === undefined || isLocal) return [];
    const declared = managerPorts(rendering).map((it) => it.port.number);
    return declared.includes(port) || isReached(repository, rendering, port) ? [] : [{ rendering, port }];
  });
  const containers = new Set(hidden.map(containerOf));
  return [...containers].flatMap((container) =>
    findingFor(
      decision,
      served,
      hidden.filter((it) => containerOf(it) === container),
    ),
  );
}

function containerOf({ rendering }: Hidden): unknown {
  return rendering.deployment.container?.node;
}

/** The first port is the one that the migration adds. A container that names the port of another overlay has all it can have. */
function findingFor(
  decision: Decision,
  served: readonly { readonly port: number | undefined }[],
  [first, ...others]: readonly Hidden[],
): RuleFinding[] {
  if (!first) return [];
  const named = managerPorts(first.rendering).find(({ port }) =>
    served.some((it) => it.port === port.number),
  );
  const nor = [...new Map(others.map((it) => [it.port, it])).values()]
    .filter(({ port }) => port !== first.port)
    .map(({ port, rendering }) => `, nor ${port} of ${rendering.overlay}`);
  const found = {
    ...containerPlace(first.rendering.deployment),
    cause: decision.manager.entryPoint,
    message: `the manager’s container does not name port ${first.port}${nor.join('')}, and no Service leads there: scrapers do not find its metrics`,
  };
  if (!named)
    return [{ ...found, fix: `Add the container port ${first.port} with the name ${decision.portName}.` }];
  const fix = `It names ${named.port.number}, where other overlays serve: let ${first.rendering.overlay} do so too, or name its port in a patch there.`;
  return [{ ...found, level: 'note', fix }];
}

/** Whether some Service leads there. What it selects does not matter: labels may come from transformers. */
function isReached(repository: Repository, running: DeploymentRendering, port: number): boolean {
  const declared = declaredPorts(running);
  const services = renderAt(repository, running.overlay).objects.filter(({ kind }) => kind === 'Service');
  return services.flatMap(portsOfService).some((it) => targetNumber(it, declared) === port);
}
