import { isScalar } from 'yaml';
import { oncePerFile } from '../repository/once-per-file.ts';
import type { SourceFile } from '../repository/source-file.ts';
import { LINES_OF_COMMENT } from '../yaml/limits.ts';
import { withoutUnread } from './unread-parts.ts';
import { parseText, tryParseYaml, type YamlFile } from './yaml-file.ts';

/** A part of a file, in UTF-16 units of its text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Parses one part of a file, e.g. one document of a long rendered manifest. The ranges of its nodes are those of the whole
 * file, so that they can be spliced. Undefined where it is no YAML.
 *
 * A short file is parsed whole, once for all who read it; of a long one only the parts that somebody reads.
 */
export function parseYamlPart(file: SourceFile, part: TextRange): YamlFile | undefined {
  const { whole } = readWhole(file);
  if (!whole) return parsePart(file, part, file.text.slice(part.start, part.end));
  const documents = whole.documents.filter(({ contents }) => startsIn(part, contents?.range[0] ?? -1));
  return documents.length === whole.documents.length ? whole : { ...whole, documents };
}

const readWhole = oncePerFile((file: SourceFile) => ({
  whole: !file.text.includes('{{') && isShort(file) ? tryParseYaml(file) : undefined,
}));

/** Whether a file is parsed whole by whoever reads it. What is not read does not count. */
export function isShort({ text }: SourceFile): boolean {
  return text.length < SHORT || withoutUnread(text).replace(LINES_OF_COMMENT, '').length < SHORT;
}

/** In UTF-16 units. */
const SHORT = 32_768;

function startsIn({ start, end }: TextRange, offset: number): boolean {
  return start <= offset && offset < end;
}

/** The same where the text to parse differs from the text of the file in characters, not in length (templates). */
export function parsePart(file: SourceFile, part: TextRange, text: string): YamlFile | undefined {
  const parts = known.get(file) ?? new Map<string, YamlFile | undefined>();
  known.set(file, parts);
  const key = `${part.start} ${text}`;
  if (!parts.has(key)) parts.set(key, tryParsePart(file, part, text));
  return parts.get(key);
}

/** A file that was read is the same value at every reading; several readers look for other kinds in the same parts of it. */
const known = new WeakMap<SourceFile, Map<string, YamlFile | undefined>>();

function tryParsePart(file: SourceFile, { start, end }: TextRange, text: string): YamlFile | undefined {
  const template = text.includes('{{') || text !== file.text.slice(start, end);
  try {
    return { ...file, documents: parseText(file, text, { start, template }) };
  } catch {
    return undefined;
  }
}

/** The documents of a file as text: from behind one `---` line to the next (one with content behind it stays inside its part). Those inside block scalars are indented. */
export function documentParts(text: string): TextRange[] {
  const parts: TextRange[] = [];
  let start = 0;
  for (const marker of text.matchAll(/^---[ \t]*(?:#.*)?(?:\r?\n|$)/gm)) {
    parts.push({ start, end: marker.index });
    start = marker.index + marker[0].length;
  }
  parts.push({ start, end: text.length });
  return parts;
}

/**
 * The YAML inside a scalar: an inline patch as block scalar or plain text. Positions are those of the file.
 * Undefined for quoted text with escapes, where positions differ, and for folded text.
 */
export function parseEmbedded(file: SourceFile, scalar: unknown): YamlFile | undefined {
  if (!isScalar(scalar) || !scalar.range) return undefined;
  const [start, end] = scalar.range;
  if (scalar.type === 'BLOCK_LITERAL') return parseInside(file, blockBody(file.text, { start, end }));
  if (scalar.type === 'PLAIN') return parseInside(file, { start, end });
  const inner = { start: start + 1, end: end - 1 };
  const unescaped = scalar.value === file.text.slice(inner.start, inner.end);
  return scalar.type?.startsWith('QUOTE') && unescaped ? parseInside(file, inner) : undefined;
}

function parseInside(file: SourceFile, part: TextRange): YamlFile | undefined {
  return parsePart(file, part, file.text.slice(part.start, part.end));
}

/** Behind the header line `|-`, with the indentation: an indented block is YAML as it stands. */
function blockBody(text: string, range: TextRange): TextRange {
  const newline = text.indexOf('\n', range.start);
  return { start: newline === -1 ? range.end : newline + 1, end: range.end };
}
