import { spawn } from 'node:child_process';

/** How a program ended. */
export interface CommandResult {
  /** Exit code; 124 when the time was up, 127 when the program is not there, 128 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In milliseconds; ten minutes unless given. */
  readonly timeout?: number;
  readonly input?: string;
}

/** Runs a program to its end. Never throws: a failure is a result too. When the time is up, its whole process group goes. */
export function run(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const start = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => stdout.push(part));
    child.stderr.on('data', (part: Buffer) => stderr.push(part));
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stopGroup(child.pid);
    }, options.timeout ?? 600_000);
    const finish = (code: number) => {
      clearTimeout(timer);
      const text = (parts: Buffer[]) => Buffer.concat(parts).toString('utf8');
      const end = timedOut ? 124 : code;
      resolve({ code: end, stdout: text(stdout), stderr: text(stderr), milliseconds: Date.now() - start });
    };
    child.on('error', (error) => {
      stderr.push(Buffer.from(String(error)));
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 128));
  });
}

/** Both streams and the exit code, for a message that shows why something failed. */
export function describe(result: CommandResult): string {
  return `exit ${result.code}\n${result.stdout}${result.stderr}`.trim();
}

function stopGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
