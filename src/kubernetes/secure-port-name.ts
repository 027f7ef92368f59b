import type { Repository } from '../repository/repository.ts';
import { managerPorts } from './effective-ports.ts';
import type { DeploymentRendering, ManagerManifests } from './manager-manifests.ts';
import { renderAt } from './rendering.ts';
import { portsOfService, servicesSelecting } from './services.ts';
import { podEndpoints } from './services-monitors.ts';
import { sidecarOf } from './sidecar.ts';

/**
 * The name that the secure port has already (design §6.5): that of the manager's own port, or that of a sidecar's port
 * by which a Service or PodMonitor finds it, which the manager takes over. Undefined where there is none.
 */
export function securePortName(
  repository: Repository,
  { renderings }: ManagerManifests,
  port: number,
): string | undefined {
  const own = renderings.flatMap(managerPorts).map((it) => it.port);
  const named = own.find((it) => it.number === port && !/webhook|admission/.test(it.name ?? ''));
  if (named) return named.name;
  // It is renumbered, and keeps its name.
  if (own.some((it) => /^(http-)?metrics$/.test(it.name ?? ''))) return undefined;
  return renderings.map((it) => usedSidecarPort(repository, it)).find((name) => name !== undefined);
}

function usedSidecarPort(repository: Repository, rendering: DeploymentRendering): string | undefined {
  const sidecar = sidecarOf(rendering);
  const listening = sidecar?.ports.filter((it) => it.number === sidecar.settings.listenPort) ?? [];
  const names = listening.map((it) => it.name).filter((name) => name !== undefined);
  if (names.length === 0) return undefined;
  const objects = renderAt(repository, rendering.overlay);
  const targets = servicesSelecting(objects, rendering.podLabels).flatMap(portsOfService);
  const used = [
    ...targets.map((it) => it.target),
    ...podEndpoints(objects, rendering.podLabels).map((it) => it.port),
  ];
  return names.find((name) => used.includes(name));
}
