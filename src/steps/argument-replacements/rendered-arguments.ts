import { posix } from 'node:path';
import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Repository } from '../../repository/repository.ts';
import type { ProviderVersion } from './e2e-config.ts';

/** The arguments of one provider's manifest that the migration removes, as kustomize prints them: `--name=value`. */
export interface GoneArguments {
  readonly decision: Decision;
  readonly items: readonly string[];
}

/**
 * Which arguments of that provider version go away. Undefined for a released manifest (its text stays what it was),
 * for a provider that is not migrated here, and where nothing goes.
 */
export function goneArgumentsOf(
  repository: Repository,
  decisions: readonly Decision[],
  version: ProviderVersion,
): GoneArguments | undefined {
  const { value, file } = version;
  if (value === '' || value.includes('://')) return undefined;
  const path = posix.join(posix.dirname(file.path), value);
  const candidates = decisions.flatMap((decision) => {
    const items = argumentsAt(repository, decision, path).filter((item) => isGone(decision, item));
    return items.length > 0 ? [{ decision, items: [...new Set(items)] }] : [];
  });
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Of the overlay or the rendered copy at a path. A path that is not there is made by a build: of any overlay. */
function argumentsAt(repository: Repository, { manager }: Decision, path: string): readonly string[] {
  const { renderings, rendered } = manager.manifests;
  const copies = rendered.filter((it) => it.workload.path === path);
  if (copies.length > 0)
    return copies.flatMap((it) => it.workload.container?.args?.items.map((item) => item.value) ?? []);
  const graph = buildKustomizeGraph(repository);
  const overlay = graph.find(path);
  if (!overlay) return repository.has(path) ? [] : renderings.flatMap(effectiveArguments);
  const files = new Set(graph.objectFilesReachedBy(overlay.path));
  return renderings.filter((it) => isFrom(it, overlay.path, files)).flatMap(effectiveArguments);
}

function isFrom(rendering: DeploymentRendering, overlay: string, files: ReadonlySet<string>): boolean {
  return rendering.overlay === overlay || files.has(rendering.deployment.path);
}

/** Spellings of the old flag: kubebuilder's, Cluster API's own before 1.6, kubebuilder 2's. */
const OLD_FLAG = /^metrics-(bind-addr(ess)?|addr)$/;

/** Whether the migration takes this argument out: its flag goes, is unknown already, or keeps the endpoint on http. */
function isGone(decision: Decision, item: string): boolean {
  const name = /^--?([\w.-]+)/.exec(item)?.[1] ?? '';
  if (decision.removedFlags.includes(name)) return true;
  const registered = decision.manager.source.flagNames.has(name) && !decision.keepFlags;
  return OLD_FLAG.test(name) && (!registered || decision.registersMetricsBindAddr);
}
