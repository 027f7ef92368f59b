import { logicalLines } from './logical-lines.ts';
import { unquote } from './shell-words.ts';

/** Variables of a Makefile or script with the text that defines them. */
export type Variables = ReadonlyMap<string, string>;

/** Stands for the repository's folder in values that make or the shell would make absolute. */
export const REPOSITORY_ROOT = '/.repository';

const MAX_DEPTH = 20;
const MAX_LENGTH = 10_000;
const MAX_REFERENCES = 1_000;

/**
 * The plain definitions of a Makefile (`=`, `:=`, `?=`, `+=`). What is defined twice with different values, say in
 * the two branches of an `ifeq`, is left out: which one is in force is not known.
 */
export function makeVariables(text: string): Variables {
  const found = new Map<string, string | undefined>();
  for (const line of logicalLines(text)) {
    const joined = text.slice(line.start, line.end).replace(/(?:(?<!\s)\s+)?\\\r?\n\s*/g, ' ');
    const parts = /^ *(?:export +|override +)*([\w.-]+)\s*(::?:?=|\?=|\+=|=)\s*(.*)$/.exec(joined.trimEnd());
    if (parts) define(found, parts[1] ?? '', parts[2] ?? '', withoutComment(parts[3] ?? ''));
  }
  return onlyKnown(found);
}

/** The plain definitions of a shell script, with the default of `${NAME:-default}` as a value. */
export function shellVariables(text: string): Variables {
  const found = new Map<string, string | undefined>();
  for (const line of text.split(/\r?\n/)) {
    const parts = /^\s*(?:export\s+|readonly\s+|local\s+)?(\w+)=("[^"]*"|'[^']*'|[^\s;]*)\s*(?:;.*)?$/.exec(
      line,
    );
    if (parts) define(found, parts[1] ?? '', '=', unquote(parts[2] ?? ''));
  }
  return onlyKnown(found);
}

/** The `vars:` of a Taskfile, read as text. */
export function taskVariables(text: string): Variables {
  const found = new Map<string, string | undefined>();
  for (const line of text.split(/\r?\n/)) {
    const parts = /^\s+(\w+):\s+(\S.*)$/.exec(line.trimEnd());
    if (parts) define(found, parts[1] ?? '', '=', unquote(parts[2] ?? ''));
  }
  return onlyKnown(found);
}

/**
 * Replaces `$(X)`, `${X}`, `$X` and `{{.X}}` by their values, and the few functions that name the repository's own
 * folder. What is not known stays as it is written: see {@link isExpanded}.
 *
 * @param directory folder that the text is evaluated in, relative to the repository: what `$(CURDIR)` stands for.
 */
export function expand(value: string, variables: Variables, directory: string): string {
  return expandWithin(value, variables, directory, { depth: 0, left: { references: MAX_REFERENCES } });
}

/** What an expansion may still cost: variables that double each other would grow without end. */
interface Budget {
  readonly depth: number;
  readonly left: { references: number };
}

function expandWithin(value: string, variables: Variables, directory: string, budget: Budget): string {
  if (budget.depth > MAX_DEPTH || value.length > MAX_LENGTH || !/\$|\{\{/.test(value)) return value;
  if (budget.left.references-- <= 0) return value;
  const deeper = { ...budget, depth: budget.depth + 1 };
  const again = (text: string) => expandWithin(text, variables, directory, deeper);
  return replaceReferences(value, (reference, name) => {
    const own = definedValue(name, variables, directory);
    if (own !== undefined) return again(own);
    const call = /^(abspath|realpath|strip)\s+(.*)$/s.exec(name);
    if (!call) return name.includes(' ') ? reference.replace(name, () => again(name)) : reference;
    return call[1] === 'strip' ? again(call[2] ?? '').trim() : absolute(again(call[2] ?? ''), directory);
  });
}

/** Whether nothing is left to expand; make's automatic variables (`$@`, `$<`) are another rule's in each recipe. */
export function isExpanded(value: string): boolean {
  return !/\$[({\w$@<^*?+%]|\{\{|`/.test(value);
}

function definedValue(name: string, variables: Variables, directory: string): string | undefined {
  const own = variables.get(name);
  if (own !== undefined) return own;
  const fallback = /^(\w+):?[-=](.*)$/s.exec(name);
  if (fallback) return variables.get(fallback[1] ?? '') ?? fallback[2];
  if (name === 'CURDIR' || name === 'PWD' || name === 'shell pwd' || name === 'pwd') {
    return absolute('.', directory);
  }
  if (/^(?:shell )?git rev-parse --show-toplevel$/.test(name)) return REPOSITORY_ROOT;
  if (/^(?:patsubst %\/,%,)?\$?\(?(?:dir|shell dirname) .*MAKEFILE_LIST/.test(name)) {
    return absolute('.', directory);
  }
  return undefined;
}

function absolute(path: string, directory: string): string {
  if (path.startsWith('/') || !isExpanded(path)) return path;
  return `${REPOSITORY_ROOT}/${directory}/${path}`;
}

/** Calls back for the outermost references: the name is what stands between the parentheses. */
function replaceReferences(value: string, replace: (reference: string, name: string) => string): string {
  let result = '';
  let done = 0;
  const start = /\$|\{\{/g;
  for (let found = start.exec(value); found; found = start.exec(value)) {
    const reference = referenceAt(value, found.index);
    start.lastIndex = found.index + (reference?.text.length ?? 1);
    if (!reference) continue;
    result += value.slice(done, found.index) + replace(reference.text, reference.name);
    done = start.lastIndex;
  }
  return result + value.slice(done);
}

function referenceAt(value: string, at: number): { text: string; name: string } | undefined {
  if (value[at] !== '$') {
    const task = /^\{\{\s*\.(\w+)\s*\}\}/.exec(value.slice(at, at + 200));
    return task ? { text: task[0], name: task[1] ?? '' } : undefined;
  }
  const open = value[at + 1] === '$' ? at + 2 : at + 1;
  const close = value[open] === '(' ? ')' : value[open] === '{' ? '}' : '';
  if (!close) {
    const word = /^\w+/.exec(value.slice(open))?.[0];
    return word ? { text: value.slice(at, open + word.length), name: word } : undefined;
  }
  let depth = 0;
  for (let end = open; end < value.length; end++) {
    if (value[end] === value[open]) depth++;
    else if (value[end] === close && --depth === 0) {
      return { text: value.slice(at, end + 1), name: value.slice(open + 1, end).trim() };
    }
  }
  return undefined;
}

function define(found: Map<string, string | undefined>, name: string, operator: string, value: string): void {
  const before = found.get(name);
  if (operator === '+=') found.set(name, before === undefined ? value : `${before} ${value}`);
  else if (operator === '?=' && found.has(name)) return;
  else found.set(name, found.has(name) && before !== value ? undefined : value);
}

function onlyKnown(found: ReadonlyMap<string, string | undefined>): Variables {
  return new Map([...found].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function withoutComment(value: string): string {
  return value.replace(/(^|\s)#.*$/, '').trim();
}
