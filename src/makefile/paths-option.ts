import type { GeneratorPath, PathsOption } from './generator-call.ts';
import { type ShellWord, unquote } from './shell-words.ts';
import { expand, isExpanded, type Variables } from './variables.ts';

/** Where the values of variables come from. */
export interface Surroundings {
  readonly variables: Variables;
  /** Folder that variables like `$(CURDIR)` stand for, relative to the repository. */
  readonly directory: string;
}

interface RawItem {
  readonly raw: string;
  readonly start: number;
}

/**
 * Reads a `paths=` word with the place of each item. The grammar is that of a marker list (facts D3): `{a, b}`, or
 * `a;b`. A variable may hold several items: they share its place.
 */
export function readPathsOption(word: ShellWord, where: Surroundings): PathsOption | undefined {
  const prefix = /^["']?paths=/.exec(word.raw)?.[0];
  if (prefix === undefined) return undefined;
  const inner = withoutQuotes({ raw: word.raw.slice(prefix.length), start: word.start + prefix.length });
  const braces = /^\s*\{.*\}\s*$/s.test(inner.raw) && !/^\s*\{\{/.test(inner.raw);
  const list = braces ? withoutBraces(inner) : inner;
  const raw = splitItems(list, braces ? ',' : ';');
  const form = braces ? 'braces' : raw.length > 1 ? 'semicolons' : 'single';
  return { start: word.start, end: word.end, form, items: raw.flatMap((item) => readItem(item, where)) };
}

/** The patterns of a value that holds a whole option, e.g. from a variable: `./a;./b`, `{./a, ./b}`, `./a`. */
export function splitPatterns(value: string): string[] {
  const braces = /^\s*\{(.*)\}\s*$/s.exec(value);
  return (braces ? (braces[1] ?? '').split(',') : value.split(';'))
    .map((item) => unquote(item.trim()))
    .filter((item) => item !== '');
}

function readItem(item: RawItem, where: Surroundings): GeneratorPath[] {
  const range = { start: item.start, end: item.start + item.raw.length };
  const value = expand(unquote(item.raw), where.variables, where.directory);
  return splitPatterns(value).map((pattern) => ({ ...range, pattern, resolved: isExpanded(pattern) }));
}

function withoutQuotes(item: RawItem): RawItem {
  const quoted = /^(["'])(.*)\1$/s.exec(item.raw);
  if (quoted) return { raw: quoted[2] ?? '', start: item.start + 1 };
  return { raw: item.raw.replace(/["']$/, ''), start: item.start };
}

function withoutBraces(item: RawItem): RawItem {
  const open = item.raw.indexOf('{') + 1;
  return { raw: item.raw.slice(open, item.raw.lastIndexOf('}')), start: item.start + open };
}

/** Items without the white space around them. A separator inside `$(…)` or quotes does not count. */
function splitItems(list: RawItem, separator: ',' | ';'): RawItem[] {
  const items: RawItem[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= list.raw.length; at++) {
    const character = list.raw[at] ?? separator;
    if (character === '(' || character === '{') depth++;
    else if (character === ')' || character === '}') depth--;
    else if (character === separator && (depth === 0 || at === list.raw.length)) {
      const piece = list.raw.slice(from, at).replace(/\\$/, '');
      const trimmed = piece.trim();
      if (trimmed) items.push({ raw: trimmed, start: list.start + from + piece.search(/\S/) });
      from = at + 1;
    }
  }
  return items;
}
