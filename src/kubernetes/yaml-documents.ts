import { Composer, type Document, isCollection, isNode, isPair, Parser } from 'yaml';
import type { SourceFile } from '../repository/source-file.ts';
import { checkYamlLimits } from '../yaml/limits.ts';

/** What is asked of a text is asked again of the text that a plan makes of it: most of its documents are the same. */
const known = new Map<string, Composed>();

interface Composed {
  /** Where the text stood, in UTF-16 units of its file. */
  readonly start: number;
  readonly documents: readonly Document.Parsed[];
}

/** A run needs the documents of the files that it edits: they are asked for a second time soon. */
const KEPT = 200;

/**
 * The documents of a text that stands in a file from `start` on: ranges are those of the file. Nobody may change them: where one
 * stands in several texts it is composed once.
 *
 * Throws a refusal for a text that is beyond the limits.
 */
export function composeDocuments(file: SourceFile, start: number): readonly Document.Parsed[] {
  checkYamlLimits(file);
  const { text } = file;
  // A document may end with `...`, and begin with what is said of the whole (%YAML): only the library tells where.
  if (!/^---(?=\s)/m.test(text) || /^(?:%|\.\.\.)/m.test(text)) return compose(text, start);
  const starts = [...text.matchAll(/^---[ \t]*(?:#.*)?\r?$/gm)].map((marker) => marker.index);
  const parts = starts[0] === 0 ? starts : [0, ...starts];
  return parts.flatMap((at, index) =>
    composedBefore(text.slice(at, parts[index + 1] ?? text.length), start + at),
  );
}

function composedBefore(text: string, start: number): readonly Document.Parsed[] {
  const before = known.get(text);
  if (before?.start === start) return before.documents;
  const documents =
    before?.documents.map((document) => moved(document, start - before.start)) ?? compose(text, start);
  known.delete(text);
  // What is wrong with a document is told by its place, which is not moved.
  if (documents.every(({ errors }) => errors.length === 0)) known.set(text, { start, documents });
  for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
  return documents;
}

function compose(text: string, start: number): readonly Document.Parsed[] {
  const parser = new Parser();
  parser.offset = start;
  return [...new Composer(OPTIONS).compose(parser.parse(text))];
}

const OPTIONS = {
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  logLevel: 'silent',
  prettyErrors: false,
} as const;

/** A copy whose ranges are `by` units further. */
function moved(document: Document.Parsed, by: number): Document.Parsed {
  const copy = document.clone() as Document.Parsed;
  move(copy, by);
  moveNodes(copy.contents, by);
  return copy;
}

function moveNodes(node: unknown, by: number): void {
  if (isPair(node)) {
    moveNodes(node.key, by);
    moveNodes(node.value, by);
  } else if (isNode(node)) {
    move(node, by);
    if (isCollection(node)) for (const item of node.items) moveNodes(item, by);
  }
}

function move(holder: { range?: [number, number, number] | null }, by: number): void {
  if (holder.range) holder.range = [holder.range[0] + by, holder.range[1] + by, holder.range[2] + by];
}
