import type { Repository } from '../repository/repository.ts';
import { addLabels, type LabelRule } from './added-labels.ts';
import type { Kustomization, KustomizeGraph } from './kustomize.ts';
import { namedByBuilds } from './kustomize-builds.ts';
import type { KustomizeEntry, KustomizeField } from './kustomize-entry.ts';
import { isKustomizationPath, KUSTOMIZATION_NAMES, readKustomization } from './kustomize-read.ts';

/** Fields that bring objects or further kustomizations; the others change what is there. */
const OBJECT_FIELDS: ReadonlySet<KustomizeField> = new Set(['resources', 'bases', 'components', 'crds']);

const graphs = new WeakMap<Repository, KustomizeGraph>();

/**
 * Reads every kustomization of a repository. Cached per repository value, so an overlay gets a graph of its own.
 *
 * Follows `resources`, `bases`, `components` and everything else that names a file (kustomize v5 field names and the
 * older ones). Remote resources and files made at build time are entries without a target; cycles end.
 */
export function buildKustomizeGraph(repository: Repository): KustomizeGraph {
  const known = graphs.get(repository);
  if (known) return known;
  const graph = graphOf(repository);
  graphs.set(repository, graph);
  return graph;
}

function graphOf(repository: Repository): KustomizeGraph {
  const byPath = new Map<string, Kustomization>();
  for (const path of repository.paths) {
    const kustomization = isKustomizationPath(path) ? readKustomization(repository, path) : undefined;
    if (kustomization) byPath.set(path, kustomization);
  }
  const kustomizations = [...byPath.values()];
  const walks = new Map<string, Walk>();
  const find = (path: string) => findIn(byPath, path);
  const walkOf = (path: string): Walk => {
    const start = find(path);
    if (!start) return { files: new Set(), objectFiles: [], chains: new Map() };
    const walk = walks.get(start.path) ?? walkFrom(start, byPath);
    walks.set(start.path, walk);
    return walk;
  };
  const overlays = overlaysOf(repository, kustomizations);
  const named = new Set(kustomizations.flatMap((it) => it.entries.map((entry) => entry.target)));
  return {
    kustomizations,
    find,
    overlays,
    filesReachedBy: (path) => walkOf(path).files,
    objectFilesReachedBy: (path) => walkOf(path).objectFiles,
    rootsReaching: (path) => overlays.filter((overlay) => walkOf(overlay.path).files.has(path)),
    isReached: (path) => byPath.has(path) || named.has(path),
    entriesNaming: (path) => entriesNaming(kustomizations, find(path)?.path ?? path),
    wayTo: (overlay, file) => walkOf(overlay.path).chains.get(file),
    renderedName: (overlay, file, name) => {
      const chain = walkOf(overlay.path).chains.get(file);
      return chain?.reduceRight((inner, it) => it.namePrefix + inner + it.nameSuffix, name);
    },
    renderedNamespace: (overlay, file, namespace) => {
      const chain = walkOf(overlay.path).chains.get(file);
      return chain?.find((it) => it.namespace !== undefined)?.namespace ?? namespace;
    },
    addedLabels: (overlay, file) => {
      const chain = walkOf(overlay.path).chains.get(file) ?? [];
      return addLabels(chain.toReversed().flatMap((it) => rulesOf(it, byPath)));
    },
  };
}

function findIn(byPath: ReadonlyMap<string, Kustomization>, path: string): Kustomization | undefined {
  const folder = path === '.' || path === '' ? '' : `${path.replace(/(?<!\/)\/+$/, '')}/`;
  return (
    byPath.get(path) ??
    KUSTOMIZATION_NAMES.map((name) => byPath.get(folder + name)).find((it) => it !== undefined)
  );
}

function entriesNaming(kustomizations: readonly Kustomization[], path: string) {
  return kustomizations.flatMap((kustomization) =>
    kustomization.entries.filter((entry) => entry.target === path).map((entry) => ({ kustomization, entry })),
  );
}

