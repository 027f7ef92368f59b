import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Environment } from '../tools/environment.ts';
import { runProgram } from '../tools/run-program.ts';
import { makefilesIn, rulesOf } from './role-commands.ts';

/** The line of a recipe that writes a file: printed by make itself, not yet expanded by a shell. */
export interface MakingLine {
  readonly target: string;
  readonly command: string;
}

/**
 * Makes a file that is not committed but written by the Makefile at the root, with the line that make prints for it. Undefined
 * where there is none, or it fails.
 *
 * @param path relative to `tree`, POSIX.
 * @param env with make on its PATH.
 */
export async function makeFile(
  tree: string,
  path: string,
  env: Environment,
): Promise<MakingLine | undefined> {
  for (const target of targetsFor(tree, path)) {
    const printed = await runProgram('make', ['--dry-run', '--keep-going', target], {
      ...{ cwd: tree, env, timeout: 60_000 },
    });
    const command = lineWriting(printed.stdout, path);
    if (command === undefined) continue;
    const made = await runProgram('bash', ['-c', command], { cwd: tree, env, timeout: 60_000 });
    if (made.code === 0 && existsSync(join(tree, path))) return { target, command };
  }
  return undefined;
}

/** Targets whose recipe names the file. */
function targetsFor(tree: string, path: string): readonly string[] {
  const texts = makefilesIn(tree).map((file) => readFileSync(join(tree, file), 'utf8'));
  const name = posix.basename(path);
  const rules = texts.flatMap(rulesOf).filter(({ recipe }) => recipe.includes(name));
  return [...new Set(rules.flatMap(({ names }) => names))];
}

/** The printed command whose output goes into the file. */
export function lineWriting(printed: string, path: string): string | undefined {
  return printed
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .find((line) => /[^>]>\s*(["']?)(?:\.\/)?([^\s"'<>|;&]+)\1\s*$/.exec(line)?.[2] === path);
}
