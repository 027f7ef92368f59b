import type { ChangeSet, FileChange } from './change-set.ts';
import { type Hunk, hunksBetween } from './diff-lines.ts';

/** The whole change set as one unified diff in git's format, which `git apply` takes. Empty for no change. */
export function unifiedDiff(changeSet: ChangeSet): string {
  return changeSet.files.map(fileDiff).join('');
}

function fileDiff(file: FileChange): string {
  const header = `diff --git ${quotePath(`a/${file.path}`)} ${quotePath(`b/${file.path}`)}\n${modeLine(file)}`;
  const hunks = hunksBetween(file.before ?? '', file.after ?? '');
  if (hunks.length === 0) return header;
  const from = file.before === undefined ? '/dev/null' : nameLine(`a/${file.path}`);
  const to = file.after === undefined ? '/dev/null' : nameLine(`b/${file.path}`);
  return `${header}--- ${from}\n+++ ${to}\n${hunks.map(hunkText).join('')}`;
}

/** Git knows two modes for files. A modified file keeps its mode, so no line tells it. */
function modeLine(file: FileChange): string {
  const mode = file.mode & 0o100 ? '100755' : '100644';
  if (file.kind === 'create') return `new file mode ${mode}\n`;
  return file.kind === 'delete' ? `deleted file mode ${mode}\n` : '';
}

function hunkText(hunk: Hunk): string {
  const range = `@@ -${place(hunk.oldStart, hunk.oldLines)} +${place(hunk.newStart, hunk.newLines)} @@\n`;
  return range + hunk.lines.map((line) => `${line}\n`).join('');
}

/** An empty side starts one line earlier; a single line needs no count. */
function place(start: number, lines: number): string {
  if (lines === 1) return String(start);
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

/** Git ends a name that holds a space with a tab, so that its end is known. */
function nameLine(path: string): string {
  const quoted = quotePath(path);
  return path.includes(' ') ? `${quoted}\t` : quoted;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** As git quotes paths with `core.quotePath`: C escapes, octal for every byte that is not printable ASCII. */
function quotePath(path: string): string {
  const escaped = [...Buffer.from(path)].map(quoteByte).join('');
  return escaped === path ? path : `"${escaped}"`;
}

function quoteByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (byte >= 0x20 && byte < 0x7f) return ESCAPES[character] ?? character;
  return ESCAPES[character] ?? `\\${byte.toString(8).padStart(3, '0')}`;
}