/** Components change what a kustomization has gathered, then its own rules apply. Cycles are an error of kustomize. */
function rulesOf(
  { path, entries, labels }: Kustomization,
  byPath: ReadonlyMap<string, Kustomization>,
  above: readonly string[] = [],
): readonly LabelRule[] {
  if (above.includes(path)) return [];
  const components = entries.filter((it) => it.field === 'components');
  const inner = components.flatMap(({ target }) => {
    const component = byPath.get(target ?? '');
    return component ? rulesOf(component, byPath, [...above, path]) : [];
  });
  return [...inner, ...labels];
}

interface Walk {
  readonly files: ReadonlySet<string>;
  readonly objectFiles: readonly string[];
  /** For each object file the kustomizations on the first way to it, outermost first. */
  readonly chains: ReadonlyMap<string, readonly Kustomization[]>;
}

/** Depth first in the order of the entries, as kustomize accumulates; a kustomization is entered once. */
function walkFrom(start: Kustomization, byPath: ReadonlyMap<string, Kustomization>): Walk {
  const files = new Set<string>();
  const chains = new Map<string, readonly Kustomization[]>();
  const pending: (readonly Kustomization[])[] = [[start]];
  for (let chain = pending.pop(); chain; chain = pending.pop()) {
    const current = chain.at(-1);
    if (!current || files.has(current.path)) continue;
    files.add(current.path);
    pending.push(...visit(current, chain, files, chains, byPath).reverse());
  }
  return { files, objectFiles: [...chains.keys()].sort(), chains };
}

/** Notes the files of one kustomization; answers the chains of those it includes. */
function visit(
  current: Kustomization,
  chain: readonly Kustomization[],
  files: Set<string>,
  chains: Map<string, readonly Kustomization[]>,
  byPath: ReadonlyMap<string, Kustomization>,
): (readonly Kustomization[])[] {
  const further: (readonly Kustomization[])[] = [];
  for (const { kind, target, field } of current.entries) {
    if (target === undefined) continue;
    const included = kind === 'kustomization' ? byPath.get(target) : undefined;
    if (included) further.push([...chain, included]);
    else files.add(target);
    if (kind === 'file' && OBJECT_FIELDS.has(field) && !chains.has(target)) chains.set(target, chain);
  }
  return further;
}

/** What is built: what nothing includes, and what a Makefile, script or workflow builds although something includes it. */
function overlaysOf(
  repository: Repository,
  kustomizations: readonly Kustomization[],
): readonly Kustomization[] {
  const included = new Set(kustomizations.flatMap((it) => it.entries.map(targetOfKustomization)));
  const inner = kustomizations.filter((it) => included.has(it.path));
  const named =
    inner.length === 0
      ? new Set<string>()
      : namedByBuilds(
          repository,
          inner.map((it) => it.directory),
        );
  const built = kustomizations.filter((it) => !included.has(it.path) || named.has(it.directory));
  return inner.length === 0 ? built : withCircles(kustomizations, built);
}

/**
 * And of those that include each other in a circle, and that nothing else includes, the first: kustomize refuses them, but
 * what they hold is in use as far as anybody can tell.
 */
function withCircles(
  kustomizations: readonly Kustomization[],
  built: readonly Kustomization[],
): readonly Kustomization[] {
  const byPath = new Map(kustomizations.map((it) => [it.path, it]));
  const reached = new Set<string>();
  const enter = (it: Kustomization) => {
    for (const pending = [it]; pending.length > 0; ) {
      const current = pending.pop();
      if (!current || reached.has(current.path)) continue;
      reached.add(current.path);
      for (const entry of current.entries) pending.push(...knownIn(byPath, targetOfKustomization(entry)));
    }
    return it;
  };
  for (const it of built) enter(it);
  const circles = kustomizations.flatMap((it) => (reached.has(it.path) ? [] : [enter(it)]));
  return circles.length === 0 ? built : kustomizations.filter((it) => [...built, ...circles].includes(it));
}

function knownIn(
  byPath: ReadonlyMap<string, Kustomization>,
  path: string | undefined,
): readonly Kustomization[] {
  const found = byPath.get(path ?? '');
  return found ? [found] : [];
}

function targetOfKustomization(entry: KustomizeEntry): string | undefined {
  return entry.kind === 'kustomization' ? entry.target : undefined;
}
