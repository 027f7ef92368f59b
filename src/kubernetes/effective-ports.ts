import type { DeploymentRendering } from './manager-manifests.ts';
import type { ContainerPort, ContainerSource, WorkloadSource } from './workload.ts';

/** A port of the pod with the container that opens it. */
export interface PodPort {
  readonly workload: WorkloadSource;
  readonly container: ContainerSource;
  readonly port: ContainerPort;
}

/** The manager's ports in one overlay: those of the Deployment and of its patches, merged by number as kustomize does. */
export function managerPorts(rendering: DeploymentRendering): readonly PodPort[] {
  return [rendering.deployment, ...rendering.patches].flatMap((workload) =>
    portsOf(workload, workload.container),
  );
}

/** The ports of all other containers of the pod in one overlay. */
export function otherPorts(rendering: DeploymentRendering): readonly PodPort[] {
  const name = rendering.deployment.container?.name;
  return [rendering.deployment, ...rendering.patches].flatMap((workload) =>
    workload.containers
      .filter((container) => container !== workload.container && container.name !== name)
      .flatMap((container) => portsOf(workload, container)),
  );
}

function portsOf(workload: WorkloadSource, container: ContainerSource | undefined): PodPort[] {
  return container?.ports.map((port) => ({ workload, container, port })) ?? [];
}
