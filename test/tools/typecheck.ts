import { typeChecker } from '../../src/proofs/type-check/index.ts';
import { goEnvironment, type Tool } from './cache.ts';
import { type CommandResult, run } from './command.ts';

/** The program of src/proofs/type-check, built again whenever its text changed. */
export function typechecker(): Promise<Tool> {
  return typeChecker({ ...process.env, ...goEnvironment() });
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
