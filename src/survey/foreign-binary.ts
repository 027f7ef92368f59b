import { posix } from 'node:path';
import type { ManagerSource } from '../golang/manager-source.ts';
import { argumentsOfContainer, OLD_METRICS_FLAGS } from '../kubernetes/arguments.ts';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import type { ContainerSource, WorkloadSource } from '../kubernetes/workload.ts';
import type { Repository } from '../repository/repository.ts';

/** Flags that a binary may have though no source here shows it: those of klog, zap, controller-runtime and of the endpoint. */
const FROM_LIBRARIES =
  /^(v|vmodule|kubeconfig|kube-api-.*|feature-gates|zap-.*|logtostderr|alsologtostderr|log-.*|logging-format|add-dir-header|stderrthreshold|skip-.*headers?|tls-.*|diagnostics-address|insecure-diagnostics|metrics-.*)$/;

/** What kubebuilder calls every binary, and what starts any program: they tell nothing. */
const TELLS_NOTHING = /^(manager|sh|bash|env|tini|dumb-init|dlv)$/;

/**
 * Whether a manifest that no kustomization reaches runs another program: one that is named otherwise than the manager's
 * Deployments, and passes a flag that the manager does not know. Many a `/manager` in a container `manager` is a
 * dependency, kept for a test or to be installed beside the manager. A command that is one of `programs` (see
 * {@link ownPrograms}) is the manager's, whatever it passes: a flag may be one of the root command.
 */
export function runsAnotherBinary(
  workload: Pick<WorkloadSource, 'name' | 'container'>,
  flagNames: ReadonlySet<string>,
  renderings: readonly DeploymentRendering[],
  programs: ReadonlySet<string>,
): boolean {
  const names = renderings.flatMap(({ name, deployment }) => [name, deployment.name]);
  if (names.includes(workload.name)) return false;
  if (programs.has(workload.container?.command?.items[0]?.value ?? '')) return false;
  const passed = argumentsOfContainer(workload.container);
  // Without an overlay there is no name to compare: a stale manifest still passes something that the manager knows.
  if (renderings.length === 0 && (flagNames.size === 0 || passed.some(({ name }) => flagNames.has(name))))
    return false;
  return passed.some(
    ({ name }) => !flagNames.has(name) && !FROM_LIBRARIES.test(name) && !OLD_METRICS_FLAGS.includes(name),
  );
}

/**
 * Whether a chart deploys another product, as operators that install one carry it: a container of the usual names that
 * passes a metrics flag which the manager lacks, and two more that it lacks. The manager would not start with them, so
 * that nothing is lost where it is its own chart, and stale. Without manifests beside the chart there is no telling, nor
 * where the manager's own metrics flag is not known: others then may not be either.
 */
export function deploysAnotherProduct(
  workload: Pick<WorkloadSource, 'container'>,
  { flagNames, adoption }: Pick<ManagerSource, 'flagNames' | 'adoption'>,
  renderings: readonly DeploymentRendering[],
): boolean {
  if (renderings.length === 0 || !knowsFlags({ flagNames, adoption })) return false;
  const unknown = unknownFlags(workload, flagNames);
  return isForeign(unknown) && unknown.some((name) => OLD_METRICS_FLAGS.includes(name));
}

/**
 * Whether a workload of a chart runs another program than those beside it: it passes nothing that the manager knows, and
 * several flags that it lacks, where a sibling passes some that it knows. The name of a container alone tells little.
 */
export function isStranger(
  workload: Pick<WorkloadSource, 'container'>,
  source: Pick<ManagerSource, 'flagNames' | 'adoption'>,
  siblings: readonly Pick<WorkloadSource, 'container'>[],
): boolean {
  const knows = ({ container }: Pick<WorkloadSource, 'container'>) =>
    argumentsOfContainer(container).some(({ name }) => source.flagNames.has(name));
  if (!knowsFlags(source) || knows(workload) || !siblings.some(knows)) return false;
  return isForeign(unknownFlags(workload, source.flagNames));
}

/** Without the manager's own metrics flag others may not be known either. */
function knowsFlags({ flagNames, adoption }: Pick<ManagerSource, 'flagNames' | 'adoption'>): boolean {
  const isKnown = adoption !== 'none' || [...flagNames].some((name) => name.includes('metrics'));
  return flagNames.size > 0 && isKnown;
}

function unknownFlags(
  { container }: Pick<WorkloadSource, 'container'>,
  flagNames: ReadonlySet<string>,
): readonly string[] {
  const passed = new Set(argumentsOfContainer(container).map(({ name }) => name));
  return [...passed].filter((name) => !flagNames.has(name));
}

/** Two that no library has: one may be of a root command. */
function isForeign(unknown: readonly string[]): boolean {
  const others = unknown.filter((name) => !FROM_LIBRARIES.test(name) && !OLD_METRICS_FLAGS.includes(name));
  return others.length > 1;
}

/**
 * The commands that tell this repository's program from others: those of the manager's known containers, e.g. in a
 * chart, and what the Dockerfile starts. `config/` may be stale where a chart is what is installed.
 */
export function ownPrograms(
  repository: Repository,
  known: readonly (ContainerSource | undefined)[],
): ReadonlySet<string> {
  const image = repository.tryRead('Dockerfile')?.text ?? '';
  const started = [...image.matchAll(/^ENTRYPOINT\s+\[\s*"([^"]+)"/gim)].map((match) => match[1]);
  const commands = [...known.map((container) => container?.command?.items[0]?.value), ...started];
  return new Set(
    commands.filter((it) => it !== undefined).filter((it) => !TELLS_NOTHING.test(posix.basename(it))),
  );
}
