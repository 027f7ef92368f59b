import { renderAt } from '../../kubernetes/rendering.ts';
import { portsOfService, type ServicePort, servicesSelecting } from '../../kubernetes/services.ts';
import type { Sidecar } from '../../kubernetes/sidecar.ts';
import { pairOf } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { lineBehind } from '../line-behind.ts';
import { STEP } from './why.ts';

/**
 * Re-aims the Services that led to a sidecar at the manager: same Service, same port, another `targetPort`. One that
 * asks for the name which the manager's own port takes over needs no change.
 */
export function planServices(
  repository: Repository,
  decision: Decision,
  sidecars: readonly Sidecar[],
): readonly Change[] {
  return sidecars.flatMap((sidecar) => {
    const { rendering } = sidecar;
    return servicesSelecting(renderAt(repository, rendering.overlay), rendering.podLabels)
      .flatMap(portsOfService)
      .filter((port) => leadsTo(port, sidecar) && port.target !== targetOf(port, decision))
      .map((port) => reAim(port, decision));
  });
}

function leadsTo({ target }: ServicePort, { ports }: Sidecar): boolean {
  return ports.some(({ name, number }) => target === name || target === String(number));
}

function targetOf({ target }: ServicePort, { port, portName }: Decision): string {
  return target === portName ? portName : String(port);
}

function reAim(port: ServicePort, decision: Decision): Change {
  const { file } = port.service;
  const reason = `the manager itself serves metrics on ${decision.port} now; nothing listens on ${JSON.stringify(port.target)} any more`;
  const range = port.targetNode?.range;
  if (range) {
    return edit(file, { start: range[0], end: range[1] }, String(decision.port), { step: STEP, reason });
  }
  const anchor = pairOf(port.node, 'port');
  return lineBehind(file, anchor, [`targetPort: ${decision.port}`], { step: STEP, reason });
}
