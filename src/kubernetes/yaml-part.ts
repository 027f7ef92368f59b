import { isScalar, type Node, visit } from 'yaml';
import type { SourceFile } from '../repository/source-file.ts';
import { tryParseYaml, withRepeatedKeys, type YamlFile } from './yaml-file.ts';

/** A part of a file, in UTF-16 units of its text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Parses one part of a file, e.g. one document of a long rendered manifest, or the text of an inline patch.
 * The ranges of its nodes are those of the whole file, so that they can be spliced. Undefined where it is no YAML.
 *
 * Rendered manifests hold megabytes of CRDs beside one Deployment: parsing them whole takes 50 times longer.
 */
export function parseYamlPart(file: SourceFile, part: TextRange): YamlFile | undefined {
  return parsePart(file, part, file.text.slice(part.start, part.end));
}

/** The same where the text to parse differs from the text of the file in characters, not in length (templates). */
export function parsePart(file: SourceFile, part: TextRange, text: string): YamlFile | undefined {
  const source = { ...file, text };
  const isReadableTemplate = text !== file.text.slice(part.start, part.end);
  const parsed = tryParseYaml(isReadableTemplate ? withRepeatedKeys(source) : source);
  if (!parsed) return undefined;
  for (const document of parsed.documents) {
    visit(document, { Node: (_, node) => moveNode(node, part.start) });
  }
  return { ...parsed, text: file.text };
}

function moveNode(node: Node, by: number): void {
  if (node.range) node.range = [node.range[0] + by, node.range[1] + by, node.range[2] + by];
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
  if (scalar.type === 'BLOCK_LITERAL') return parseYamlPart(file, blockBody(file.text, { start, end }));
  if (scalar.type === 'PLAIN') return parseYamlPart(file, { start, end });
  const inner = { start: start + 1, end: end - 1 };
  const unescaped = scalar.value === file.text.slice(inner.start, inner.end);
  return scalar.type?.startsWith('QUOTE') && unescaped ? parseYamlPart(file, inner) : undefined;
}

/** Behind the header line `|-`, with the indentation: an indented block is YAML as it stands. */
function blockBody(text: string, range: TextRange): TextRange {
  const newline = text.indexOf('\n', range.start);
  return { start: newline === -1 ? range.end : newline + 1, end: range.end };
}
