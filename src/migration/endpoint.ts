import { isLoopback, portOf, withDefaults } from '../kubernetes/address.ts';
import { flagValue } from '../kubernetes/arguments.ts';
import { effectiveArguments } from '../kubernetes/effective-arguments.ts';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import type { Decision } from './decision.ts';

/** How the manager serves its metrics in one overlay, by the arguments that it gets there. */
export interface Endpoint {
  /** Empty where it is not known here: it stands in a configuration file, say. */
  readonly address: string;
  /** Undefined where the endpoint is off, or its address is no `host:port`. */
  readonly port: number | undefined;
  /** Only the pod itself reaches it. */
  readonly isLocal: boolean;
  /** The arguments ask for plain http, or the deprecated address forces it. */
  readonly isPlain: boolean;
  /** The deprecated flag gives the address (facts A4). */
  readonly isOld: boolean;
}

/** What an adopted manager serves in an overlay. */
export function endpointIn(decision: Decision, rendering: DeploymentRendering): Endpoint {
  return endpointWith(decision, effectiveArguments(rendering));
}

/** What an adopted manager serves with these arguments. */
export function endpointWith(decision: Decision, passed: readonly string[]): Endpoint {
  const old = decision.registersMetricsBindAddr ? passedTo(passed, 'metrics-bind-addr') : undefined;
  const address = old || withDefaults(passedTo(passed, decision.flags.address) ?? defaultAddress(decision));
  return {
    address,
    port: address === '0' ? undefined : portOf(address),
    isLocal: isLoopback(address),
    isPlain: Boolean(old) || isInsecure(decision, passed),
    isOld: Boolean(old),
  };
}

/** The value of a flag among arguments, without a default in `${X:=y}`; undefined where it is not passed. */
export function passedTo(items: readonly string[], name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const names = new Set([name]);
  const isPassed = items.some((item) => /^--?([\w.-]+)/.exec(item)?.[1] === name);
  return isPassed ? withDefaults(flagValue(items, names) ?? 'true') : undefined;
}

/** What the code says; a flag of Cluster API's always has the same default. */
function defaultAddress({ flags, api, manager }: Decision): string {
  if (api !== 'metrics-filters') return flags.defaultAddress;
  const { metricsFlags, constantAddress } = manager.source;
  return metricsFlags[0]?.default ?? constantAddress ?? '';
}

function isInsecure({ flags }: Decision, passed: readonly string[]): boolean {
  const value = passedTo(passed, flags.security);
  return value !== undefined && value !== flags.secureValue;
}
