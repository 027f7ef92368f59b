import { type Dirent, readdirSync } from 'node:fs';
import { asIoProblem } from './io-problem.ts';
import { ProblemError, refusal } from './problem.ts';

/** Folders that are no part of a repository, wherever they lie. */
const LEFT_OUT = new Set(['.git', 'node_modules', '.diag-codemod']);

/** More files than any real repository has; a tree that goes on is refused rather than walked for minutes. */
const MAX_FILES = 500_000;

/**
 * Paths of all regular files below `root`, POSIX and relative, sorted by UTF-16 order.
 *
 * Links are never followed, and FIFOs, sockets and devices are left out (security.md §7): what `readdir`
 * says of an entry is trusted for listing only, `readText` looks again when it opens the file.
 * Throws a refusal for a folder that may not be listed, or for too many files, and an `io` problem when the disk fails.
 */
export function walk(root: string): string[] {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(root, folder)) sortEntry(entry, folder, files, folders);
    if (files.length > MAX_FILES) throw tooManyFiles();
  }
  return files.sort();
}

function sortEntry(entry: Dirent, folder: string, files: string[], folders: string[]): void {
  const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
  if (entry.isFile() && !isUnreadableName(entry.name) && entry.name !== '.git') files.push(path);
  else if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) folders.push(path);
}

/** A name with invalid UTF-8 arrives with U+FFFD in it and cannot be opened by that text. */
function isUnreadableName(name: string): boolean {
  return name.includes('\uFFFD');
}

function entriesOf(root: string, folder: string): Dirent[] {
  try {
    return readdirSync(folder === '' ? root : `${root}/${folder}`, { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (folder !== '' && (code === 'ENOENT' || code === 'ENOTDIR')) return [];
    const shown = folder === '' ? '.' : folder;
    throw code === 'EACCES' || code === 'EPERM' ? cannotList(shown) : asIoProblem(error, shown);
  }
}

function cannotList(folder: string): ProblemError {
  return refusal({
    code: 'unreadable-folder',
    file: folder,
    reason: 'this folder cannot be listed: its rights do not allow it',
    hint: 'Make it readable for the user who runs the migration, or move it out of the repository.',
  });
}

function tooManyFiles(): ProblemError {
  return new ProblemError('refused', {
    code: 'too-many-files',
    reason: `the directory holds more than ${MAX_FILES} files`,
    hint: 'Give the directory of one repository.',
  });
}
