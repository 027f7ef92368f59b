import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { refusal } from '../repository/problem.ts';
import { positionAt, type SourceFile } from '../repository/source-file.ts';
import { withoutUnread } from './unread-parts.ts';
import { composeDocuments } from './yaml-documents.ts';

/**
 * A YAML file for positions: its text is spliced, never printed again (design §6.8).
 * `node.range` is `[start, valueEnd, nodeEnd]` in UTF-16 units of `text`.
 */
export interface YamlFile extends SourceFile {
  readonly documents: readonly Document.Parsed[];
}

/** A file that was read is the same value at every reading, also through an overlay. */
const known = new WeakMap<SourceFile, YamlFile | undefined>();

/**
 * Parses a YAML file. Throws a refusal with the position when it is no YAML, or beyond the limits.
 * What is long and never matters here is left out ({@link withoutUnread}).
 */
export function parseYaml(file: SourceFile): YamlFile {
  const parsed = known.get(file) ?? parseAnew(file);
  known.set(file, parsed);
  return parsed;
}

function parseAnew(file: SourceFile): YamlFile {
  return { ...file, documents: parseText(file, file.text, { start: 0, template: file.text.includes('{{') }) };
}

/**
 * Parses a text that stands in a file from `start` on: ranges are those of the file. A template has a key in each branch
 * of an `if`, also where its actions are taken out. Throws as {@link parseYaml} does.
 */
export function parseText(
  file: SourceFile,
  written: string,
  { start, template }: { readonly start: number; readonly template: boolean },
): readonly Document.Parsed[] {
  const documents = composeDocuments({ ...file, text: withoutUnread(written) }, start);
  for (const document of documents) {
    const error = document.errors[0];
    if (error) throw notYaml(file, error.pos[0], error.message);
    const repeated = template ? undefined : repeatedKey(document.contents);
    if (repeated) throw notYaml(file, repeated.range?.[0] ?? 0, `the key ${repeated.value} stands twice`);
  }
  return documents;
}

/**
 * The first key that stands twice: the API server and kustomize take the last one, or refuse, and an edit would hit the
 * first. The library's own check is quadratic (security.md §4). The depth is limited by then.
 */
function repeatedKey(node: unknown): Scalar | undefined {
  if (isSeq(node)) return firstRepeated(node.items);
  if (!isMap(node)) return undefined;
  const seen = new Set<unknown>();
  for (const { key } of node.items) {
    if (!isScalar(key) || key.value === '<<') continue;
    if (seen.has(key.value)) return key;
    seen.add(key.value);
  }
  return firstRepeated(node.items.map(({ value }) => value));
}

function firstRepeated(nodes: readonly unknown[]): Scalar | undefined {
  for (const node of nodes) {
    const found = isScalar(node) ? undefined : repeatedKey(node);
    if (found) return found;
  }
  return undefined;
}

/** The same, or undefined where the file is a template or broken. For files that are only looked at. */
export function tryParseYaml(file: SourceFile): YamlFile | undefined {
  if (known.has(file)) return known.get(file);
  try {
    return parseYaml(file);
  } catch {
    known.set(file, undefined);
    return undefined;
  }
}

/** The value at a path of keys and indexes below `node`, or undefined. Aliases are not followed. */
export function nodeAt(node: unknown, path: readonly (string | number)[]): Node | undefined {
  let current: unknown = node;
  for (const key of path) {
    if (isMap(current)) current = pairOf(current, String(key))?.value;
    else if (isSeq(current) && typeof key === 'number') current = current.items[key];
    else return undefined;
  }
  return (current ?? undefined) as Node | undefined;
}

/** The pair with that key: the first, should there be two. */
export function pairOf(map: YAMLMap, key: string) {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

/** The keys of a mapping as text, in its order; none where there is no mapping. */
export function keysOf(map: YAMLMap | undefined): readonly string[] {
  return map?.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) ?? [];
}

/** The mapping at a path, or undefined. */
export function mapAt(node: unknown, path: readonly (string | number)[]): YAMLMap | undefined {
  const found = nodeAt(node, path);
  return isMap(found) ? found : undefined;
}

/** The sequence at a path, or undefined. */
export function seqAt(node: unknown, path: readonly (string | number)[]): YAMLSeq | undefined {
  const found = nodeAt(node, path);
  return isSeq(found) ? found : undefined;
}

/** The scalar at a path as text, or undefined. Numbers and booleans are given as they are written. */
export function textAt(node: unknown, path: readonly (string | number)[]): string | undefined {
  const found = nodeAt(node, path);
  if (!isScalar(found) || found.value === null) return undefined;
  return typeof found.value === 'string' ? found.value : (found.source ?? String(found.value));
}

function notYaml(file: SourceFile, offset: number, message: string): Error {
  return refusal({
    code: 'yaml-syntax',
    file: file.path,
    ...positionAt(file.text, offset),
    reason: `this is not valid YAML: ${message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'unreadable'}`,
    hint: 'Mend the file, or exclude it, and run the migration again.',
  });
}
