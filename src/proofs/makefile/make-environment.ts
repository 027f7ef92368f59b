import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../tools/environment.ts';
import type { Scratch } from '../tools/scratch.ts';

/**
 * The environment for make in a copy: git is a stand-in there, which knows where the copy begins (many Makefiles ask for that) and
 * nothing else.
 *
 * @param tree the copy's root.
 * @param name of a folder for the stand-in; another tree needs another one.
 */
export function makeEnvironment(
  { root }: Pick<Scratch, 'root'>,
  offline: Environment,
  tree: string,
  name: string,
): Environment {
  const folder = join(root, name);
  const git = join(folder, 'git');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(git)) writeFileSync(git, standIn(tree), { mode: 0o755 });
  return { ...offline, PATH: `${folder}:${offline.PATH}` };
}

/** The path is ours: it has no quote in it. */
function standIn(tree: string): string {
  return `#!/bin/sh
case "$*" in
*'rev-parse --show-toplevel') echo '${tree}' ;;
*) echo 'fatal: not a git repository (or any of the parent directories): .git' >&2; exit 128 ;;
esac
`;
}
