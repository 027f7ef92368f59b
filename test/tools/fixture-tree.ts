import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyDiff, readTree, writeTree } from './tree.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** A fixture as it is found, in a folder of its own. */
export function fixtureBefore(name: string): string {
  return writeTree(readTree(join(fixtures, name, 'before')));
}

/** A fixture as it is migrated. */
export async function fixtureAfter(name: string): Promise<string> {
  const diff = join(fixtures, name, 'expected.diff');
  const text = existsSync(diff) ? readFileSync(diff, 'utf8') : '';
  return writeTree(await applyDiff(readTree(join(fixtures, name, 'before')), text));
}

/** Changes a file; throws where nothing changes, so that a test does not prove something else than it says. */
export function change(root: string, path: string, edit: (text: string) => string): void {
  const text = readFileSync(join(root, path), 'utf8');
  const changed = edit(text);
  if (changed === text) throw new Error(`${path} is not changed`);
  writeFileSync(join(root, path), changed);
}
