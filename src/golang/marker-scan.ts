/** A comment or declaration of a Go text: offsets in UTF-16 units, lines from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** What a text holds outside strings: its declarations and the comments between them, both in order. */
export interface Outline {
  readonly comments: readonly Span[];
  readonly declarations: readonly Span[];
}

/** Keywords after which a line break ends nothing (The Go Programming Language Specification, "Semicolons"). */
const OPENING = new Set([
  'func',
  'type',
  'var',
  'const',
  'import',
  'package',
  'struct',
  'interface',
  'map',
  'chan',
]);

interface Scanner {
  readonly text: string;
  readonly limit: number;
  at: number;
  line: number;
  depth: number;
  /** A line break here would end the declaration. */
  complete: boolean;
  open: { start: number; firstLine: number } | undefined;
  tokenEnd: number;
  tokenLine: number;
  readonly comments: Span[];
  readonly declarations: Span[];
}

/**
 * Finds declarations and the comments outside them, by tokens alone. It needs no grammar, so that a function body in
 * newer Go than a parser knows hides no marker.
 *
 * @param range UTF-16 units; the inside of `type ( … )` gives its type specifications.
 */
export function outline(text: string, range = { start: 0, end: text.length }): Outline {
  const scanner = newScanner(text, range);
  while (scanner.at < scanner.limit) scanToken(scanner);
  close(scanner);
  return { comments: scanner.comments, declarations: scanner.declarations };
}

function newScanner(text: string, range: { start: number; end: number }): Scanner {
  const line = text.slice(0, range.start).split('\n').length - 1;
  const places = { at: range.start, line, tokenEnd: range.start, tokenLine: line };
  const state = { depth: 0, complete: false, open: undefined };
  return { text, limit: range.end, ...places, ...state, comments: [], declarations: [] };
}

function scanToken(scanner: Scanner): void {
  const { text, at } = scanner;
  const character = text[at] ?? '';
  if (character === '\n') {
    endLine(scanner);
    scanner.at++;
  } else if (/\s/.test(character) || character === '\ufeff') scanner.at++;
  else if (text.startsWith('//', at) || text.startsWith('/*', at)) scanComment(scanner);
  else if (character === ';' && scanner.depth === 0) {
    close(scanner);
    scanner.at++;
  } else scanCode(scanner, character);
}

const WORD = /[\p{L}\p{N}_]+/uy;

/** Inside of brackets only these tell where a declaration ends: most of a file is skipped by it. */
const PLAIN = /[^\n()[\]{}"'`/]+/y;

function scanCode(scanner: Scanner, character: string): void {
  const pattern = scanner.depth > 0 ? PLAIN : WORD;
  pattern.lastIndex = scanner.at;
  const found = pattern.exec(scanner.text)?.[0];
  scanner.open ??= { start: scanner.at, firstLine: scanner.line };
  if ('([{'.includes(character)) scanner.depth++;
  if (')]}'.includes(character)) scanner.depth = Math.max(0, scanner.depth - 1);
  if ('"\'`'.includes(character)) {
    skipTo(scanner, endOfLiteral(scanner.text, scanner.at, character));
    scanner.complete = true;
  } else {
    scanner.at += found?.length ?? 1;
    scanner.complete = found ? !OPENING.has(found) : ')]}'.includes(character);
  }
  scanner.tokenEnd = scanner.at;
  scanner.tokenLine = scanner.line;
}

function scanComment(scanner: Scanner): void {
  const { text, at, line } = scanner;
  const isLine = text[at + 1] === '/';
  const found = isLine ? text.indexOf('\n', at) : text.indexOf('*/', at + 2) + 2;
  const end = found < at + 2 && !(isLine && found >= at) ? scanner.limit : Math.min(found, scanner.limit);
  if (scanner.depth === 0 && scanner.complete && (isLine || text.slice(at, end).includes('\n')))
    close(scanner);
  skipTo(scanner, end);
  if (!scanner.open) scanner.comments.push({ start: at, end, firstLine: line, lastLine: scanner.line });
}

function endLine(scanner: Scanner): void {
  scanner.line++;
  if (scanner.depth === 0 && scanner.complete) close(scanner);
}

function close(scanner: Scanner): void {
  if (scanner.open) {
    scanner.declarations.push({ ...scanner.open, end: scanner.tokenEnd, lastLine: scanner.tokenLine });
  }
  scanner.open = undefined;
  scanner.complete = false;
}

function skipTo(scanner: Scanner, end: number): void {
  for (let at = scanner.at; at < end; at++) if (scanner.text[at] === '\n') scanner.line++;
  scanner.at = Math.max(end, scanner.at + 1);
}

function endOfLiteral(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quote !== '`') at++;
    else if (character === quote) return at + 1;
    else if (character === '\n' && quote !== '`') return at;
  }
  return text.length;
}
