import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtOnce, goEnvironment, runHeavy, type Tool } from './cache.ts';
import { type CommandResult, run } from './command.ts';

const source = fileURLToPath(new URL('./typecheck/', import.meta.url));

/** The program of test/tools/typecheck, built again whenever its text changed. */
export function typechecker(): Promise<Tool> {
  return builtOnce(`typecheck-${fingerprint()}`, (_folder, target) =>
    runHeavy('go', ['build', '-o', target, '.'], { cwd: source }),
  );
}

/** Type-checks packages of a folder from source; each line of stdout is an error with its position. */
export function typecheck(
  tool: string,
  folder: string,
  patterns: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return run(tool, ['.', ...patterns], { cwd: folder, env: { ...goEnvironment(), ...env } });
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ['main.go', 'go.mod', 'go.sum']) hash.update(readFileSync(source + file));
  return hash.digest('hex').slice(0, 12);
}
