import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type CommandOptions, type CommandResult, describe, run } from './command.ts';

/** A program to run, or why it is not there. */
export type Tool = { readonly path: string } | { readonly missing: string };

/** Where tools are kept between runs: outside the clone, so that a clean clone does not compile them again. */
export function cacheFolder(): string {
  return process.env.DIAG_CODEMOD_CACHE ?? join(homedir(), '.cache', 'diag-codemod');
}

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

const started = new Map<string, Promise<Tool>>();

/**
 * A program in the cache, built when it is not there yet. `build` gets an empty folder for its work and the path to write to.
 */
export function builtOnce(
  name: string,
  build: (folder: string, target: string) => Promise<CommandResult>,
): Promise<Tool> {
  const known = started.get(name);
  if (known !== undefined) return known;
  const tool = buildMissing(name, build);
  started.set(name, tool);
  return tool;
}

async function buildMissing(
  name: string,
  build: (folder: string, target: string) => Promise<CommandResult>,
): Promise<Tool> {
  const binaries = join(cacheFolder(), 'bin');
  const path = join(binaries, name);
  if (existsSync(path)) return { path };
  mkdirSync(binaries, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder(), 'build-'));
  try {
    const target = join(folder, name);
    const result = await build(folder, target);
    if (result.code !== 0) return { missing: `${name} could not be built: ${describe(result)}` };
    renameSync(target, path);
    return { path };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
