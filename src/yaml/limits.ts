import { CST, Lexer } from 'yaml';
import { refusal } from '../repository/problem.ts';
import { positionAt, type SourceFile } from '../repository/source-file.ts';

/** Of 6,184 real manifests the deepest has 42 levels, and 13 have aliases at all (security.md §4). */
const MAX_DEPTH = 100;
const MAX_ALIASES = 100;

/** Four times as many as the largest real manifest has, its CRDs left out. A million take the library half a minute. */
const MAX_TOKENS = 300_000;

/**
 * Refuses text that would make the YAML library abort the process or run for minutes (security.md §4): deep nesting,
 * in flow or block style, many aliases, or simply too much. The library's own lexer counts, which is iterative, so
 * that brackets in a script or a quoted text count for nothing. Most files are so plain that it need not be asked.
 */
export function checkYamlLimits(file: SourceFile): void {
  if (isPlain(file.text)) return;
  const counted = { tokens: 0, aliases: 0, flow: 0, levels: [] as number[] };
  let offset = 0;
  let lineStart = 0;
  for (const source of new Lexer().lex(file.text)) {
    const type = CST.tokenType(source);
    if (type === 'newline') lineStart = offset + source.length;
    else count(counted, type, offset - lineStart);
    if (isBeyond(counted)) throw beyondLimits(file, offset);
    if (!ZERO_WIDTH.has(type)) offset += source.length;
  }
}

interface Counted {
  tokens: number;
  aliases: number;
  /** Open brackets. */
  flow: number;
  /** The columns at which the open block collections start. */
  levels: number[];
}

/** Marks of the lexer that stand for no character. */
const ZERO_WIDTH: ReadonlySet<CST.TokenType | null> = new Set(['doc-mode', 'flow-error-end', 'scalar']);

function count(counted: Counted, type: CST.TokenType | null, column: number): void {
  counted.tokens++;
  if (type === 'alias') counted.aliases++;
  else if (type === 'flow-map-start' || type === 'flow-seq-start') counted.flow++;
  else if (type === 'flow-map-end' || type === 'flow-seq-end') counted.flow--;
  else if (type === 'flow-error-end') counted.flow = 0;
  else if (type !== 'space' && type !== 'comment' && counted.flow === 0) enterColumn(counted.levels, column);
}

/** What starts at a column ends what started further to the right, and may be a level of its own. */
function enterColumn(levels: number[], column: number): void {
  while (levels.length > 0 && (levels.at(-1) ?? 0) > column) levels.pop();
  if (levels.at(-1) !== column) levels.push(column);
}

function isBeyond({ tokens, aliases, flow, levels }: Counted): boolean {
  return tokens > MAX_TOKENS || aliases > MAX_ALIASES || flow + levels.length > MAX_DEPTH + LINE_SLACK;
}

/** Several tokens of one line, such as a key and its value, stand at columns of their own. */
const LINE_SLACK = 20;

/** One token each, however long: what is left of CRDs. */
export const LINES_OF_COMMENT = /(?<=^#)#+$/gm;

/** A text that cannot be beyond a limit, however it is read. */
function isPlain(text: string): boolean {
  return (
    (text.length < MAX_TOKENS / 2 || text.replace(LINES_OF_COMMENT, '').length < MAX_TOKENS / 2) &&
    !/^[ \t]{50}/m.test(text) &&
    !occursOften(text, /[[{*]/g, MAX_DEPTH) &&
    !(text.match(LONG_LINES) ?? []).some((line) => occursOften(line, INDICATORS(), MAX_DEPTH / 2))
  );
}

/** Those that may hold fifty indicators with a blank behind each. A carriage return alone ends no line. */
const LONG_LINES = /^[^\n]{99,}/gm;

/** What may start a collection within a line, also behind an anchor or a tag: a blank follows, a tab or CR as well. */
const INDICATORS = () => /[-?:](?=\s)/g;

function occursOften(text: string, pattern: RegExp, limit: number): boolean {
  let found = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) if (++found >= limit) return true;
  return false;
}

function beyondLimits(file: SourceFile, offset: number): Error {
  return refusal({
    code: 'yaml-limit',
    file: file.path,
    ...positionAt(file.text, offset),
    reason: 'this YAML is nested more deeply, is longer, or has more aliases than any real manifest',
    hint: 'Check where the file comes from; move it out of the repository if it is not a manifest.',
  });
}
