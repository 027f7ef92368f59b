import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { testdir } from '../setup/testdir.ts';
import { run } from '../tools/command.ts';

/** The root of this project, where action.yml and .github are. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** A step of a job or of a composite action, as much of it as is run here. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, unknown>>;
}

/** action.yml, as much of it as is tested. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export function readYaml<T>(path: string): T {
  return parse(readFileSync(join(projectRoot, path), 'utf8')) as T;
}

/** Values by the names that expressions give them, e.g. `inputs.command`. */
export type Contexts = Readonly<Record<string, string>>;

/** Replaces `${{ a.b }}` by its value. Throws for any other expression: only plain names are understood here. */
export function expand(value: unknown, contexts: Contexts): string {
  return String(value).replaceAll(/\$\{\{\s*([^}]+?)\s*\}\}/g, (_, name: string) => {
    const known = contexts[name];
    if (known === undefined) throw new Error(`no value for ${name}`);
    return known;
  });
}

/** What a step left behind. */
export interface StepResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** The surroundings of a step: its variables are all that it gets, as on a runner. */
export interface Runner {
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Runs the script of a step as GitHub's runner does: written to a file, its expressions only in `env`. */
export async function runStep(
  step: Step,
  contexts: Contexts,
  { environment, cwd }: Runner,
): Promise<StepResult> {
  const files = testdir({ 'script.sh': step.run ?? '', output: '', summary: '', env: '' });
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, expand(value, contexts)] as const);
  const bash = ['--noprofile', '--norc', '-eo', 'pipefail', join(files, 'script.sh')];
  const all = {
    ...environment,
    ...Object.fromEntries(env),
    GITHUB_OUTPUT: join(files, 'output'),
    GITHUB_STEP_SUMMARY: join(files, 'summary'),
    GITHUB_ENV: join(files, 'env'),
  };
  const assignments = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const { code, stdout, stderr } = await run('env', ['-i', ...assignments, 'bash', ...bash], { cwd });
  const text = (name: string) => readFileSync(join(files, name), 'utf8');
  return { code, stdout, stderr, outputs: outputsIn(text('output')), summary: text('summary') };
}

/** `name=value` a line, which is the only form that is used here. */
function outputsIn(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** Writes a script that a test puts in the place of a program. */
export function writeProgram(path: string, text: string): string {
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}
