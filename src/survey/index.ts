import { surveyModules } from '../golang/go-mod.ts';
import type { ManagerSource } from '../golang/manager-source.ts';
import { buildKustomizeGraph, type KustomizeGraph } from '../kubernetes/kustomize.ts';
import { type ManagerManifests, noManifests } from '../kubernetes/manager-manifests.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import type { Repository } from '../repository/repository.ts';
import { surveyGeneratorCalls } from './generators.ts';
import { surveyManagerSources } from './go-managers.ts';
import { surveyManifests } from './manifests.ts';
import type { ControllerManager, Survey } from './model.ts';

/**
 * Everything known of a repository before deciding (design §3). `loadGoGrammar()` must have been awaited.
 * Throws a refusal for a file that matters and cannot be read or parsed.
 */
export function surveyRepository(repository: Repository): Survey {
  const modules = surveyModules(repository);
  const sources = surveyManagerSources(repository, modules);
  if (sources.length === 0) return { repository, modules, managers: [], generatorCalls: [] };
  const manifests = surveyManifests(repository, sources);
  const generatorCalls = surveyGeneratorCalls(repository);
  const graph = buildKustomizeGraph(repository);
  const managers = sources.map((source): ControllerManager => {
    const own = manifests.get(source) ?? noManifests;
    return {
      entryPoint: source.entryPoint,
      module: source.module,
      source,
      manifests: own,
      generatorCalls: generatorCalls.filter((call) => writesRoleOf(call, own, sources, graph)),
    };
  });
  return { repository, modules, managers, generatorCalls };
}

/** A call belongs to the manager whose overlays read the role it writes; to the only manager where none does. */
function writesRoleOf(
  call: GeneratorCall,
  manifests: ManagerManifests,
  sources: readonly ManagerSource[],
  graph: KustomizeGraph,
): boolean {
  const file = call.role?.file;
  if (file === undefined) return false;
  if (manifests.overlays.some((overlay) => graph.filesReachedBy(overlay).has(file))) return true;
  return sources.length === 1 && !graph.isReached(file);
}
