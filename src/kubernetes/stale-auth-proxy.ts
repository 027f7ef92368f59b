import { argumentsOfContainer } from './arguments.ts';
import { authProxyObstacle, metricsAddresses, type Obstacle } from './auth-proxy-obstacle.ts';
import { type AuthProxySettings, authProxySettings, type EndpointTraits } from './auth-proxy-settings.ts';
import { isAuthProxy } from './manager-container.ts';
import type { ManagerManifests } from './manager-manifests.ts';
import type { AddressSource } from './metrics-off.ts';
import type { DeclaredPort } from './services.ts';
import { isShell } from './shell-script.ts';
import { startOf } from './splice.ts';
import { argumentTaking } from './taken-port.ts';
import type { ContainerSource, WorkloadSource } from './workload.ts';
import { nodeAt } from './yaml-file.ts';

/** A kube-rbac-proxy beside the manager in a manifest that is no source of any overlay: output of another era. */
export interface StaleAuthProxy {
  readonly workload: WorkloadSource;
  readonly sidecar: ContainerSource;
  readonly settings: AuthProxySettings;
  /** Where others reach the sidecar: the ports it declares and the one it listens on. */
  readonly ports: readonly DeclaredPort[];
  /** Why it cannot go, and where that is written (UTF-16); undefined where the manager serves all that it served. */
  readonly obstacle: Obstacle | undefined;
}

/**
 * The sidecars in rendered copies and in whole Deployments that no kustomization reaches. Their image is gone (facts
 * C3), and they own the port that the manager serves on from now on: each has to go, or to be looked at.
 *
 * @param port the secure port of the manager.
 */
export function staleAuthProxies(
  manifests: ManagerManifests,
  source: AddressSource,
  port: number,
  endpoint: EndpointTraits,
): readonly StaleAuthProxy[] {
  const copies = manifests.rendered.map((copy) => copy.workload);
  return [...copies, ...manifests.unreached.filter(isWholeWorkload)].flatMap((workload) => {
    const sidecars = workload.containers.filter(isAuthProxy);
    return sidecars.map((sidecar) =>
      judge(workload, sidecar, { source, port, endpoint, several: sidecars.length > 1 }),
    );
  });
}

/** A patch that nothing applies and that would bring a sidecar back. */
export function isDeadProxyPatch(workload: WorkloadSource): boolean {
  return workload.role === 'unreached' && workload.containers.some(isAuthProxy) && !isWholeWorkload(workload);
}

/** A patch has no selector, and seldom the manager's image. */
export function isWholeWorkload(workload: WorkloadSource): boolean {
  const isComplete = workload.kind === 'Pod' || nodeAt(workload.node, ['spec', 'selector']) !== undefined;
  return isComplete && workload.container?.image !== undefined;
}

function judge(
  workload: WorkloadSource,
  sidecar: ContainerSource,
  {
    source,
    port,
    endpoint,
    several,
  }: { source: AddressSource; port: number; endpoint: EndpointTraits; several: boolean },
): StaleAuthProxy {
  const settings = authProxySettings(sidecar);
  const listen = settings.listenPort === undefined ? [] : [{ name: undefined, number: settings.listenPort }];
  const here = (reason: string) => ({ offset: startOf(sidecar.node), reason });
  const passed = [...(workload.container?.command?.items ?? []), ...(workload.container?.args?.items ?? [])];
  const items = passed.map((item) => item.value);
  const obstacle =
    (several ? here('there are several of them') : undefined) ??
    authProxyObstacle(sidecar, settings, metricsAddresses(items, source), endpoint) ??
    managerObstacle(workload, port);
  return { workload, sidecar, settings, ports: [...sidecar.ports, ...listen], obstacle };
}

function managerObstacle({ container, containers }: WorkloadSource, port: number): Obstacle | undefined {
  if (!container) return undefined;
  const offset = startOf(container.node);
  if (isShell(container)) return { offset, reason: 'a shell script starts the manager' };
  const passed = argumentsOfContainer(container).map(({ name, value = '' }) => `--${name}=${value}`);
  const argument = argumentTaking(passed, port);
  if (argument) return { offset, reason: `port ${port} belongs to ${argument}` };
  const other = containers
    .filter((it) => !isAuthProxy(it))
    .flatMap((it) => it.ports.map((declared) => ({ declared, isManager: it === container })))
    .find(
      ({ declared, isManager }) =>
        declared.number === port && (!isManager || /webhook|admission/.test(declared.name ?? '')),
    );
  return other && { offset, reason: `port ${port} belongs to something else in the pod` };
}
