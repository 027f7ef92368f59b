import { argumentsOfContainer, OLD_METRICS_FLAGS } from '../kubernetes/arguments.ts';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import type { WorkloadSource } from '../kubernetes/workload.ts';

/** Flags that a binary may have though no source here shows it: those of klog, zap, controller-runtime and of the endpoint. */
const FROM_LIBRARIES =
  /^(v|vmodule|kubeconfig|kube-api-.*|feature-gates|zap-.*|logtostderr|alsologtostderr|log-.*|logging-format|add-dir-header|stderrthreshold|skip-.*headers?|tls-.*|diagnostics-address|insecure-diagnostics|metrics-.*)$/;

/**
 * Whether a manifest that no kustomization reaches runs another program: one that is named otherwise than the manager's
 * Deployments, and passes a flag that the manager does not know. Many a `/manager` in a container `manager` is a
 * dependency, kept for a test or to be installed beside the manager.
 */
export function runsAnotherBinary(
  workload: Pick<WorkloadSource, 'name' | 'container'>,
  flagNames: ReadonlySet<string>,
  renderings: readonly DeploymentRendering[],
): boolean {
  const names = renderings.flatMap(({ name, deployment }) => [name, deployment.name]);
  if (renderings.length === 0 || names.includes(workload.name)) return false;
  return argumentsOfContainer(workload.container).some(
    ({ name }) => !flagNames.has(name) && !FROM_LIBRARIES.test(name) && !OLD_METRICS_FLAGS.includes(name),
  );
}
