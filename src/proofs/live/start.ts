import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Subject } from '../subject.ts';
import { builtOnce, type Tool } from '../tools/built-program.ts';
import { type Environment, goFlags } from '../tools/environment.ts';
import { fingerprint, programSource } from '../tools/program-source.ts';
import { type ProgramResult, runProgram } from '../tools/run-program.ts';
import type { Assets } from './assets.ts';
import type { LiveJob, LiveMode, LiveResult, LiveRun } from './job.ts';

/** A control plane, and several managers one after the other. */
const TIMEOUT = 30 * 60_000;
/** The sandbox says with it that the system does not allow what it was asked for. */
const NOT_ALLOWED = 125;

/** Runs managers beside a control plane of their own, as isolated as the system allows. */
export async function startLive(
  subject: Subject,
  assets: Assets,
  runs: readonly LiveRun[],
): Promise<LiveResult & { readonly mode: LiveMode }> {
  const sandbox = await sandboxProgram(subject.environments.fetching);
  const tried: LiveMode[] =
    'path' in sandbox ? ['isolated', ...(isRoot() ? (['chroot'] as const) : []), 'plain'] : ['plain'];
  for (const mode of tried) {
    const folder = mkdtempSync(join(subject.scratch.root, 'live-'));
    const path = 'path' in sandbox ? sandbox.path : '';
    const job: LiveJob = { mode, ...assets, sandbox: path, folder, runs };
    const ended = await runInside(subject, job);
    if (ended.code === NOT_ALLOWED) continue;
    return { mode, ...resultOf(ended) };
  }
  return { mode: 'plain', version: '', outcomes: [], failure: 'no manager could be started' };
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** The Go program beside this file; it needs nothing but Go. */
function sandboxProgram(env: Environment): Promise<Tool> {
  const source = programSource('live/sandbox');
  return builtOnce(`sandbox-${fingerprint(source)}`, (folder, target) => {
    const copy = join(folder, 'source');
    cpSync(source, copy, { recursive: true });
    return runProgram('go', ['build', '-o', target, '.'], {
      cwd: copy,
      env: { ...env, GOWORK: 'off', GOFLAGS: goFlags(''), CGO_ENABLED: '0' },
    });
  });
}

function runInside({ scratch }: Subject, job: LiveJob): Promise<ProgramResult> {
  mkdirSync(job.folder, { recursive: true });
  const path = join(job.folder, 'job.json');
  writeFileSync(path, JSON.stringify(job), { mode: 0o600 });
  const program = [process.execPath, insideProgram(), path];
  const [first = '', ...rest] = job.mode === 'isolated' ? [job.sandbox, 'isolate', ...program] : program;
  const env = { PATH: '/usr/bin:/bin', HOME: scratch.home };
  return runProgram(first, rest, { cwd: job.folder, env, timeout: TIMEOUT });
}

/** The bundle `live.js`, also where the sources run: Node cannot run those by itself. */
function insideProgram(): string {
  const inSources = import.meta.url.endsWith('/src/proofs/live/start.ts');
  return fileURLToPath(new URL(inSources ? '../../../dist/live.js' : './live.js', import.meta.url));
}

function resultOf({ stdout, stderr, code }: ProgramResult): LiveResult {
  try {
    return JSON.parse(stdout);
  } catch {
    return { version: '', outcomes: [], failure: `it ended with ${code}: ${stderr.slice(-500)}` };
  }
}
