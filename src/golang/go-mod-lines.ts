import { refusal } from '../repository/problem.ts';
import type { SourceFile } from '../repository/source-file.ts';

/** One directive of a go.mod or go.work, on a line of its own or inside `verb ( … )`. */
export interface ModLine {
  /** `require`, `replace`, … */
  readonly verb: string;
  /** What follows the verb, unquoted. */
  readonly words: readonly string[];
  /** The text behind `//`, trimmed; undefined without a comment. */
  readonly comment: string | undefined;
  /** UTF-16 range of the line, without its line ending. */
  readonly start: number;
  readonly end: number;
  /** Number of the block it stands in, from 0; undefined for a line of its own. */
  readonly block: number | undefined;
}

/** A `verb ( … )`: UTF-16 ranges of its first and last line, without line endings. */
export interface ModBlock {
  readonly verb: string;
  readonly opening: { readonly start: number; readonly end: number };
  readonly closing: { readonly start: number; readonly end: number };
}

/** A go.mod or go.work, line by line. */
export interface ModFile {
  readonly lines: readonly ModLine[];
  readonly blocks: readonly ModBlock[];
}

interface RawLine {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
  readonly comment: string | undefined;
}

/** Reads the lines of a go.mod or go.work (go.dev/ref/mod). Throws the refusal `go-mod-syntax` with the line. */
export function readModLines(file: SourceFile): ModFile {
  const lines: ModLine[] = [];
  const blocks: ModBlock[] = [];
  let open: { verb: string; line: RawLine } | undefined;
  for (const line of rawLines(file)) {
    const [verb = '', ...words] = line.words;
    const place = { comment: line.comment, start: line.start, end: line.end };
    if (open && verb === ')') {
      blocks.push({ verb: open.verb, opening: open.line, closing: line });
      open = undefined;
    } else if (open) {
      if (verb !== '') lines.push({ ...place, verb: open.verb, words: line.words, block: blocks.length });
    } else if (words[0] === '(' && words.length === 1) open = { verb, line };
    else if (verb !== '' && !isEmptyBlock(words)) lines.push({ ...place, verb, words, block: undefined });
  }
  if (open) throw brokenGoMod(file, open.line.start, `the block ${open.verb} ( is not closed`);
  return { lines, blocks };
}

/** `require ()` on one line holds nothing. */
function isEmptyBlock(words: readonly string[]): boolean {
  return words.length === 2 && words[0] === '(' && words[1] === ')';
}

/** A go.mod that Go would not take either. `offset` is in UTF-16 units. */
export function brokenGoMod(file: SourceFile, offset: number, reason: string): Error {
  return refusal({
    code: 'go-mod-syntax',
    file: file.path,
    line: file.text.slice(0, offset).split('\n').length,
    column: 1,
    reason,
    hint: 'Run go mod edit -json in its folder, mend what it reports, and run the migration again.',
  });
}

function rawLines(file: SourceFile): RawLine[] {
  const result: RawLine[] = [];
  let start = file.text.startsWith('\uFEFF') ? 1 : 0;
  for (const [index, raw] of file.text.slice(start).split('\n').entries()) {
    const text = raw.replace(/\r$/, '');
    result.push({ number: index + 1, start, end: start + text.length, ...splitLine(text) });
    start += raw.length + 1;
  }
  return result;
}

/** Words are parted by blanks and round brackets; a quoted word may hold both. Square brackets of `retract` stay in their words. */
function splitLine(text: string): { words: string[]; comment: string | undefined } {
  const remark = text.indexOf('//');
  const code = remark === -1 ? text : text.slice(0, remark);
  if (/["`()]/.test(code)) return splitQuotedLine(text);
  const comment = remark === -1 ? undefined : text.slice(remark + 2).trim();
  return { words: code.split(/\s+/).filter((word) => word !== ''), comment };
}

function splitQuotedLine(text: string): { words: string[]; comment: string | undefined } {
  const words: string[] = [];
  const token = /\s+|"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\/\/.*$)|((?:(?!\/\/)[^\s"`()])+|[()])/gy;
  let comment: string | undefined;
  for (const match of text.matchAll(token)) {
    const [, quoted, raw, remark, word] = match;
    if (remark !== undefined) comment = remark.slice(2).trim();
    const found = quoted ?? raw ?? word;
    if (found !== undefined) words.push(found);
  }
  return { words, comment };
}
