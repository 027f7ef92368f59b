import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../src/proofs/tools/cache-folder.ts';
import { type CommandOptions, type CommandResult, run } from './command.ts';

export { builtOnce, type Tool } from '../../src/proofs/tools/built-program.ts';

/** Environment of every Go command: two compilers at most, no C compiler, no other toolchain fetched behind our back. */
export function goEnvironment(): Record<string, string> {
  return { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: `${process.env.GOFLAGS ?? ''} -p=2`.trim() };
}

/** Runs a Go command that may compile much. Only one runs at a time on a machine, whoever asks: two cold builds starve each other. */
export async function runHeavy(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const cache = cacheFolder();
  mkdirSync(cache, { recursive: true });
  const withEnvironment = { ...options, env: { ...goEnvironment(), ...options.env } };
  const flock = await run('flock', ['--version']);
  if (flock.code !== 0) return run(program, args, withEnvironment);
  return run('flock', [join(cache, 'build.lock'), program, ...args], withEnvironment);
}
