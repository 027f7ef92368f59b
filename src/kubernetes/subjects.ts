import { isSeq } from 'yaml';
import type { Repository } from '../repository/repository.ts';
import { type PatchEntry, patchEntriesFor, yamlOfEntry } from './applied-patches.ts';
import { type JsonPatchOperation, readJsonPatch } from './json-patch.ts';
import type { Kustomization, KustomizeGraph } from './kustomize.ts';
import type { KubernetesObject } from './objects.ts';
import { nodeAt, seqAt, textAt, type YamlFile } from './yaml-file.ts';

/** Whom a binding gives its role. */
export interface Subject {
  readonly kind: string | undefined;
  readonly name: string | undefined;
}

/** The subjects of a binding as its file writes them. */
export function subjectsIn(contents: unknown): readonly Subject[] {
  return listed(nodeAt(contents, ['subjects']));
}

/**
 * The subjects of a binding in an overlay, where patches change them; undefined where none does. A strategic patch replaces
 * the whole list: the list has no key by which kustomize could merge it.
 */
export function patchedSubjects(
  repository: Repository,
  graph: KustomizeGraph,
  overlay: Kustomization,
  binding: KubernetesObject,
): readonly Subject[] | undefined {
  if (!/^(Cluster)?RoleBinding$/.test(binding.kind)) return undefined;
  const object = { ...binding, path: binding.file.path, node: binding.document.contents };
  const patches = patchEntriesFor(graph, overlay, object).filter(({ entry }) =>
    speaksOfSubjects(repository, entry),
  );
  if (patches.length === 0) return undefined;
  return patches.reduce<readonly Subject[]>(
    (subjects, patch) => afterPatch(repository, patch, binding, subjects),
    subjectsIn(binding.document.contents),
  );
}

/** Decided before anything is parsed. */
function speaksOfSubjects(repository: Repository, { kind, value, target }: PatchEntry['entry']): boolean {
  const text = kind === 'file' && target ? repository.tryRead(target)?.text : value;
  return text?.includes('subjects') ?? false;
}

function afterPatch(
  repository: Repository,
  { kustomization, entry, names }: PatchEntry,
  binding: KubernetesObject,
  subjects: readonly Subject[],
): readonly Subject[] {
  const file = yamlOfEntry(repository, kustomization, entry);
  const json = file && entry.patchTarget ? readJsonPatch(file, kustomization.path) : undefined;
  if (json) return json.operations.reduce(afterOperation, subjects);
  const isMeant = (contents: unknown) =>
    entry.patchTarget !== undefined ||
    (textAt(contents, ['kind']) === binding.kind &&
      names.includes(textAt(contents, ['metadata', 'name']) ?? ''));
  return lastList(file, isMeant) ?? subjects;
}

function lastList(
  file: YamlFile | undefined,
  isMeant: (contents: unknown) => boolean,
): readonly Subject[] | undefined {
  const lists = (file?.documents ?? []).map(({ contents }) => contents).filter(isMeant);
  const last = lists.findLast((contents) => seqAt(contents, ['subjects']) !== undefined);
  return last ? subjectsIn(last) : undefined;
}

function afterOperation(
  subjects: readonly Subject[],
  { node, op, pointer: [field, position, key] }: JsonPatchOperation,
): readonly Subject[] {
  if (field !== 'subjects') return subjects;
  const value = nodeAt(node, ['value']);
  if (position === undefined) return op === 'remove' ? [] : listed(value);
  const index = position === '-' ? subjects.length : Number(position);
  const named = subjects[index];
  if (key !== undefined)
    return named ? subjects.with(index, { ...named, [key]: textAt(value, []) }) : subjects;
  if (op === 'add')
    return index <= subjects.length ? subjects.toSpliced(index, 0, subjectOf(value)) : subjects;
  return named ? subjects.toSpliced(index, 1, ...(op === 'remove' ? [] : [subjectOf(value)])) : subjects;
}

function listed(list: unknown): readonly Subject[] {
  return (isSeq(list) ? list.items : []).map(subjectOf);
}

function subjectOf(node: unknown): Subject {
  return { kind: textAt(node, ['kind']), name: textAt(node, ['name']) };
}
