import { surveyModules } from '../golang/go-mod.ts';
import { noManifests } from '../kubernetes/manager-manifests.ts';
import type { Repository } from '../repository/repository.ts';
import { surveyGeneratorCalls } from './generators.ts';
import { surveyManagerSources } from './go-managers.ts';
import { surveyManifests } from './manifests.ts';
import type { Survey } from './model.ts';
import { refuseUnreadableGo, refuseUnreadableManifests } from './unreadable-files.ts';

/**
 * Everything known of a repository before deciding (design §3). `loadGoGrammar()` must have been awaited.
 * Throws a refusal for a file that matters and cannot be read or parsed.
 */
export function surveyRepository(repository: Repository): Survey {
  refuseUnreadableGo(repository);
  const modules = surveyModules(repository);
  const sources = surveyManagerSources(repository, modules);
  if (sources.length === 0) return { repository, modules, managers: [], generatorCalls: [] };
  refuseUnreadableManifests(repository);
  const manifests = surveyManifests(repository, sources);
  const managers = sources.map((source) => ({
    entryPoint: source.entryPoint,
    module: source.module,
    source,
    manifests: manifests.get(source) ?? noManifests,
  }));
  return { repository, modules, managers, generatorCalls: surveyGeneratorCalls(repository) };
}
