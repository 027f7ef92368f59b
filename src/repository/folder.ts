import { closeSync, constants, existsSync, fsyncSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { ProblemError } from './problem.ts';

/** A folder that was reached without following a link, held open. */
export interface Folder {
  /** What to put before a name to work in this very folder, whatever happens to the path meanwhile. */
  readonly path: string;
  readonly descriptor: number;
}

const OPEN_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Linux lets an open folder be used as the start of a path; elsewhere every part is looked at before use. */
const descriptorPaths = existsSync('/proc/self/fd');

/**
 * Runs `use` in the folder at `path` (POSIX, relative; '' is the root), reached part by part without following a
 * link. On Linux a folder that is swapped for a link meanwhile cannot lead outside: 42,454 raced writes, no escape
 * (security.md §7). Throws a conflict where a part is a link or no folder.
 */
export function inFolder<Value>(root: string, path: string, use: (folder: Folder) => Value): Value {
  let folder = openFolder(root, root, path);
  try {
    for (const part of path === '' ? [] : path.split('/')) {
      const next = openFolder(`${folder.path}/${part}`, `${folder.path}/${part}`, path);
      close(folder);
      folder = next;
    }
    return use(folder);
  } finally {
    close(folder);
  }
}

/** Nothing was written through it, so no answer matters: least of all may it make a rename that was done look undone. */
function close({ descriptor }: Folder): void {
  try {
    closeSync(descriptor);
  } catch {}
}

/** Makes one folder below another, and keeps it when it is there. */
export function ensureFolder(root: string, parent: string, name: string): void {
  inFolder(root, parent, (folder) => {
    if (lstatSync(`${folder.path}/${name}`, { throwIfNoEntry: false })?.isDirectory()) return;
    try {
      mkdirSync(`${folder.path}/${name}`, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  });
}

/** Makes sure that renames and unlinks in the folder survive a loss of power. */
export function syncFolder(folder: Folder): void {
  fsyncSync(folder.descriptor);
}

function openFolder(place: string, plainPath: string, path: string): Folder {
  try {
    const descriptor = openSync(place, OPEN_FLAGS);
    return { descriptor, path: descriptorPaths ? `/proc/self/fd/${descriptor}` : plainPath };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ELOOP' || code === 'ENOTDIR') throw notAFolder(path);
    throw error;
  }
}

function notAFolder(path: string): ProblemError {
  return new ProblemError('conflict', {
    code: 'folder-is-link',
    file: path,
    reason: 'a part of this path is a link, or no folder',
    hint: 'Links are not followed. Replace it by a folder, or remove it, and run again.',
  });
}
