import { join, resolve } from 'node:path';
import type { GitDirectory } from './git-directory.ts';
import { networkVariables } from './git-download.ts';
import { isOutsideCheckouts, parseAddress, type RemoteAddress } from './git-remote-address.ts';
import { GitFailure, type GitSetting, runGit } from './git-run.ts';
import { ProblemError, refusal } from './problem.ts';

/** A push or a fetch may take so long, in milliseconds of silence. */
const TIMEOUT_MS = 600_000;

/** A remote that may be asked, and what it wants to be asked with. */
export interface Remote {
  readonly address: RemoteAddress;
  /** `user:password`; goes to the host of the address alone, and never through a command line. */
  readonly credentials: string | undefined;
}

/** What a remote has. */
export interface RemoteRefs {
  /** The branch that HEAD stands on; undefined where the remote does not tell. */
  readonly defaultBranch: string | undefined;
  /** Branches that were asked for, and the commits that they name; a `*` at the end of a name asks for all that begin so. */
  readonly branches: ReadonlyMap<string, string>;
}

/** What git says, here or at the server, of a branch that is not where it was expected; the last since git 2.50. */
const RACED = /stale info|fetch first|cannot lock ref|already exists|incorrect old value/;

/** How a push ended; `raced`: somebody else pushed meanwhile, and nothing was written. */
export type Pushed = 'pushed' | 'raced';

/**
 * The address of a remote: `named` is a name in the repository's configuration, or an address. Of that configuration only `remote.<name>.url`
 * is read: what else stands there (`pushurl`, `insteadOf`, included files) could lead anywhere.
 */
