import { cpSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyFolder } from './tree.ts';

/** The project itself, with a slash at the end. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
const NOT_COPIED = new Set(['node_modules', '.git', '.cache', 'coverage']);

/** A copy of this project, to try changes on: the caller removes it. Packages are shared. */
export function copyOfProject(): string {
  const copy = emptyFolder();
  cpSync(projectRoot, copy, { recursive: true, filter: (source) => !NOT_COPIED.has(basename(source)) });
  symlinkSync(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}
