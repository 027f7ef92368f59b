import { type ChildProcess, spawn } from 'node:child_process';

/** How a program ended. */
export interface ProgramResult {
  /** Exit code; 124 when the time was up, 127 when the program is not there, 128 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface ProgramOptions {
  readonly cwd?: string;
  /** The whole environment: nothing of ours is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** In milliseconds; ten minutes unless given. */
  readonly timeout?: number;
  readonly input?: string;
}

/** More output than any proof reads; a program that goes on is stopped. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Runs a program to its end. Never throws: a failure is a result too. When the time is up, its whole process group goes. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const start = Date.now();
  return new Promise((resolve) => {
    const child = startProgram(program, args, options);
    const stdout = collect(child.stdout, child);
    const stderr = collect(child.stderr, child);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stopGroup(child);
    }, options.timeout ?? 600_000);
    const finish = (code: number, remark = '') => {
      clearTimeout(timer);
      const end = timedOut ? 124 : code;
      const milliseconds = Date.now() - start;
      resolve({ code: end, stdout: stdout.text(), stderr: stderr.text() + remark, milliseconds });
    };
    child.on('error', (error) => finish(127, String(error)));
    child.on('close', (code) => finish(code ?? 128));
  });
}

/**
 * Starts a program in a process group of its own. Whatever still runs when our process ends goes with it: also after Ctrl-C, which
 * does not reach other groups.
 */
export function startProgram(
  program: string,
  args: readonly string[],
  { cwd, env }: ProgramOptions,
): ChildProcess {
  const child = spawn(program, args, {
    cwd,
    env: { ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  if (running.size === 0) process.on('exit', stopAll);
  running.add(child);
  child.on('close', () => forget(child));
  child.on('error', () => forget(child));
  return child;
}

/** Ends a program and all that it started, at once. */
export function stopGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

const running = new Set<ChildProcess>();

/** Ends everything that was started here. */
export function stopAll(): void {
  for (const child of running) stopGroup(child);
}

function forget(child: ChildProcess): void {
  running.delete(child);
  if (running.size === 0) process.removeListener('exit', stopAll);
}

function collect(stream: ChildProcess['stdout'], child: ChildProcess) {
  const parts: Buffer[] = [];
  let size = 0;
  stream?.on('data', (part: Buffer) => {
    size += part.length;
    if (size > MAX_OUTPUT) stopGroup(child);
    else parts.push(part);
  });
  return { text: () => Buffer.concat(parts).toString('utf8') };
}