export async function addressOf(
  setting: GitSetting,
  directory: GitDirectory,
  named: string,
): Promise<RemoteAddress> {
  if (/[/:]/.test(named)) return parseAddress(/^\.{0,2}\//.test(named) ? resolve(named) : named);
  const file = join(directory.common, 'config');
  const args = ['config', '--file', file, '--no-includes', '--get', `remote.${named}.url`];
  const url = (await runGit(setting, args).catch(() => '')).replace(/\n$/, '');
  if (url === '') throw noRemote(named);
  const address = parseAddress(url);
  if (address.kind === 'local' && !isOutsideCheckouts(address, setting.root)) throw untrustedFolder(url);
  return address;
}

/** Asks a remote for its default branch and these branches. Throws an `io` problem when it does not answer. */
export async function listRemote(
  setting: GitSetting,
  remote: Remote,
  branches: readonly string[],
): Promise<RemoteRefs> {
  const patterns = ['HEAD', ...branches.map((branch) => `refs/heads/${branch}`)];
  const output = await ask(setting, remote, ['ls-remote', '--symref', '--', remote.address.url, ...patterns]);
  const [, defaultBranch] = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(output) ?? [];
  const lines = [...output.matchAll(/^([0-9a-f]{40,64})\t(\S+)$/gm)];
  const heads = lines.flatMap(([, id = '', ref = '']) => {
    const name = ref === 'HEAD' ? defaultBranch : /^refs\/heads\/(.+)$/.exec(ref)?.[1];
    return name === undefined ? [] : [[name, id] as const];
  });
  return { defaultBranch, branches: new Map(heads) };
}

/** Fetches a branch into the clean room; at most `depth` commits of it where that is given. */
export async function fetchBranch(
  setting: GitSetting,
  remote: Remote,
  branch: string,
  depth?: number,
): Promise<void> {
  const options = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-gc'];
  const limit = depth === undefined ? [] : [`--depth=${depth}`];
  await ask(setting, remote, [
    'fetch',
    ...options,
    ...limit,
    '--',
    remote.address.url,
    `refs/heads/${branch}`,
  ]);
}

/**
 * Pushes a commit of the clean room to a branch, which must still be at `expected` (undefined: must not exist).
 * Throws an `io` problem when the remote refuses.
 */
export async function pushCommit(
  setting: GitSetting,
  remote: Remote,
  commit: string,
  { branch, expected }: { readonly branch: string; readonly expected: string | undefined },
): Promise<Pushed> {
  const ref = `refs/heads/${branch}`;
  const lease = `--force-with-lease=${ref}:${expected ?? ''}`;
  const args = ['push', '--porcelain', '--no-verify', lease, '--', remote.address.url, `${commit}:${ref}`];
  try {
    await runGit(reaching(setting, remote), args);
    return 'pushed';
  } catch (error) {
    if (error instanceof GitFailure && RACED.test(error.said)) return 'raced';
    throw unreachable(remote, error);
  }
}

async function ask(setting: GitSetting, remote: Remote, args: readonly string[]): Promise<string> {
  try {
    return await runGit(reaching(setting, remote), args);
  } catch (error) {
    throw unreachable(remote, error);
  }
}

/** What lets git reach a remote: protocols by the kind of its address, and the credentials through the environment. */
function reaching(setting: GitSetting, { address, credentials }: Remote): GitSetting {
  const protocols = { local: 'file', ssh: 'ssh', http: 'https:http' }[address.kind];
  const passed = ['SSH_AUTH_SOCK', 'GIT_SSH_COMMAND'].flatMap((name) => {
    const value = address.kind === 'ssh' ? process.env[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  const network = {
    ...networkVariables(),
    ...Object.fromEntries(passed),
    GIT_ALLOW_PROTOCOL: protocols,
    ...settingsOf([
      ...OWN_SETTINGS,
      ...(credentials === undefined ? [] : credentialSettings(address, credentials)),
    ]),
  };
  return { ...setting, network, userConfig: true, timeout: TIMEOUT_MS };
}

type GitOption = readonly [key: string, value: string];

/** A push or a fetch is of what is named, and signs, follows and cleans up nothing, whatever the user's configuration says. */
const OWN_SETTINGS: readonly GitOption[] = [
  ['push.followTags', 'false'],
  ['push.gpgSign', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['fetch.recurseSubmodules', 'no'],
  ['fetch.unpackLimit', '100000'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

/** A redirect is not followed: it would take the header along. */
function credentialSettings({ url }: RemoteAddress, credentials: string): readonly GitOption[] {
  return [
    [`http.${url}.extraHeader`, `Authorization: Basic ${Buffer.from(credentials).toString('base64')}`],
    ['http.followRedirects', 'false'],
    ['credential.helper', ''],
  ];
}

/** Settings of one call, by the environment. */
function settingsOf(options: readonly GitOption[]): Readonly<Record<string, string>> {
  const variables = options.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return Object.fromEntries([['GIT_CONFIG_COUNT', String(options.length)], ...variables]);
}

function unreachable({ address, credentials }: Remote, error: unknown): unknown {
  if (!(error instanceof GitFailure)) return error;
  const denied = /\b(?:401|403)\b|denied|Authentication failed|could not read Username|not permitted/i.test(
    error.said,
  );
  const asked = address.kind === 'http' && credentials === undefined;
  if (!denied) {
    return new ProblemError('io', {
      code: 'remote-failed',
      reason: `the remote ${address.url} cannot be used: ${wordsOf(error)}`,
      hint: 'Nothing was pushed. Check the address and the network, and run again.',
    });
  }
  const help = asked ? 'Set GITHUB_TOKEN to a token' : 'Use credentials';
  return new ProblemError('io', {
    code: 'remote-denied',
    reason: `the remote ${address.url} denies access: ${wordsOf(error)}`,
    hint: `Nothing was pushed. ${help} that may write the repository’s contents.`,
  });
}

/** What git says of the reason: not the first line of a failed push, which only says where to. */
function wordsOf({ said, message }: GitFailure): string {
  const lines = said.split('\n').map((line) => line.trim());
  const telling = lines.find((line) =>
    /^(?:fatal|remote: error|ssh:|! )|\[(?:remote )?rejected\]/.test(line),
  );
  return (telling ?? message).replace(/^!\t\S+\t/, '').slice(0, 300);
}

function noRemote(named: string): ProblemError {
  return refusal({
    code: 'no-remote',
    reason: `the repository has no remote called ${JSON.stringify(named)}`,
    hint: 'Name one with --remote, or give its address there.',
  });
}

function untrustedFolder(url: string): ProblemError {
  return refusal({
    code: 'remote-not-allowed',
    reason: `the repository’s own configuration names the folder ${JSON.stringify(url)} as its remote, whose hooks a push would run`,
    hint: 'If you trust it, name it yourself: --remote with its path.',
  });
}
