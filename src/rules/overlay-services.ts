import { managerPorts, otherPorts } from '../kubernetes/effective-ports.ts';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import { renderAt } from '../kubernetes/rendering.ts';
import {
  type DeclaredPort,
  portsOfService,
  type ServicePort,
  servicesSelecting,
} from '../kubernetes/services.ts';
import type { Repository } from '../repository/repository.ts';

/** The Service ports that lead to the manager's pod in one overlay. */
export function servicePortsIn(repository: Repository, running: DeploymentRendering): readonly ServicePort[] {
  return servicesSelecting(renderAt(repository, running.overlay), running.podLabels).flatMap(portsOfService);
}

/** The ports that the containers of that pod declare. */
export function declaredPorts(running: DeploymentRendering): readonly DeclaredPort[] {
  return [...managerPorts(running), ...otherPorts(running)].map(({ port }) => port);
}
