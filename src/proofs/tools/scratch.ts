import {
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeOwnedFolder } from '../../repository/owned-folder.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { removedAfterwards } from './temporary-folder.ts';

/** A folder of our own that goes again, whatever happens. */
export interface Scratch {
  readonly root: string;
  /** The copy of the repository. */
  readonly tree: string;
  /** A home for the programs that run there. */
  readonly home: string;
}

/** Makes a scratch folder, runs `use`, and removes it: also when `use` throws or the process exits. One that a killed run left goes, too. */
export async function withScratch<Value>(
  purpose: string,
  use: (scratch: Scratch) => Promise<Value>,
): Promise<Value> {
  const root = makeOwnedFolder(tmpdir(), `diag-codemod-${purpose}-`);
  return removedAfterwards(root, () => {
    const scratch = { root, tree: join(root, 'tree'), home: join(root, 'home') };
    mkdirSync(scratch.tree);
    mkdirSync(scratch.home);
    return use(scratch);
  });
}

/** Copies the files that pass `filter` into `tree`; `changed` files get the text they have there. */
export function copyTree(
  repository: Repository,
  changed: ReadonlyMap<string, SourceFile | undefined>,
  tree: string,
  filter: (path: string) => boolean,
): void {
  for (const path of new Set([...repository.paths, ...changed.keys()])) {
    if (!filter(path)) continue;
    const target = join(tree, path);
    const file = changed.get(path);
    if (changed.has(path) && !file) continue;
    mkdirSync(dirname(target), { recursive: true });
    if (file) writeFileSync(target, file.text);
    else copyFileSync(join(repository.root, path), target, constants.COPYFILE_FICLONE);
  }
}

/** Paths of the regular files below `folder`, relative to `tree`, POSIX. */
export function filesBelow(tree: string, folder: string): string[] {
  const found: string[] = [];
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entry of readdirIfThere(join(tree, next))) {
      const path = next === '.' ? entry.name : `${next}/${entry.name}`;
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile()) found.push(path);
    }
  }
  return found;
}

/** The bytes of a regular file, or undefined. */
export function bytesOf(root: string, path: string): Buffer | undefined {
  const target = join(root, path);
  return lstatSync(target, { throwIfNoEntry: false })?.isFile() ? readFileSync(target) : undefined;
}

function readdirIfThere(folder: string) {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(folder, { withFileTypes: true })
    : [];
}
