import { closeSync, lstatSync, openSync, readdirSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { ensureFolder, inFolder } from './folder.ts';

/** Where lock, journal and the last undo live: at the root, with git or without (design §6.15). */
export const STATE_FOLDER = '.diag-codemod';

/** Makes the folder with a `.gitignore` that ignores all of it. */
export function ensureStateFolder(root: string): void {
  ensureFolder(root, '', STATE_FOLDER);
  inFolder(root, STATE_FOLDER, (folder) => {
    const path = `${folder.path}/.gitignore`;
    // A run that died may have left it empty: then it would ignore nothing.
    const empty = lstatSync(path, { throwIfNoEntry: false })?.size === 0;
    if (empty) rmSync(path, { force: true });
    try {
      const descriptor = openSync(path, 'wx', 0o644);
      writeSync(descriptor, '*\n');
      closeSync(descriptor);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  });
}

/** Removes the folder when nothing but its `.gitignore` is left. */
export function removeEmptyStateFolder(root: string): void {
  try {
    const empty = inFolder(root, STATE_FOLDER, (folder) => {
      const others = readdirSync(folder.path).filter((name) => name !== '.gitignore');
      if (others.length === 0) rmSync(`${folder.path}/.gitignore`, { force: true });
      return others.length === 0;
    });
    if (empty) inFolder(root, '', (folder) => rmdirSync(`${folder.path}/${STATE_FOLDER}`));
  } catch {
    // Another run is making use of it at this moment: then it stays, and that run leaves it tidy.
  }
}
