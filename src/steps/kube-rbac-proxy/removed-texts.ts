import { posix } from 'node:path';
import { documentRanges, isWholeFile } from '../../kubernetes/documents.ts';
import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import { removeCommentedEntries } from '../../kubernetes/kustomize-comments.ts';
import { objectsOf } from '../../kubernetes/objects.ts';
import { startOf } from '../../kubernetes/splice.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { forgetFiles, type NamedEntry } from '../forget-files.ts';
import { STEP, WHY } from './why.ts';

/** A patch that says nothing any more: a document of a file, or a text in a kustomization. */
export interface RemovedText {
  readonly path: string;
  /** Where its content begins, in UTF-16 units. */
  readonly start: number;
}

/** Removes whole patches, their files where nothing else is in them, and every entry that names those. */
export function removeTexts(repository: Repository, texts: readonly RemovedText[]): readonly Change[] {
  const graph = buildKustomizeGraph(repository);
  const inline = texts.flatMap(({ path, start }): NamedEntry[] => {
    const kustomization = graph.kustomizations.find((it) => it.path === path);
    const entry = kustomization?.entries.find((it) => it.start <= start && start < it.end);
    return kustomization && entry ? [{ kustomization, entry }] : [];
  });
  const paths = [...new Set(texts.map((it) => it.path))].filter(
    (path) => !graph.kustomizations.some((it) => it.path === path),
  );
  const [whole, parts] = partition(paths, (path) => isWhole(repository, path, texts));
  return [
    ...whole.map((path): Change => {
      const expected = repository.read(path)?.text ?? '';
      return { kind: 'delete', path, expected, ...WHY };
    }),
    ...forgetFiles(repository, whole, [], STEP, inline),
    ...whole.flatMap((path) => forgetComments(repository, path)),
    ...parts.flatMap((path) => removeDocuments(repository, path, texts)),
  ];
}

function isWhole(repository: Repository, path: string, texts: readonly RemovedText[]): boolean {
  const all = objectsOf(repository, path);
  // A JSON6902 patch is a list, no object: its file holds nothing else.
  return all.length === 0 || (goneOf(repository, path, texts).length === all.length && isWholeFile(all));
}

function goneOf(repository: Repository, path: string, texts: readonly RemovedText[]) {
  const starts = new Set(texts.filter((it) => it.path === path).map((it) => it.start));
  return objectsOf(repository, path).filter((it) => starts.has(startOf(it.document.contents)));
}

function removeDocuments(
  repository: Repository,
  path: string,
  texts: readonly RemovedText[],
): readonly Change[] {
  const gone = goneOf(repository, path, texts);
  const [first] = gone;
  return first ? documentRanges(gone).map((range) => edit(first.file, range, '', WHY)) : [];
}

/** Switched-off entries that name a file which is gone, or one of its name that was never there. */
function forgetComments(repository: Repository, path: string): readonly Change[] {
  return buildKustomizeGraph(repository).kustomizations.flatMap((kustomization) => {
    const sibling = posix.join(kustomization.directory, posix.basename(path));
    const named = repository.has(sibling) ? [path] : [path, sibling];
    const ranges = named.flatMap((it) => removeCommentedEntries(kustomization, it));
    return ranges.map((range) => edit(kustomization, range, '', WHY));
  });
}

function partition<Value>(
  values: readonly Value[],
  test: (value: Value) => boolean,
): readonly [readonly Value[], readonly Value[]] {
  return [values.filter(test), values.filter((it) => !test(it))];
}
