import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandOptions, type CommandResult, describe, run } from './command.ts';

/** Another address of the node besides loopback, where a proxy may listen on the ports that components have on loopback. */
export const NODE_ADDRESSES = { ipv4: '127.0.0.9', ipv6: 'fd00::9' } as const;

/** A server that a test started. */
export interface Server {
  readonly name: string;
  /** Undefined while it runs. */
  readonly exitCode: () => number | undefined;
  /** What it wrote to both streams so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * A network of its own: loopback and nothing else. Servers in it have the ports that they have on a node, whatever else runs on
 * this machine, and nobody outside reaches them.
 */
export class PrivateNetwork {
  readonly #holder: ChildProcess;
  readonly #servers: Server[] = [];

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  /** Throws where network namespaces are not allowed. */
  static async open(): Promise<PrivateNetwork> {
    const setUp = `ip link set lo up && ip addr add ${NODE_ADDRESSES.ipv6}/128 dev lo nodad && echo ready && exec sleep infinity`;
    const options = process.getuid?.() === 0 ? ['-n'] : ['-U', '-r', '-n'];
    const holder = spawn('unshare', [...options, 'sh', '-c', setUp], { stdio: ['ignore', 'pipe', 'pipe'] });
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once('data', () => resolve());
      holder.once('error', reject);
      holder.once('exit', (code) => reject(new Error(`no network namespace: unshare ended with ${code}`)));
    });
    return new PrivateNetwork(holder);
  }

  /** Runs a program in the network to its end. */
  run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return run('nsenter', [...this.#enter(), program, ...args], { timeout: 60_000, ...options });
  }

  /** Starts a server in the network. `log` is a file for what it writes. */
  start(
    name: string,
    program: string,
    args: readonly string[],
    { folder, env = {} }: { readonly folder: string; readonly env?: Readonly<Record<string, string>> },
  ): Server {
    const file = join(folder, `${name}-${this.#servers.length}.log`);
    const log = openSync(file, 'w');
    const environment = { PATH: process.env.PATH ?? '', HOME: folder, ...env };
    const child = spawn('nsenter', [...this.#enter(), program, ...args], {
      stdio: ['ignore', log, log],
      cwd: folder,
      env: environment,
    });
    const server = serverOf(name, child, () => readFileSync(file, 'utf8'));
    this.#servers.push(server);
    return server;
  }

  /** Stops every server and takes the network away. */
  async close(): Promise<void> {
    for (const server of [...this.#servers].reverse()) await server.stop();
    this.#holder.kill('SIGKILL');
  }

  #enter(): readonly string[] {
    const user = process.getuid?.() === 0 ? [] : ['-U', '--preserve-credentials'];
    return ['-t', String(this.#holder.pid), ...user, '-n', '--'];
  }
}

/** Waits until `probe` succeeds; throws with the server's last words when it ended, or after `seconds`. */
export async function waitFor(
  what: string,
  probe: () => Promise<boolean>,
  { server, seconds = 60 }: { readonly server?: Server; readonly seconds?: number } = {},
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await probe())) {
    const ended = server?.exitCode() !== undefined;
    if (ended || Date.now() > end) {
      throw new Error(
        `${what}: ${ended ? 'the server ended' : 'not in time'}\n${(server?.log() ?? '').slice(-2000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Why the live tests cannot run here; undefined where they can. */
export async function whyNoNetwork(): Promise<string | undefined> {
  for (const [program, ...args] of [
    ['ip', '-V'],
    ['curl', '--version'],
    ['nsenter', '--version'],
  ] as const) {
    if ((await run(program, args)).code === 127) return `${program} is not installed`;
  }
  const tried = await run('unshare', [process.getuid?.() === 0 ? '-n' : '-Urn', 'true']);
  return tried.code === 0 ? undefined : `no network namespaces here: ${describe(tried)}`;
}

function serverOf(name: string, child: ChildProcess, log: () => string): Server {
  let code: number | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (exit) => {
      code = exit ?? 128;
      resolve();
    });
    child.once('error', () => {
      code = 127;
      resolve();
    });
  });
  const stop = async () => {
    if (code === undefined) child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  };
  return { name, exitCode: () => code, log, stop };
}
