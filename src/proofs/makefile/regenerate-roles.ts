import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../tools/environment.ts';
import { goWords } from '../tools/go-words.ts';
import { runProgram } from '../tools/run-program.ts';
import { type GeneratorLine, roleOnly } from './role-commands.ts';

/** A role file that a generator wrote; `before` is undefined where it is new. */
export interface ChangedRole {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** What a controller-gen made of the roles of a folder. */
export interface Regeneration {
  readonly lines: readonly GeneratorLine[];
  readonly failed: readonly string[];
  /** Role files that the generator wrote, the same or not. */
  readonly written: readonly string[];
  /** Those that came out differently, or are new. */
  readonly changed: readonly ChangedRole[];
}

/**
 * Runs calls that write a role, in place, and says which role files are not what they were. A call that fails is tried once
 * more for its role alone. `controller-gen` must be on the PATH of the environment.
 */
export async function regenerateRoles(
  root: string,
  lines: readonly GeneratorLine[],
  env: Environment,
): Promise<Regeneration> {
  const before = rolesBelow(root);
  for (const path of before.keys()) utimesSync(join(root, path), 0, 0);
  const failed: string[] = [];
  for (const { command } of lines) {
    const result = await runProgram('bash', ['-c', command], { cwd: root, env });
    if (result.code === 0) continue;
    const roles = await runProgram('bash', ['-c', roleOnly(command)], { cwd: root, env });
    if (roles.code !== 0) failed.push(`${command}: ${goWords(result.stderr.replaceAll(`${root}/`, ''))}`);
  }
  const after = rolesBelow(root);
  const written = [...after.keys()].filter((path) => statSync(join(root, path)).mtimeMs > 0);
  const changed = written.flatMap((path): ChangedRole[] => {
    const [old, now = ''] = [before.get(path), after.get(path)];
    return old === now ? [] : [{ path, before: old, after: now }];
  });
  return { lines, failed, written, changed };
}

/** Role files are what a regeneration is judged by; CRDs are not ours. */
function rolesBelow(root: string, folder = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !['.git', '.diag-codemod', 'node_modules', 'vendor'].includes(entry.name)) {
      for (const [below, text] of rolesBelow(root, path)) found.set(below, text);
    } else if (entry.isFile() && /\.ya?ml$/.test(entry.name)) {
      const text = readFileSync(join(root, path), 'utf8');
      if (/^kind: (?:Cluster)?Role\s*$/m.test(text)) found.set(path, text);
    }
  }
  return found;
}
