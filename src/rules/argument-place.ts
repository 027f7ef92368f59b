import { argumentsOfContainer } from '../kubernetes/arguments.ts';
import { argumentOperation } from '../kubernetes/effective-arguments.ts';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import { startOf } from '../kubernetes/splice.ts';
import type { WorkloadSource } from '../kubernetes/workload.ts';
import { nodeAt } from '../kubernetes/yaml-file.ts';
import { type Place, placeIn, placeOfNode } from './place.ts';

/** Where a flag is passed in an overlay: in the list in force, else by a JSON6902 patch; else where the manager's container begins. */
export function argumentPlace(rendering: DeploymentRendering, name: string): Place {
  return (
    itemPlace(rendering.argumentSource, name) ??
    operationPlace(rendering, name) ??
    containerPlace(rendering.argumentSource)
  );
}

/** Where a flag stands in the arguments of a container. */
export function itemPlace(workload: WorkloadSource, name: string): Place | undefined {
  const argument = argumentsOfContainer(workload.container).findLast((it) => it.name === name);
  return argument && placeIn(workload.file, argument.item.start);
}

/** Where the manager's arguments begin; its container where it has none. */
export function containerPlace({ file, container, node }: WorkloadSource): Place {
  return placeOfNode(file, container?.args?.node ?? container?.node ?? node);
}

function operationPlace(rendering: DeploymentRendering, name: string): Place | undefined {
  for (const { file, operations } of rendering.jsonPatches.toReversed()) {
    for (const operation of operations) {
      const { value } = argumentOperation(rendering, operation) ?? {};
      if (/^--?([\w.-]+)/.exec(value ?? '')?.[1] !== name) continue;
      return placeIn(file, startOf(nodeAt(operation.node, ['value'])));
    }
  }
  return undefined;
}
