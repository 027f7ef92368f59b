import { spawn } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { ProblemError } from '../../repository/problem.ts';
import { goWords } from './go-words.ts';

/** A go that works for so long is stopped. */
const TIMEOUT_MS = 15 * 60_000;
/** Of its output only the end is kept, in UTF-16 units: that is where the error stands. */
const KEPT_OUTPUT = 64_000;

/** Settings of the user that decide where modules come from; `go env` also knows those of the user's configuration file. */
const GO_SETTINGS = [
  'GOPROXY',
  'GOSUMDB',
  'GONOSUMDB',
  'GONOSUMCHECK',
  'GONOPROXY',
  'GOPRIVATE',
  'GOINSECURE',
  'GOMODCACHE',
  'GOCACHE',
  'GOAUTH',
];

/** What reaches the network: proxies and certificates. */
const NETWORK = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NETRC',
];

/** A Go to run, and the environment it gets. */
export interface GoCommand {
  readonly binary: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** How to get Go. */
export const HOW_TO_GET_GO = 'Install Go: https://go.dev/dl/';

/** Finds Go, and makes it a clean environment ({@link goEnvironment}). Throws the usage problem `go-missing`. */
export async function findGo(root: string, home: string): Promise<GoCommand> {
  const binary = findProgram('go', root);
  if (binary === undefined) throw goMissing();
  return { binary, environment: await goEnvironment(binary, home) };
}

/**
 * A clean environment for Go and what calls it: a home of its own, no configuration file, no download of another toolchain, no
 * version control system; modules come only from the user's proxies. Without a `binary` nobody can be asked what the user set.
 */
export async function goEnvironment(binary: string | undefined, home: string): Promise<Environment> {
  const [folders, settings] =
    binary === undefined ? [[], {}] : [[dirname(binary)], await userSettings(binary, home)];
  return {
    ...pick(process.env, NETWORK),
    ...settings,
    ...FIXED,
    PATH: [...folders, '/usr/bin', '/bin'].join(delimiter),
    HOME: home,
    TMPDIR: home,
    GOPATH: join(home, 'go'),
  };
}

type Environment = GoCommand['environment'];

const FIXED = {
  GOENV: 'off',
  GOTOOLCHAIN: 'local',
  GOVCS: '*:off',
  GO111MODULE: 'on',
  CGO_ENABLED: '0',
  LC_ALL: 'C',
};

/** Runs `go …` in a folder; gives what it printed. Throws an `io` problem with its own words when it fails. */
export async function runGo(
  go: GoCommand,
  args: readonly string[],
  place: { readonly directory: string; readonly scratch: string; readonly goFlags: string },
): Promise<string> {
  const environment = { ...go.environment, GOFLAGS: place.goFlags };
  const { code, output } = await run(go.binary, args, place.directory, environment);
  if (code === 0) return output;
  throw new ProblemError('io', {
    code: 'tidy-failed',
    reason: `go ${args.join(' ')} failed: ${goWords(redact(output, place.scratch))}`,
    hint: 'Leave --tidy out and run the commands that the report lists, where the modules can be fetched. Nothing was written.',
  });
}

/** A program on the PATH, unless the repository itself brings it. */
export function findProgram(name: string, root: string): string | undefined {
  return searchPath()
    .map((folder) => join(folder, name))
    .find((path) => isUsable(path, root));
}

/** The absolute folders of the PATH. */
export function searchPath(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter(isAbsolute);
}

function isUsable(path: string, root: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return !realpathSync(path).startsWith(realpathSync(root) + sep);
  } catch {
    return false;
  }
}

function goMissing(): ProblemError {
  return new ProblemError('usage', {
    code: 'go-missing',
    reason: '--tidy needs Go, and there is no go on the PATH',
    hint: `${HOW_TO_GET_GO}, or leave --tidy out and run the commands that the report lists later.`,
  });
}

async function userSettings(binary: string, home: string): Promise<Record<string, string>> {
  const environment = {
    ...pick(process.env, Object.keys(process.env)),
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
    GOFLAGS: '',
  };
  const { code, output } = await run(binary, ['env', '-json', ...GO_SETTINGS], home, environment);
  if (code !== 0) return pick(process.env, GO_SETTINGS);
  // Go may warn before it answers.
  const parsed: unknown = JSON.parse(output.slice(output.indexOf('{')));
  return pick(parsed as Record<string, string | undefined>, GO_SETTINGS);
}

function pick(
  from: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  const found = names.flatMap((name) => (from[name] ? [[name, from[name]] as const] : []));
  return Object.fromEntries(found);
}

function run(
  binary: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(binary, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT_MS });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: -1, output: error.message }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? -1, output: signal ? `${output}\nstopped by ${signal}` : output }),
    );
  });
}

/** The last lines, without the progress of downloads, paths of the scratch folder and passwords in addresses. */
function redact(output: string, scratch: string): string {
  const lines = output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^go: (downloading|finding) /.test(line));
  const text = lines.slice(-12).join('\n').replaceAll(scratch, '.');
  return withoutPasswords(text);
}

/** Addresses without the user and the password in them. */
export function withoutPasswords(text: string): string {
  return text.replace(/\/\/[^/\s:@]+(:[^/\s@]*)?@/g, '//');
}
