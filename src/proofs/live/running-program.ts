import type { ChildProcess } from 'node:child_process';
import { type ProgramOptions, startProgram, stopGroup } from '../tools/run-program.ts';

/** A program that stays: a server. */
export interface RunningProgram {
  readonly pid: number;
  /** The last 64 kB that it printed. */
  output(): string;
  /** Its exit code, or the signal that ended it; undefined while it runs. */
  ended(): string | undefined;
  /** Asks it to end, and ends it when it does not within two seconds. */
  stop(): Promise<void>;
}

const KEPT = 64_000;
const GRACE = 2_000;

/** Starts a server. */
export function runServer(program: string, args: readonly string[], options: ProgramOptions): RunningProgram {
  const child = startProgram(program, args, options);
  child.stdin?.end();
  let output = '';
  let end: string | undefined;
  const keep = (part: Buffer) => {
    output = (output + part.toString('utf8')).slice(-KEPT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => {
    end = error.message;
  });
  child.on('close', (code, signal) => {
    end ??= signal ?? `exit code ${code}`;
  });
  return { pid: child.pid ?? 0, output: () => output, ended: () => end, stop: () => stop(child, () => end) };
}

async function stop(child: ChildProcess, ended: () => string | undefined): Promise<void> {
  child.kill('SIGTERM');
  await until(() => ended() !== undefined, GRACE);
  stopGroup(child);
  await until(() => ended() !== undefined, GRACE);
}

/** Waits until something holds; false when the time is up. In milliseconds. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  timeout: number,
  step = 100,
): Promise<boolean> {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, step));
  }
  return await holds();
}
