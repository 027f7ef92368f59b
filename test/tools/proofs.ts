import { readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { goEnvironment, runHeavy, type Tool } from './cache.ts';
import { type CommandResult, run } from './command.ts';
import { type GeneratorLine, generatorLines, roleOnly } from './makefile.ts';
import { emptyFolder, readTree } from './tree.ts';

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

/** What a controller-gen made of the roles of a folder. */
export interface Regeneration {
  readonly lines: readonly GeneratorLine[];
  readonly failed: readonly string[];
  /** Role files that the generator wrote, the same or not. */
  readonly written: readonly string[];
  /** Role files that came out differently, or are new. */
  readonly changed: readonly string[];
}

/**
 * Runs every call of the Makefile that writes a role, in place, and says which role files are not what they were. A call that
 * fails is tried once more for its role alone.
 */
export async function regenerateRoles(
  root: string,
  generator: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Regeneration> {
  const lines = await generatorLines(root);
  const binaries = emptyFolder();
  symlinkSync(generator, join(binaries, 'controller-gen'));
  const before = readTree(root, isRole);
  for (const path of before.keys()) utimesSync(join(root, path), 0, 0);
  const failed: string[] = [];
  const environment = { ...goEnvironment(), ...env, PATH: `${binaries}:${process.env.PATH ?? ''}` };
  for (const { command } of lines) {
    const result = await run('bash', ['-c', command], { cwd: root, env: environment });
    if (result.code === 0) continue;
    const roles = await run('bash', ['-c', roleOnly(command)], { cwd: root, env: environment });
    if (roles.code !== 0) failed.push(`${command}: ${result.stderr}`);
  }
  const after = readTree(root, isRole);
  const written = [...after.keys()].filter((path) => statSync(join(root, path)).mtimeMs > 0);
  return { lines, failed, written, changed: written.filter((path) => after.get(path) !== before.get(path)) };
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

/** Role files are what a regeneration is judged by; CRDs are not ours. */
function isRole(path: string, text: () => string): boolean {
  return /\.ya?ml$/.test(path) && /^kind: (?:Cluster)?Role\s*$/m.test(text());
}
