import { type ProgramResult, runProgram } from '../../src/proofs/tools/run-program.ts';

/** How a program ended. */
export type CommandResult = ProgramResult;

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In milliseconds; ten minutes unless given. */
  readonly timeout?: number;
  readonly input?: string;
}

/** Runs a program to its end, in our environment. Never throws: a failure is a result too. */
export function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return runProgram(program, args, { ...options, env: { ...process.env, ...options.env } });
}

/** Both streams and the exit code, for a message that shows why something failed. */
export function describe(result: CommandResult): string {
  return `exit ${result.code}\n${result.stdout}${result.stderr}`.trim();
}
