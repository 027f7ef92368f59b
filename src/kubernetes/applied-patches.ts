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
  const found = patchEntriesFor(graph, overlay, workload).map((patch) =>
    readEntry(repository, patch, workload),
  );
  return {
    strategic: found.flatMap((patches) => patches.strategic),
    json: found.flatMap((patches) => patches.json),
  };
}

/** An object of the sources that patches may change. */
export type PatchedObject = Pick<RawWorkload, 'path' | 'kind' | 'name'> & { readonly node: unknown };

/** An entry of a kustomization that may patch an object: with a target it does, without one its patches say whether. */
export interface PatchEntry {
  readonly kustomization: Kustomization;
  readonly entry: KustomizeEntry;
  /** The names by which it may call the object. */
  readonly names: readonly string[];
}

/** Those on the way of an object to an overlay, in the order in which kustomize applies them. */
export function patchEntriesFor(
  graph: KustomizeGraph,
  overlay: Kustomization,
  object: PatchedObject,
): readonly PatchEntry[] {
  return kustomizationsOnTheWay(graph, overlay, object).flatMap((kustomization) =>
    PATCH_FIELDS.flatMap((field) =>
      kustomization.entries
        .filter((entry) => entry.field === field)
        .map((entry) => ({ kustomization, entry, names: namesAt(graph, kustomization, entry, object) }))
        .filter((patch) => !patch.entry.patchTarget || isTargeted(patch, object)),
    ),
  );
}

/** Innermost first; components change what their including kustomization has gathered. */
function kustomizationsOnTheWay(
  graph: KustomizeGraph,
  overlay: Kustomization,
  { path }: PatchedObject,
): readonly Kustomization[] {
  const seen = new Set<string>();
  const visit = (current: Kustomization): Kustomization[] => {
    if (seen.has(current.path)) return [];
    seen.add(current.path);
    const included = current.entries.flatMap((entry) => {
      const inner = entry.kind === 'kustomization' && entry.target ? graph.find(entry.target) : undefined;
      const matters = entry.field === 'components' || (inner && reaches(graph, inner, path));
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

function readEntry(repository: Repository, patch: PatchEntry, workload: RawWorkload): AppliedPatches {
  const { kustomization, entry, names } = patch;
  const target = entry.patchTarget;
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
  { path, name }: PatchedObject,
): readonly string[] {
  const { namePrefix, nameSuffix } = kustomization;
  const after = graph.renderedName(kustomization, path, name) ?? name;
  const before = after.slice(namePrefix.length, after.length - nameSuffix.length);
  return [name, entry.field === 'patchesJson6902' ? after : before];
}

/** Each given part of a target is an anchored regular expression; a label selector is compared in its plain form. */
function isTargeted({ kustomization, entry, names }: PatchEntry, object: PatchedObject): boolean {
  const { kind, name } = entry.patchTarget ?? {};
  const selector = textAt(kustomization.documents[0]?.contents, [
    entry.field,
    entry.index,
    'target',
    'labelSelector',
  ]);
  const byKind = kind === undefined || fits(kind, object.kind);
  const byName = name === undefined || names.some((it) => fits(name, it));
  return byKind && byName && (selector === undefined || hasLabels(object, selector));
}

function hasLabels({ node }: PatchedObject, selector: string): boolean {
  return selector.split(',').every((term) => {
    const [key = '', value = ''] = term.split(/={1,2}/).map((part) => part.trim());
    return (textAt(node, ['metadata', 'labels', key]) ?? '') === value;
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
  const file = yamlOfEntry(repository, kustomization, entry);
  const patch = file && readJsonPatch(file, kustomization.path);
  return patch ? [patch] : [];
}

/** What an entry holds, in a file of its own or inline. */
export function yamlOfEntry(
  repository: Repository,
  kustomization: Kustomization,
  entry: KustomizeEntry,
): YamlFile | undefined {
  if (entry.kind === 'inline') return inlineYaml(kustomization, entry);
  const source = entry.kind === 'file' && entry.target ? repository.tryRead(entry.target) : undefined;
  return source && tryParseYaml(source);
}

function inlineYaml(kustomization: Kustomization, entry: KustomizeEntry): YamlFile | undefined {
  const root = kustomization.documents[0]?.contents;
  const scalar =
    nodeAt(root, [entry.field, entry.index, 'patch']) ?? nodeAt(root, [entry.field, entry.index]);
  return parseEmbedded(kustomization, scalar);
}
