import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { makeOwnedFolder } from '../../repository/owned-folder.ts';
import { cacheFolder } from './cache-folder.ts';
import type { ProgramResult } from './run-program.ts';
import { removedAfterwards } from './temporary-folder.ts';

/** A program to run, or why it is not there. */
export type Tool = { readonly path: string } | { readonly missing: string };

const started = new Map<string, Promise<Tool>>();

/**
 * A program in the cache, built when it is not there yet. `build` gets an empty folder for its work and the path to write to.
 * Two processes may build the same at once: the last one's is kept.
 */
export function builtOnce(
  name: string,
  build: (folder: string, target: string) => Promise<ProgramResult>,
): Promise<Tool> {
  const key = join(cacheFolder(), name);
  const known = started.get(key);
  if (known !== undefined) return known;
  const tool = buildMissing(name, build);
  started.set(key, tool);
  return tool;
}

async function buildMissing(
  name: string,
  build: (folder: string, target: string) => Promise<ProgramResult>,
): Promise<Tool> {
  const binaries = join(cacheFolder(), 'bin');
  const path = join(binaries, name);
  if (existsSync(path)) return { path };
  mkdirSync(binaries, { recursive: true });
  const folder = makeOwnedFolder(cacheFolder(), 'build-');
  return removedAfterwards(folder, async () => {
    const target = join(folder, name);
    const { code, stdout, stderr } = await build(folder, target);
    if (code !== 0) return { missing: `${name} could not be built: exit ${code} ${stdout}${stderr}`.trim() };
    renameSync(target, path);
    return { path };
  });
}
