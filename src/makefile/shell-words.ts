import type { TextRange } from './generator-call.ts';

/** One word of a shell command as it is written, quotes and variables included. */
export interface ShellWord extends TextRange {
  readonly raw: string;
}

/** The words between two separators (`;`, `&&`, `||`, `|`, parentheses). */
export type SimpleCommand = readonly ShellWord[];

/**
 * Splits a logical line into simple commands. Line breaks inside the range are white space, because a caller passes
 * a range that spans them only where the line is continued.
 *
 * @param range UTF-16 units of `text`.
 */
export function splitCommands(text: string, range: TextRange): SimpleCommand[] {
  const commands: ShellWord[][] = [[]];
  let at = range.start;
  while (at < range.end) {
    const character = text[at] ?? '';
    if (/\s/.test(character) || isContinuation(text, at)) at++;
    else if (character === '#') break;
    else if (';&|()'.includes(character)) {
      commands.push([]);
      at++;
    } else {
      const end = endOfWord(text, at, range.end);
      commands.at(-1)?.push({ start: at, end, raw: text.slice(at, end) });
      at = end;
    }
  }
  return commands.filter((words) => words.length > 0);
}

/** The value of a word: quotes and escapes are taken off, variables stay as they are written. */
export function unquote(raw: string): string {
  if (!/["'\\]/.test(raw)) return raw;
  let value = '';
  let quote = '';
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at] ?? '';
    const expansion = quote === "'" ? at : endOfExpansion(raw, at, raw.length);
    if (expansion > at) {
      value += raw.slice(at, expansion);
      at = expansion - 1;
    } else if (quote ? character === quote : character === '"' || character === "'") {
      quote = quote ? '' : character;
    } else if (character === '\\' && quote !== "'" && at + 1 < raw.length) {
      value += raw[++at];
    } else value += character;
  }
  return value;
}

function endOfWord(text: string, start: number, limit: number): number {
  let quote = '';
  let at = start;
  while (at < limit) {
    const character = text[at] ?? '';
    const expansion = quote === "'" ? at : endOfExpansion(text, at, limit);
    if (expansion > at) at = expansion;
    else if (quote) {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = '';
      at++;
    } else if (/[\s;&|()]/.test(character) || isContinuation(text, at)) break;
    else {
      if (character === '"' || character === "'") quote = character;
      if (character === '\\') at++;
      at++;
    }
  }
  return Math.min(at, limit);
}

/** The end of `$(…)`, `${…}`, `{{…}}` or a backtick command that starts here; `at` itself where none does. */
function endOfExpansion(text: string, at: number, limit: number): number {
  if (text.startsWith('{{', at)) return endAfter(text, '}}', at, limit);
  if (text[at] === '`') return endAfter(text, '`', at + 1, limit);
  if (text[at] !== '$') return at;
  const open = text[at + 1] === '$' ? at + 2 : at + 1;
  const close = text[open] === '(' ? ')' : text[open] === '{' ? '}' : '';
  return close ? endOfNesting(text, open, close, limit) : at;
}

function endOfNesting(text: string, open: number, close: string, limit: number): number {
  let depth = 0;
  for (let at = open; at < limit; at++) {
    if (text[at] === text[open]) depth++;
    else if (text[at] === close && --depth === 0) return at + 1;
  }
  return limit;
}

function endAfter(text: string, mark: string, from: number, limit: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? limit : Math.min(found + mark.length, limit);
}

function isContinuation(text: string, at: number): boolean {
  return text[at] === '\\' && (text[at + 1] === '\n' || text.startsWith('\r\n', at + 1));
}
