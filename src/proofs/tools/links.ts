import { lstatSync, mkdirSync, readdirSync, readlinkSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, isAbsolute, join, sep } from 'node:path';

const LEFT_OUT = new Set(['.git', 'node_modules', '.diag-codemod']);

/**
 * Makes the links of a repository again in a copy of it: relative ones that stay inside it. All others would lead out of the copy,
 * and are left out.
 */
export function copyLinks(root: string, tree: string): void {
  for (const path of linksBelow(root, '')) {
    const target = readlinkSync(join(root, path));
    if (isAbsolute(target) || !staysInside(root, path)) continue;
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    if (!lstatSync(join(tree, path), { throwIfNoEntry: false })) symlinkSync(target, join(tree, path));
  }
}

function linksBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) return [path];
    return entry.isDirectory() && !LEFT_OUT.has(entry.name) ? linksBelow(root, path) : [];
  });
}

function staysInside(root: string, path: string): boolean {
  try {
    return realpathSync(join(root, path)).startsWith(realpathSync(root) + sep);
  } catch {
    return false;
  }
}
