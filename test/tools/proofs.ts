import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Regeneration,
  regenerateRoles as regenerate,
} from '../../src/proofs/makefile/regenerate-roles.ts';
import { generatorLines } from '../../src/proofs/makefile/role-commands.ts';
import { goEnvironment, runHeavy, type Tool } from './cache.ts';
import { type CommandResult, run } from './command.ts';
import { emptyFolder } from './tree.ts';

/** `go mod tidy`: the one command that a report may leave to the user. */
export function goModTidy(root: string, env: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  return run('go', ['mod', 'tidy'], { cwd: root, env: { ...goEnvironment(), ...env }, timeout: 300_000 });
}

/** Builds the program whose `main` is in this file. */
export function goBuild(
  root: string,
  entryPoint: string,
  target: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return runHeavy('go', ['build', '-o', target, packageOf(entryPoint)], {
    cwd: root,
    env,
    timeout: 1_800_000,
  });
}

export function goVet(
  root: string,
  patterns: readonly string[] = ['./...'],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return runHeavy('go', ['vet', ...patterns], { cwd: root, env, timeout: 1_800_000 });
}

/** Files that gofmt would change. */
export async function gofmtWouldChange(root: string, files: readonly string[]): Promise<readonly string[]> {
  if (files.length === 0) return [];
  const listed = await run('gofmt', ['-l', ...files], { cwd: root });
  if (listed.code !== 0) throw new Error(listed.stderr);
  return listed.stdout.split('\n').filter((line) => line !== '');
}

/**
 * Runs every call of the Makefile that writes a role, in place, and says which role files are not what they were.
 */
export async function regenerateRoles(
  root: string,
  generator: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Regeneration> {
  const binaries = emptyFolder();
  symlinkSync(generator, join(binaries, 'controller-gen'));
  const path = `${binaries}:${process.env.PATH ?? ''}`;
  const environment = { ...process.env, ...goEnvironment(), ...env, PATH: path };
  return regenerate(root, await generatorLines(root, environment), environment);
}

/** `kustomize build`; a second kustomize is tried where the first cannot. */
export async function render(root: string, overlay: string, tools: readonly Tool[]): Promise<CommandResult> {
  let last: CommandResult = { code: 127, stdout: '', stderr: 'no kustomize', milliseconds: 0 };
  for (const tool of tools) {
    if ('missing' in tool) continue;
    const args = ['build', '--load-restrictor', 'LoadRestrictionsNone', overlay];
    const result = await run(tool.path, args, { cwd: root, timeout: 60_000 });
    if (result.code === 0) return result;
    if (last.code === 127) last = result;
  }
  return last;
}

/** Gives a program its arguments and asks for help, in an environment without a cluster. */
export function askForHelp(binary: string, args: readonly string[]): Promise<CommandResult> {
  const nowhere = emptyFolder();
  const env = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));
  return run(binary, [...args, '--help'], { cwd: nowhere, env: { ...env, HOME: nowhere }, timeout: 60_000 });
}

/** The package of a file, as the go command names it. */
export function packageOf(file: string): string {
  const folder = dirname(file);
  return folder === '.' ? '.' : `./${folder}`;
}

/** Whether a Go file declares `func main` in package main. Used where a fixture or a real repository does not say. */
export function declaresMain(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return /^package main\b/m.test(text) && /^func main\(\)/m.test(text);
}
