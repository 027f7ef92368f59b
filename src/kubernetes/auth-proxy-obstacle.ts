import { isAlias, visit } from 'yaml';
import { portOf, withDefaults } from './address.ts';
import { flagValue, OLD_METRICS_FLAGS } from './arguments.ts';
import { type AuthProxySettings, type EndpointTraits, unsupportedBy } from './auth-proxy-settings.ts';
import type { AddressSource } from './metrics-off.ts';
import { startOf } from './splice.ts';
import type { ContainerSource } from './workload.ts';

/** What keeps a sidecar. */
export interface Obstacle {
  /** Where that is written, in UTF-16 units. */
  readonly offset: number;
  /** Continues "it cannot go: ". */
  readonly reason: string;
}

/**
 * Why a manager's own endpoint cannot stand in for a kube-rbac-proxy; undefined where it can.
 *
 * @param addresses where the manager serves its metrics today; none where that is not known.
 * @param endpoint what its own endpoint is like afterwards.
 */
export function authProxyObstacle(
  sidecar: ContainerSource,
  settings: AuthProxySettings,
  addresses: readonly string[],
  endpoint: EndpointTraits,
): Obstacle | undefined {
  const here = (reason: string) => ({ offset: startOf(sidecar.node), reason });
  return (
    argumentObstacle(sidecar, settings, endpoint) ??
    (isServedBy(settings, addresses) ? undefined : here('it does not serve the manager’s metrics')) ??
    (isNamedElsewhere(sidecar) ? here('it holds a YAML anchor') : undefined)
  );
}

/** Where a manager with these arguments serves its metrics: by argument, else by default, else by a constant. */
export function metricsAddresses(items: readonly string[], source: AddressSource): readonly string[] {
  const flags = source.metricsFlags.map((flag) => flag.name);
  const passed = flagValue(items, new Set([...flags, ...OLD_METRICS_FLAGS, 'diagnostics-address']));
  if (passed !== undefined) return [withDefaults(passed)];
  const defaults = source.metricsFlags.flatMap((flag) => flag.default ?? []);
  return defaults.length > 0 || source.constantAddress === undefined ? defaults : [source.constantAddress];
}

function argumentObstacle(
  sidecar: ContainerSource,
  settings: AuthProxySettings,
  endpoint: EndpointTraits,
): Obstacle | undefined {
  const { listenPort } = settings;
  const unsupported = unsupportedBy(settings, endpoint);
  if (unsupported) {
    const name = unsupported.value.split('=')[0];
    return { offset: unsupported.start, reason: `the manager’s own endpoint has nothing like its ${name}` };
  }
  if (listenPort !== undefined) return undefined;
  return { offset: startOf(sidecar.node), reason: 'it names no secure address that others reach' };
}

/** Whether the upstream is where the manager's metrics are; anything local where their address is not known. */
function isServedBy({ upstream }: AuthProxySettings, addresses: readonly string[]): boolean {
  if (upstream === undefined) return false;
  return addresses.length === 0 || addresses.some((address) => portOf(address) === portOf(upstream));
}

/** Others may point to what it holds. */
function isNamedElsewhere(sidecar: ContainerSource): boolean {
  let found = false;
  visit(sidecar.node, {
    Node: (_, node) => {
      if (!isAlias(node) && 'anchor' in node && node.anchor) found = true;
    },
  });
  return found;
}
