import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, run } from './command.ts';

/** Every file of a folder by its path: its bytes, and the mode before a colon, so that a lost execute bit shows. */
export type Tree = ReadonlyMap<string, string>;

/** Folders that are not part of the repository's content. */
const NOT_CONTENT = new Set(['.git', '.diag-codemod']);

/** An empty folder of our own; its path is free of links, so that programs agree on it. */
export function emptyFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'diag-codemod-test-')));
}

/** Reads a folder, or the files of it that `wanted` picks by path and, if it asks, text. */
export function readTree(
  root: string,
  wanted: (path: string, text: () => string) => boolean = () => true,
): Tree {
  return new Map(
    pathsIn(root)
      .filter((path) => wanted(path, () => readFileSync(join(root, path), 'latin1')))
      .map((path) => [path, content(join(root, path))]),
  );
}

/** Every regular file of a folder that is content, sorted. */
export function pathsIn(root: string, folder = ''): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(
    ({ name }) => !NOT_CONTENT.has(name),
  );
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return pathsIn(root, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}

/** Mode and bytes; latin1 keeps every byte a character of its own. */
function content(file: string): string {
  return `${(statSync(file).mode & 0o777).toString(8)}:${readFileSync(file, 'latin1')}`;
}

export function writeTree(tree: Tree): string {
  const root = emptyFolder();
  for (const [path, text] of tree) {
    const file = join(root, path);
    const colon = text.indexOf(':');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.slice(colon + 1), 'latin1');
    chmodSync(file, Number.parseInt(text.slice(0, colon), 8));
  }
  return root;
}

/** The same tree with every line ended by CRLF. */
export function withCrlf(tree: Tree): Tree {
  return new Map([...tree].map(([path, text]) => [path, text.replaceAll(/\r?\n/g, '\r\n')]));
}

/** The tree that a diff in git's format makes of another, as git itself applies it. */
export async function applyDiff(tree: Tree, diff: string): Promise<Tree> {
  if (diff.trim() === '') return tree;
  const root = writeTree(tree);
  const applied = await run('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'], {
    cwd: root,
    env: { GIT_CEILING_DIRECTORIES: dirname(root) },
    input: diff,
  });
  if (applied.code !== 0) throw new Error(`git apply: ${describe(applied)}`);
  return readTree(root);
}

/** Which paths differ, for a message that is shorter than two trees. */
export function differingPaths(a: Tree, b: Tree): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}
