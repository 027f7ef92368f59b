import { isLoopback, portOf, withDefaults } from '../kubernetes/address.ts';
import { flagValue } from '../kubernetes/arguments.ts';
import { effectiveArguments } from '../kubernetes/effective-arguments.ts';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import type { ContainerPort } from '../kubernetes/workload.ts';
import type { Decision } from '../migration/decision.ts';
import { addressAfter } from '../migration/endpoint-flags.ts';

/**
 * The port on which others reach the diagnostics in one overlay; undefined where they cannot, because the address is a
 * loopback one or the endpoint is off. An address that the manifest passes already is kept, and decides.
 */
export function servedPort(decision: Decision, rendering: DeploymentRendering): number | undefined {
  const { address: name } = decision.flags;
  const passed = flagValue(effectiveArguments(rendering), new Set(name === undefined ? [] : [name]));
  const address = withDefaults(addressAfter(decision, passed));
  if (address === '0' || isLoopback(address)) return undefined;
  return portOf(address) ?? decision.port;
}

/** Ports on which the old endpoint was announced: that of the argument, or of the flag's default. */
export function oldPorts(decision: Decision, rendering: DeploymentRendering): ReadonlySet<number> {
  const flags = decision.manager.source.metricsFlags;
  const passed = flagValue(effectiveArguments(rendering), new Set(flags.map((flag) => flag.name)));
  const addresses = passed === undefined ? defaultAddresses(decision) : [passed];
  const ports = addresses.map((address) => portOf(withDefaults(address)));
  return new Set(ports.filter((port): port is number => port !== undefined && port !== decision.port));
}

/** The number of the old endpoint, unless its name says that something else listens there; or the name `metrics`. */
export function isOldPort(port: ContainerPort, old: ReadonlySet<number>): boolean {
  const name = port.name ?? '';
  return (
    /^(http-)?metrics$/.test(name) ||
    (old.has(port.number ?? 0) && (name === '' || /metrics|prom/.test(name)))
  );
}

/** What the code says where no argument does; controller-runtime's own default where the code is silent (facts B). */
function defaultAddresses({ manager, adopted }: Decision): readonly string[] {
  const { metricsFlags, constantAddress } = manager.source;
  if (metricsFlags.length > 0) return metricsFlags.map((flag) => flag.default ?? flag.fallback ?? '');
  return adopted ? [] : [constantAddress ?? ':8080'];
}
