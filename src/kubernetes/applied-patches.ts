import type { Repository } from '../repository/repository.ts';
import { type JsonPatchSource, readJsonPatch } from './json-patch.ts';
import type { Kustomization, KustomizeGraph } from './kustomize.ts';
import type { KustomizeEntry } from './kustomize-entry.ts';
import { type RawWorkload, workloadOf, workloadsIn } from './read-workloads.ts';
import { nodeAt, textAt, tryParseYaml, type YamlFile } from './yaml-file.ts';
import { parseEmbedded } from './yaml-part.ts';

/** What changes a workload in an overlay, in the order in which kustomize applies it. */
export interface AppliedPatches {
  readonly strategic: readonly RawWorkload[];
  readonly json: readonly JsonPatchSource[];
}

/** kustomize 5 applies them in this order within one kustomization, whatever the order of the text. */
const PATCH_FIELDS = ['patchesStrategicMerge', 'patches', 'patchesJson6902'] as const;

/**
 * The patches of one workload on the way to an overlay: those of inner kustomizations first.
 * A patch is the workload's by kind and name (its own, or the one it has there with prefixes), or by its target.
 */
export function patchesOf(
  repository: Repository,
  graph: KustomizeGraph,
  overlay: Kustomization,
  workload: RawWorkload,
): AppliedPatches {
  const found = kustomizationsOnTheWay(graph, overlay, workload).flatMap((kustomization) =>
    PATCH_FIELDS.flatMap((field) =>
      kustomization.entries
        .filter((entry) => entry.field === field)
        .map((entry) => readEntry(repository, graph, kustomization, entry, workload)),
    ),
  );
  return {
    strategic: found.flatMap((patches) => patches.strategic),
    json: found.flatMap((patches) => patches.json),
  };
}

/** Innermost first; components change what their including kustomization has gathered. */
function kustomizationsOnTheWay(
  graph: KustomizeGraph,
  overlay: Kustomization,
  workload: RawWorkload,
): readonly Kustomization[] {
  const seen = new Set<string>();
  const visit = (current: Kustomization): Kustomization[] => {
    if (seen.has(current.path)) return [];
    seen.add(current.path);
    const included = current.entries.flatMap((entry) => {
      const inner = entry.kind === 'kustomization' && entry.target ? graph.find(entry.target) : undefined;
      const matters = entry.field === 'components' || (inner && reaches(graph, inner, workload.path));
      return inner && matters ? [{ inner, order: entry.field === 'components' ? 1 : 0 }] : [];
    });
    const ordered = included.sort((a, b) => a.order - b.order);
    return [...ordered.flatMap(({ inner }) => visit(inner)), current];
  };
  return visit(overlay);
}

function reaches(graph: KustomizeGraph, kustomization: Kustomization, path: string): boolean {
  return graph.objectFilesReachedBy(kustomization.path).includes(path);
}

function readEntry(
  repository: Repository,
  graph: KustomizeGraph,
  kustomization: Kustomization,
  entry: KustomizeEntry,
  workload: RawWorkload,
): AppliedPatches {
  const names = namesAt(graph, kustomization, entry, workload);
  const target = entry.patchTarget;
  if (target && !isTargeted(kustomization, entry, workload, names)) return { strategic: [], json: [] };
  const patches = workloadsOfEntry(repository, kustomization, entry);
  return {
    strategic: patches.filter(
      (patch) => target || (patch.kind === workload.kind && names.includes(patch.name)),
    ),
    json: target ? jsonOfEntry(repository, kustomization, entry) : [],
  };
}

/**
 * The names by which a patch may call the workload: its own, and the one it has when the patch is applied. That is
 * before the kustomization's own prefix, except for `patchesJson6902` (kustomize 5 runs it behind the prefix).
 */
function namesAt(
  graph: KustomizeGraph,
  kustomization: Kustomization,
  entry: KustomizeEntry,
  workload: RawWorkload,
): readonly string[] {
  const { namePrefix, nameSuffix } = kustomization;
  const after = graph.renderedName(kustomization, workload.path, workload.name) ?? workload.name;
  const before = after.slice(namePrefix.length, after.length - nameSuffix.length);
  return [workload.name, entry.field === 'patchesJson6902' ? after : before];
}

/** Each given part of a target is an anchored regular expression; a label selector is compared in its plain form. */
function isTargeted(
  kustomization: Kustomization,
  entry: KustomizeEntry,
  workload: RawWorkload,
  names: readonly string[],
): boolean {
  const { kind, name } = entry.patchTarget ?? {};
  const selector = textAt(kustomization.documents[0]?.contents, [
    entry.field,
    entry.index,
    'target',
    'labelSelector',
  ]);
  const byKind = kind === undefined || fits(kind, workload.kind);
  const byName = name === undefined || names.some((it) => fits(name, it));
  return byKind && byName && (selector === undefined || hasLabels(workload, selector));
}

function hasLabels(workload: RawWorkload, selector: string): boolean {
  return selector.split(',').every((term) => {
    const [key = '', value = ''] = term.split(/={1,2}/).map((part) => part.trim());
    return (textAt(workload.node, ['metadata', 'labels', key]) ?? '') === value;
  });
}

/** A name has at most this many characters in Kubernetes. */
const MAX_NAME = 253;

/**
 * Whether the whole name fits. The repository wrote the expression: one that is broken, or that could take long (a
 * repeated group, many repetitions, a very long name), fits nothing.
 */
function fits(pattern: string, name: string): boolean {
  const repetitions = pattern.match(/[+*{]/g)?.length ?? 0;
  if (pattern.length > MAX_NAME || name.length > MAX_NAME) return false;
  if (repetitions > 3 || /\)[+*{?]/.test(pattern)) return false;
  try {
    return new RegExp(`^(?:${pattern})$`).test(name);
  } catch {
    return false;
  }
}

function workloadsOfEntry(
  repository: Repository,
  kustomization: Kustomization,
  entry: KustomizeEntry,
): readonly RawWorkload[] {
  if (entry.kind === 'file' && entry.target) return workloadsIn(repository, entry.target);
  const inline = entry.kind === 'inline' ? inlineYaml(kustomization, entry) : undefined;
  return inline?.documents.flatMap((document) => workloadOf(inline, document)) ?? [];
}

function jsonOfEntry(
  repository: Repository,
  kustomization: Kustomization,
  entry: KustomizeEntry,
): JsonPatchSource[] {
  const source = entry.kind === 'file' && entry.target ? repository.tryRead(entry.target) : undefined;
  const file = source
    ? tryParseYaml(source)
    : entry.kind === 'inline'
      ? inlineYaml(kustomization, entry)
      : undefined;
  const patch = file && readJsonPatch(file, kustomization.path);
  return patch ? [patch] : [];
}

function inlineYaml(kustomization: Kustomization, entry: KustomizeEntry): YamlFile | undefined {
  const root = kustomization.documents[0]?.contents;
  const scalar =
    nodeAt(root, [entry.field, entry.index, 'patch']) ?? nodeAt(root, [entry.field, entry.index]);
  return parseEmbedded(kustomization, scalar);
}
