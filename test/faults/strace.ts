import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, run } from '../tools/command.ts';

/** Without the code that an earlier run may have kept: its calls would shift the count. */
const ENVIRONMENT = { NO_COLOR: '1', NODE_DISABLE_COMPILE_CACHE: '1' };

/** The calls by which a program reads or changes files. */
const CALLS = [
  'openat,read,pread64,write,pwrite64,close,statx,newfstatat,fstat,getdents64,access,faccessat,faccessat2',
  'fsync,fdatasync,fchmod,fchmodat,fchown,fchownat,ftruncate,utimensat,readlink,readlinkat',
  'rename,renameat,renameat2,link,linkat,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir',
].join(',');

/** One call to the file system of a run: `nth` of its name, counted from 1 as strace counts. */
export interface Call {
  readonly name: string;
  readonly nth: number;
  /** The line of the trace, e.g. `rename("/proc/self/fd/21/0.new", …) = 0`. */
  readonly line: string;
}

/** What strace is to do at one call, in its words: `signal=SIGKILL` or `error=ENOSPC`. `stays`: and at every later one. */
export interface Fault {
  readonly call: Call;
  readonly what: string;
  readonly stays: boolean;
}

/** Undefined where strace can be used; else why not. */
export async function straceMissing(): Promise<string | undefined> {
  const result = await run('strace', ['-qq', '-e', 'trace=execve', '-o', '/dev/null', 'true']);
  return result.code === 0 ? undefined : `strace cannot be used: ${result.stderr.trim() || result.code}`;
}

/** Runs a command and answers every call of its main thread that touches `folder`, in order. */
export async function callsOf(command: readonly string[], folder: string): Promise<readonly Call[]> {
  const lines = await traced(command, ['-y', '-e', `trace=${CALLS}`]);
  const counts = new Map<string, number>();
  return lines.flatMap((line) => {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined) return [];
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return line.includes(folder) || line.includes('/proc/self/fd/') ? [{ name, nth, line }] : [];
  });
}

/**
 * Runs a command with one fault in it. Only its main thread is watched: there is all that touches the repository.
 * Not with --seccomp-bpf, which loses injected signals (strace 6.1).
 */
export function runWithFault(
  command: readonly string[],
  { call, what, stays }: Fault,
): Promise<CommandResult> {
  const when = `${call.nth}${stays ? '+' : ''}`;
  const options = ['-qq', '-o', '/dev/null'];
  const inject = ['-e', `trace=${call.name}`, '-e', `inject=${call.name}:${what}:when=${when}`];
  return run('strace', [...options, ...inject, ...command], { env: ENVIRONMENT, timeout: 60_000 });
}

/** The lines of the main thread, each call whole. */
async function traced(command: readonly string[], options: readonly string[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'diag-codemod-trace-'));
  try {
    const file = join(folder, 'trace');
    await run('strace', ['-ff', '-qq', ...options, '-o', file, ...command], { env: ENVIRONMENT });
    // One file for each thread, named after its number: the main thread has the lowest.
    const [main = ''] = readdirSync(folder).sort((one, other) => numberOf(one) - numberOf(other));
    return readFileSync(join(folder, main), 'utf8').split('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function numberOf(trace: string): number {
  return Number(trace.slice(trace.lastIndexOf('.') + 1));
}
