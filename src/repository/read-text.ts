import { isUtf8 } from 'node:buffer';
import { closeSync, constants, lstatSync, openSync, readFileSync, readSync, type Stats } from 'node:fs';
import { asIoProblem } from './io-problem.ts';
import { refusal } from './problem.ts';
import { type Position, positionAt } from './source-file.ts';

/** Code of the refusal that must not be ignored, even for a file that is only looked at. */
export const FORBIDDEN_FILE = 'forbidden-file';

const MIB = 1024 * 1024;

/** Sizes beyond which a file is refused: the largest real ones are 1.2 and 3.0 MiB (security.md §4, §5). */
const MAX_YAML_BYTES = 4 * MIB;
const MAX_OTHER_BYTES = 2 * MIB;

/**
 * A link or FIFO swapped in after the walk is neither followed nor waited for.
 * Node passes a number on to open(2); its types only know the string forms.
 */
const OPEN_FLAGS = (constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK) as unknown as string;

/** A file as it was found. */
export interface FoundText {
  /** Lenient: invalid UTF-8 has become U+FFFD. Good for searching; {@link checkText} tells whether it is exact. */
  readonly text: string;
  /** Permission bits, `mode & 0o7777`. */
  readonly mode: number;
  /** Differs as soon as the file is written, replaced or its mode is changed. */
  readonly identity: string;
}

/**
 * Reads one regular file; undefined where there is none (any more).
 * One `readFileSync` with an encoding costs half of open, fstat, read and close on a tree of thousands of files.
 * Throws a refusal when the file is too large, no regular file, or its rights do not allow it, and an `io` problem when
 * the disk fails.
 */
export function readText(root: string, path: string): FoundText | undefined {
  const full = `${root}/${path}`;
  try {
    const stats = lstatSync(full);
    if (!stats.isFile()) throw unreadable(path, 'it is no regular file');
    if (stats.size > sizeLimit(path)) throw tooLarge(path, stats.size);
    const text = readFileSync(full, { encoding: 'utf8', flag: OPEN_FLAGS });
    return { text, mode: stats.mode & 0o7777, identity: identityOf(stats) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') throw unreadable(path, 'it is a link');
    if (code === 'EACCES' || code === 'EPERM') throw forbidden(path);
    throw asIoProblem(error, path);
  }
}

/** Enough to see what a file is about: imports and the first documents stand there. */
const HEAD_BYTES = 256 * 1024;

/**
 * The beginning of a file that is too large to be read, so that it is found and refused where it matters.
 * Undefined for every other file.
 */
export function headOfLarge(root: string, path: string): string | undefined {
  const full = `${root}/${path}`;
  const stats = lstatSync(full, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size <= sizeLimit(path)) return undefined;
  const descriptor = openSync(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    return bytes.toString('utf8', 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Throws a refusal for a text that would not give the same bytes again (a lenient decoder silently rewrites
 * invalid UTF-8, security.md §5), for NUL, and for lines that end in CR alone (they misparse as YAML, §4).
 */
export function checkText(root: string, path: string, text: string): void {
  if (text.includes('\uFFFD')) {
    const bytes = readFileSync(`${root}/${path}`, { flag: OPEN_FLAGS });
    if (!isUtf8(bytes)) {
      const place = positionAt(text, firstDifference(text, bytes));
      throw refused(path, 'not-utf8', 'this file is not valid UTF-8', 'Convert it to UTF-8.', place);
    }
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    const hint = 'Remove it, or move the file away.';
    throw refused(path, 'nul-byte', 'this file holds a NUL byte', hint, positionAt(text, nul));
  }
  const lone = text.indexOf('\r');
  if (lone !== -1 && !text.includes('\n')) {
    const reason = 'the lines of this file end in CR alone';
    throw refused(path, 'carriage-return-lines', reason, 'Convert it to LF.', positionAt(text, lone));
  }
}

/** Where a text that was read leniently stops being what is in the file: an offset in the text. */
function firstDifference(text: string, bytes: Buffer): number {
  for (let at = text.indexOf('\uFFFD'), known = 0, from = 0; at !== -1; at = text.indexOf('\uFFFD', at + 1)) {
    known += Buffer.byteLength(text.slice(from, at));
    from = at;
    if (bytes.toString('latin1', known, known + 3) !== '\u00ef\u00bf\u00bd') return at;
  }
  return 0;
}

/** What tells whether a file is still the one that was read. */
export function identityOf(stats: Stats): string {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mode}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

/** The largest size in bytes that is read, by name. */
export function sizeLimit(path: string): number {
  return /\.ya?ml$/.test(path) ? MAX_YAML_BYTES : MAX_OTHER_BYTES;
}

function unreadable(path: string, why: string): Error {
  const hint = 'Make it a readable regular file, or move it out of the repository.';
  return refused(path, 'unreadable-file', `this file cannot be read: ${why}`, hint);
}

/** Nobody can know what is in it: such a file is never taken for one without interest (see {@link FORBIDDEN_FILE}). */
function forbidden(path: string): Error {
  const hint = 'Make it readable for the user who runs the migration, or move it out of the repository.';
  return refused(path, FORBIDDEN_FILE, 'this file cannot be read: its rights do not allow it', hint);
}

function tooLarge(path: string, size: number): Error {
  const reason = `this file has ${size} bytes; files beyond ${sizeLimit(path)} bytes are not read`;
  return refused(path, 'file-too-large', reason, 'Move it out of the repository if it is generated.');
}

function refused(path: string, code: string, reason: string, hint: string, place?: Position): Error {
  return refusal({ code, file: path, ...place, reason, hint });
}
