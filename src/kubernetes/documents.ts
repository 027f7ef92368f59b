import { isScalar } from 'yaml';
import type { KubernetesObject } from './objects.ts';
import type { YamlFile } from './yaml-file.ts';

/** A stretch of a file, in UTF-16 units. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** Whether these objects are all that their file holds. */
export function isWholeFile(objects: readonly KubernetesObject[]): boolean {
  const documents = objects[0]?.file.documents ?? [];
  return documents.every((document, index) => isEmpty(document) || objects.some((it) => it.index === index));
}

function isEmpty({ contents }: KubernetesObject['document']): boolean {
  return !contents || (isScalar(contents) && contents.value === null);
}

/**
 * The text of some documents of one file, not of all, each with the `---` in front of it. Where the file begins
 * without one it still does so afterwards. Ranges are in order and do not overlap.
 */
export function documentRanges(objects: readonly KubernetesObject[]): readonly Range[] {
  const [first] = objects;
  if (!first) return [];
  const chunks = chunksOf(first.file);
  const gone = chunks.filter((chunk) => objects.some((it) => holds(chunk, it)));
  const kept = chunks.find((chunk) => !gone.includes(chunk));
  const leading = gone.filter((chunk) => kept && chunk.start < kept.start);
  if (!kept || leading.length === 0 || chunks[0]?.contentStart !== 0) return gone;
  return [{ start: 0, end: kept.contentStart }, ...gone.filter((chunk) => !leading.includes(chunk))];
}

interface Chunk extends Range {
  /** Behind the line of the separator; 0 for a first document without one. */
  readonly contentStart: number;
}

/** A `---` at the start of a line always separates documents: block scalars are indented. */
function chunksOf({ text }: YamlFile): readonly Chunk[] {
  const separators = [...text.matchAll(/^---(?=\s|$).*(?:\r?\n|$)/gm)].map((it) => ({
    start: it.index,
    contentStart: it.index + it[0].length,
  }));
  const starts = separators[0]?.start === 0 ? separators : [{ start: 0, contentStart: 0 }, ...separators];
  const chunks = starts.map((it, index) => ({ ...it, end: starts[index + 1]?.start ?? text.length }));
  // What stands before the first separator may be a comment alone: that is no document, and stays.
  return chunks.filter((it) => /^[ \t]*[^#\s]/m.test(text.slice(it.contentStart, it.end)));
}

function holds(chunk: Chunk, { document }: KubernetesObject): boolean {
  const at = document.contents?.range?.[0] ?? -1;
  return chunk.contentStart <= at && at < chunk.end;
}
