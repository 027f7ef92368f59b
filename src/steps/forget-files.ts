import { isMap, isScalar } from 'yaml';
import { buildKustomizeGraph, type Kustomization } from '../kubernetes/kustomize.ts';
import type { KustomizeEntry } from '../kubernetes/kustomize-entry.ts';
import { removeEntries } from '../kubernetes/kustomize-removal.ts';
import { type KubernetesObject, objectsOf } from '../kubernetes/objects.ts';
import { type Change, edit } from '../repository/change.ts';
import type { Repository } from '../repository/repository.ts';

/** An entry and the kustomization that lists it. */
export interface NamedEntry {
  readonly kustomization: Kustomization;
  readonly entry: KustomizeEntry;
}

/**
 * Takes deleted files out of every kustomization that names them, and with them the patches that were for objects that
 * are gone: kustomize fails on a patch without an object. A kustomization that nothing is left of goes as well.
 *
 * @param inline further entries that go: patches written in the kustomization itself.
 */
export function forgetFiles(
  repository: Repository,
  files: readonly string[],
  objects: readonly KubernetesObject[],
  step: string,
  inline: readonly NamedEntry[] = [],
): Change[] {
  const graph = buildKustomizeGraph(repository);
  const changes: Change[] = [];
  const pending = [...files];
  const gone = new Map<Kustomization, Set<KustomizeEntry>>();
  for (const { kustomization, entry } of inline) {
    gone.set(kustomization, (gone.get(kustomization) ?? new Set()).add(entry));
    if (isEmptied(kustomization, gone.get(kustomization) ?? new Set())) pending.push(kustomization.path);
  }
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const { kustomization, entry } of graph.entriesNaming(path)) {
      const entries = gone.get(kustomization) ?? new Set();
      gone.set(kustomization, entries.add(entry));
      if (isEmptied(kustomization, entries)) pending.push(kustomization.path);
    }
  }
  for (const kustomization of graph.kustomizations) {
    for (const entry of kustomization.entries.filter((it) => isPatchOf(repository, it, objects))) {
      gone.set(kustomization, (gone.get(kustomization) ?? new Set()).add(entry));
      if (entry.target && isOwnPatch(repository, entry.target, objects))
        changes.push(deletion(repository, entry.target, step));
    }
  }
  for (const [kustomization, entries] of gone) changes.push(...changesOf(kustomization, [...entries], step));
  return changes;
}

function changesOf(kustomization: Kustomization, entries: readonly KustomizeEntry[], step: string): Change[] {
  if (isEmptied(kustomization, new Set(entries))) {
    const reason = 'Everything that it listed belonged to the former kube-rbac-proxy.';
    return [{ kind: 'delete', path: kustomization.path, expected: kustomization.text, step, reason }];
  }
  const reason = 'the file that it names is gone';
  return removeEntries(kustomization, entries).map((range) =>
    edit(kustomization, range, '', { step, reason }),
  );
}

/** Keys that only change what others bring. */
const DECORATION =
  /^(apiVersion|kind|metadata|namespace|namePrefix|nameSuffix|labels|common(Labels|Annotations))$/;

/** kustomize refuses a kustomization that brings nothing. One with generators or patches of its own is not empty. */
function isEmptied(kustomization: Kustomization, gone: ReadonlySet<KustomizeEntry>): boolean {
  const root = kustomization.documents[0]?.contents;
  const keys = isMap(root) ? root.items.map(({ key }) => (isScalar(key) ? String(key.value) : '')) : [];
  const fields = new Set<string>(kustomization.entries.map((entry) => entry.field));
  return (
    kustomization.entries.every((entry) => gone.has(entry)) &&
    keys.every((key) => DECORATION.test(key) || fields.has(key))
  );
}

function isPatchOf(
  repository: Repository,
  entry: KustomizeEntry,
  objects: readonly KubernetesObject[],
): boolean {
  if (!/^patches/.test(entry.field)) return false;
  const { kind, name } = entry.patchTarget ?? {};
  if (kind && name) return objects.some((it) => it.kind === kind && it.name === name);
  return entry.target !== undefined && isOwnPatch(repository, entry.target, objects);
}

/** A strategic patch that is for these objects alone. */
function isOwnPatch(repository: Repository, path: string, objects: readonly KubernetesObject[]): boolean {
  const patched = objectsOf(repository, path);
  return (
    patched.length > 0 && patched.every((it) => objects.some((o) => o.kind === it.kind && o.name === it.name))
  );
}

function deletion(repository: Repository, path: string, step: string): Change {
  const expected = repository.read(path)?.text ?? '';
  return { kind: 'delete', path, expected, step, reason: 'it patches an object that is gone' };
}
