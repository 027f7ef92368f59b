import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { GoModule } from '../../golang/go-module.ts';
import { type Evidence, failed, passed, skipped } from '../evidence.ts';
import type { Proof } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { builtOnce, type Tool } from '../tools/built-program.ts';
import type { Environment } from '../tools/environment.ts';
import { goFlags } from '../tools/environment.ts';
import { packagePattern } from '../tools/go-build.ts';
import { goVersion } from '../tools/go-run.ts';
import { goWords } from '../tools/go-words.ts';
import { fingerprint, programSource } from '../tools/program-source.ts';
import { runProgram } from '../tools/run-program.ts';

/** All packages of the entry points are type-checked from source: a twentieth of a build, and the same errors (live.md §4). */
export const typeCheck: Proof = {
  id: 'type-check',
  title: 'the entry points and all they import type-check from source',
  weight: 'heavy',
  needsGo: true,
  async run(subject) {
    const tool = await typeChecker(subject.environments.fetching);
    const modules = [...new Set(subject.managers.map(({ module }) => module))];
    const evidence: Evidence[] = [];
    for (const module of modules) evidence.push(await checkModule(subject, tool, module));
    return evidence;
  },
};

/** The Go program beside this file, compiled again whenever its text changes. It needs nothing but Go. */
export function typeChecker(env: Environment): Promise<Tool> {
  const source = programSource('type-check/program');
  return builtOnce(`typecheck-${fingerprint(source)}`, (folder, target) => {
    const copy = join(folder, 'source');
    cpSync(source, copy, { recursive: true });
    return runProgram('go', ['build', '-o', target, '.'], {
      cwd: copy,
      env: { ...env, GOWORK: 'off', GOFLAGS: goFlags('') },
    });
  });
}

async function checkModule(subject: Subject, tool: Tool, { directory }: GoModule): Promise<Evidence> {
  const own = subject.managers.filter(({ module }) => module.directory === directory);
  const patterns = [...new Set(own.map(({ source }) => packagePattern(directory, source.packageDirectory)))];
  const name = own.map(({ entryPoint }) => entryPoint).join(', ');
  if ('missing' in tool)
    return skipped('type-check', name, tool.missing.slice(0, 400), 'Go 1.22 or newer compiles the checker.');
  const { stdout, stderr, code, milliseconds } = await runProgram(tool.path, ['.', ...patterns], {
    cwd: join(subject.scratch.tree, directory),
    env: { ...subject.environments.fetching, GOFLAGS: goFlags(await subject.goFlags(directory)) },
  });
  const command = `typecheck . ${patterns.join(' ')}`;
  const attempt = { tool: 'go/types', version: await goVersion(subject), command, milliseconds };
  if (code === 0) return passed('type-check', name, attempt);
  const errors = stdout.split('\n').filter((line) => line !== '');
  return failed('type-check', name, attempt, summary(errors, stderr), place(directory, errors[0] ?? ''));
}

function summary(errors: readonly string[], stderr: string): string {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${goWords(errors[0] ?? stderr.trim().slice(-400))}${more}`;
}

/** `main.go:12:3: undefined: x`, relative to the module. */
function place(directory: string, error: string): { file?: string; line?: number } {
  const [, file, line] = /^([^\s:/][^\s:]*\.(?:go|mod)):(\d+)/.exec(error) ?? [];
  if (file === undefined) return {};
  return { file: directory === '.' ? file : `${directory}/${file}`, line: Number(line) };
}
