import { isLoopback, portOf, withDefaults } from '../kubernetes/address.ts';
import { flagValue } from '../kubernetes/arguments.ts';
import { effectiveArguments } from '../kubernetes/effective-arguments.ts';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import type { WorkloadSource } from '../kubernetes/workload.ts';
import { textAt } from '../kubernetes/yaml-file.ts';
import type { ControllerManager } from '../survey/model.ts';

/** controller-runtime's own default, until 0.24 too (pkg/metrics/server). */
const LIBRARY_PORT = 8080;
const ANY_PORT = 0;

/**
 * The port of the metrics of a manager that runs in the network of its node. It is its own there, and stays: on another
 * one it may meet whatever else listens on the node, other managers of the same repository first, and would not start.
 * Undefined where the pods have a network of their own, or several ports, or none that was chosen.
 */
export function portOnNode({ manifests, source }: ControllerManager): number | undefined {
  const onNode = manifests.renderings.filter((it) => [it.deployment, ...it.patches].some(isOnNode));
  if (onNode.length === 0) return undefined;
  const names = new Set(source.metricsFlags.map(({ name }) => name));
  const fallback = source.metricsFlags[0]?.default ?? source.constantAddress ?? '';
  const [port, ...others] = new Set(onNode.map((it) => sharedPort(addressIn(it, names) ?? fallback)));
  return others.length === 0 ? port : undefined;
}

function isOnNode({ node }: WorkloadSource): boolean {
  return textAt(node, ['spec', 'template', 'spec', 'hostNetwork']) === 'true';
}

function addressIn(rendering: DeploymentRendering, names: ReadonlySet<string>): string | undefined {
  return flagValue(effectiveArguments(rendering), names);
}

/**
 * What stands on a loopback address has a sidecar in front of it, which owns the port that others reach. The port that
 * controller-runtime takes by itself nobody chose for a node.
 */
function sharedPort(address: string): number | undefined {
  const plain = withDefaults(address);
  const port = isLoopback(plain) ? undefined : portOf(plain);
  return port === LIBRARY_PORT || port === ANY_PORT ? undefined : port;
}
