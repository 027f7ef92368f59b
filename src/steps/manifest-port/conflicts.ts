import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import { managerPorts, otherPorts, type PodPort } from '../../kubernetes/effective-ports.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { startOf } from '../../kubernetes/splice.ts';
import { argumentTaking } from '../../kubernetes/taken-port.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import { refusal } from '../../repository/problem.ts';
import { positionAt } from '../../repository/source-file.ts';

/** Refuses a port that something else in the pod listens on: a webhook, another container, another endpoint. */
export function refuseTakenPort(
  rendering: DeploymentRendering,
  port: number,
  own: ReadonlySet<string>,
): void {
  const other = otherPorts(rendering).find((it) => it.port.number === port);
  if (other) throw taken(port, other, `container ${other.container.name ?? other.container.index}`);
  const webhook = managerPorts(rendering).find(
    (it) => it.port.number === port && /webhook|admission/.test(it.port.name ?? ''),
  );
  if (webhook) throw taken(port, webhook, `the webhook (port ${webhook.port.name})`);
  const argument = argumentTaking(effectiveArguments(rendering), port, own);
  if (argument)
    throw takenBy(
      port,
      rendering.argumentSource,
      startOf(rendering.argumentSource.container?.args?.node),
      argument,
    );
}

function taken(port: number, { workload, port: { node } }: PodPort, by: string): Error {
  return takenBy(port, workload, startOf(node), by);
}

function takenBy(port: number, workload: WorkloadSource, offset: number, by: string): Error {
  return refusal({
    code: 'port-taken',
    file: workload.path,
    ...positionAt(workload.file.text, offset),
    reason: `port ${port} of the manager’s pod belongs to ${by}`,
    hint: 'Choose another port for the diagnostics with --port.',
  });
}
