import { surveyModules } from '../golang/go-mod.ts';
import type { ManagerSource } from '../golang/manager-source.ts';
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
  const { modules, sources } = goSideOf(repository);
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

type GoSide = Pick<Survey, 'modules'> & { readonly sources: readonly ManagerSource[] };

const known = new WeakMap<Repository, GoSide>();

/** What the Go side looks at. */
const GO = /\.go$|(?:^|\/)(?:go\.mod|go\.work|modules\.txt|\.golangci\.\w+)$/;

/** Where a change leaves Go alone, that of the repository beneath. */
function goSideOf(repository: Repository): GoSide {
  const { beneath } = repository;
  const before = beneath && !beneath.paths.some((path) => GO.test(path)) && known.get(beneath.repository);
  const found = before || surveyGo(repository);
  known.set(repository, found);
  return found;
}

function surveyGo(repository: Repository): GoSide {
  refuseUnreadableGo(repository);
  const modules = surveyModules(repository);
  return { modules, sources: surveyManagerSources(repository, modules) };
}
