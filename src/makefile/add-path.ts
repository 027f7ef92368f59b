import { posix } from 'node:path';
import { lineEndingOf } from '../repository/source-file.ts';
import type { GeneratorCall, PathsOption, TextRange } from './generator-call.ts';

/** An insertion into the file of a call. Offsets are UTF-16 units. */
export interface PathInsertion extends TextRange {
  readonly replacement: string;
}

/**
 * How a call would be told to read one more package, as the first of its paths and in its own style: a `paths=` line
 * before the first one, an item more in `a;b` or `{a, b}`, or a word more on the same line.
 *
 * @param directory folder of the package, relative to the repository. The call's own folder must be known.
 */
export function addPath(text: string, call: GeneratorCall, directory: string): PathInsertion {
  const pattern = patternOf(call.directory ?? '.', directory);
  const first = call.paths[0];
  if (!first) return insertion(call.end, ` paths=./ paths=${pattern}`);
  const written = text.slice(first.start, first.end);
  if (!/^["']?paths=/.test(written)) return insertion(first.start, `paths=${pattern} `);
  return first.form === 'single' ? newOption(text, first, pattern) : newItem(text, first, pattern);
}

/** `./` for the folder the call runs in, `../` above it, `./cmd` below it: as Cluster API spells them. */
function patternOf(from: string, directory: string): string {
  const relative = posix.relative(from, directory);
  if (relative === '') return './';
  if (/(^|\/)\.\.$/.test(relative)) return `${relative}/`;
  return relative.startsWith('../') ? relative : `./${relative}`;
}

function newOption(text: string, first: PathsOption, pattern: string): PathInsertion {
  const item = first.items[0];
  const option = item
    ? text.slice(first.start, item.start) + pattern + text.slice(item.end, first.end)
    : `paths=${pattern}`;
  const lineStart = text.lastIndexOf('\n', first.start - 1) + 1;
  const before = text.slice(lineStart, first.start);
  const ownLine = lineStart > 0 && /^\s*$/.test(before) && /\\\r?\n$/.test(text.slice(0, lineStart));
  return insertion(first.start, ownLine ? `${option} \\${lineEndingOf(text)}${before}` : `${option} `);
}

function newItem(text: string, first: PathsOption, pattern: string): PathInsertion {
  const [one, other] = first.items;
  const start = one?.start ?? first.end;
  const separator =
    one && other && other.start > one.end ? text.slice(one.end, other.start) : defaultOf(first);
  return insertion(start, `${pattern}${separator.replace(/["']/g, '')}`);
}

function defaultOf(first: PathsOption): string {
  return first.form === 'braces' ? ',' : ';';
}

function insertion(at: number, replacement: string): PathInsertion {
  return { start: at, end: at, replacement };
}
