import { accessSync, constants, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, sep } from 'node:path';

/** A git that says nothing for so long is stopped. */
const TIMEOUT_MS = 10_000;

/** A clean room to run git in, and the work tree it speaks of. */
export interface GitSetting {
  readonly root: string;
  readonly room: string;
  /** Absolute path of the program, see {@link findGit}. */
  readonly binary: string;
  /** Who commits: `GIT_AUTHOR_NAME` and its like. */
  readonly identity?: Readonly<Record<string, string>>;
  /** What it needs to reach a network: proxies, certificates, the protocols it may speak, settings for this one call. */
  readonly network?: Readonly<Record<string, string>>;
  /**
   * Git reads the configuration of the user and of the machine, too: how they reach a remote is theirs to say. Only for calls that look at no
   * file of a work tree.
   */
  readonly userConfig?: boolean;
  /** Milliseconds of silence after which it is stopped; ten seconds unless given. */
  readonly timeout?: number;
}

/** Git ended with another code than 0. The message is what it said, in one line; `said` is all of it. */
export class GitFailure extends Error {
  readonly #said: string;

  constructor(message: string, said = message) {
    super(message);
    this.#said = said;
  }

  get said(): string {
    return this.#said;
  }
}

/**
 * Runs git in a clean room and gives what it prints. The one place that starts git.
 * Throws a {@link GitFailure} when it fails, also when it says nothing: simple-git would let that pass.
 */
export async function runGit(setting: GitSetting, args: readonly string[]): Promise<string> {
  const { simpleGit } = await import('simple-git');
  const environment = environmentOf(setting);
  const git = simpleGit({
    baseDir: setting.room,
    binary: setting.binary,
    timeout: { block: setting.timeout ?? TIMEOUT_MS },
    // Bytes become the message of an error as they are; of an error only its text would be kept, with its class before it.
    errors: (error, { exitCode, stdErr, stdOut }) =>
      exitCode === 0 ? error : Buffer.from(told(stdErr, stdOut, exitCode)),
    allowEnvironment: Object.keys(environment).filter((name) => name.startsWith('GIT_')),
    // The path of the binary comes from our own PATH, the file names and settings below are this function's own or the user's: all are safe.
    unsafe: {
      allowUnsafeCustomBinary: true,
      allowUnsafeConfigPaths: true,
      ...(setting.network === undefined ? {} : NETWORK_SETTINGS),
    },
  }).env(environment);
  try {
    return await git.raw(['--literal-pathspecs', ...args]);
  } catch (error) {
    const [message = '', said] = (error as Error).message.split('\0');
    throw new GitFailure(firstLine(message, 1), said);
  }
}

/** What a call to a remote sets by the environment: a header, no helper for credentials, the user's own ssh. */
const NETWORK_SETTINGS = {
  allowUnsafeConfigEnvCount: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeSshCommand: true,
};

/** The first git on the PATH that is not part of the repository; relative parts of the PATH are not trusted. */
export function findGit(root: string): string | undefined {
  const folders = searchPath().split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, 'git')).find((path) => isUsable(path, root));
}

function searchPath(): string {
  return process.env.PATH ?? '';
}

/** The first line of what git said, then all of it. */
function told(stdErr: readonly Buffer[], stdOut: readonly Buffer[], exitCode: number): string {
  const [errors = '', output = ''] = [stdErr, stdOut].map((parts) => Buffer.concat([...parts]).toString());
  return `${firstLine(errors, exitCode)}\0${errors}\n${output}`;
}

function firstLine(said: string, exitCode: number): string {
  const [line = ''] = said.trim().split('\n');
  return line === '' ? `git ended with code ${exitCode}` : line;
}

function isUsable(path: string, root: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return !realpathSync(path).startsWith(root + sep);
  } catch {
    return false;
  }
}

/** An allow list: nothing of the caller's environment but the PATH reaches git. */
function environmentOf(setting: GitSetting): Record<string, string> {
  const { root, room, identity = {}, network = {}, userConfig = false } = setting;
  return {
    ...identity,
    ...network,
    ...(userConfig ? usersOwn() : { HOME: room, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' }),
    PATH: searchPath(),
    LC_ALL: 'C',
    GIT_DIR: room,
    GIT_WORK_TREE: root,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** What git's own configuration of the user hangs on. */
function usersOwn(): Record<string, string> {
  const names = ['XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_NOSYSTEM', 'GIT_CONFIG_SYSTEM'];
  const set = names.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { HOME: homedir(), ...Object.fromEntries(set) };
}
