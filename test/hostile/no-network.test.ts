import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { straceMissing } from '../faults/strace.ts';
import { committed } from '../setup/git.ts';
import { provider } from '../setup/provider.ts';
import { testdir } from '../setup/testdir.ts';
import { run, describe as told } from '../tools/command.ts';
import { toolsAreRequired } from '../tools/required.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const missing = await straceMissing();
if (missing !== undefined && toolsAreRequired) throw new Error(missing);

/** What lets Go reach nothing: what `verify` itself opens is left. Other programs of this machine may ask a cluster for its version. */
const OFFLINE = { GOPROXY: 'off', GOSUMDB: 'off', PATH: 'go gofmt git' };
const PASSED_ON = ['--env', 'GOPROXY', '--env', 'GOSUMDB'];

type Run = readonly [
  args: readonly string[],
  exitCodes: readonly number[],
  /** The PATH as names of programs. */
  environment?: Readonly<Record<string, string>>,
];

/** All that may be asked for without a network: everything but `bump` with an address, `--push` and `--open`. */
const RUNS: readonly Run[] = [
  [['--version'], [0]],
  [['--help'], [0]],
  [['explain'], [0]],
  [['explain', 'metrics-access'], [0]],
  [['check', 'ROOT'], [1]],
  [['check', 'ROOT', '--format', 'sarif'], [1]],
  [['--dry-run', 'ROOT'], [0]],
  [['--commit-to', 'topic', 'ROOT'], [0]],
  [['pull-request', 'ROOT', '--no-tidy', '--no-verify'], [0]],
  [['pull-request', 'ROOT', '--dry-run', '--no-tidy', '--no-verify'], [0]],
  [['verify', 'ROOT', '--no-cache'], [0], { PATH: '' }],
  [['verify', 'ROOT', '--no-cache', ...PASSED_ON], [0, 1], OFFLINE],
  [['ROOT'], [0]],
  [['ROOT'], [0]],
  [['undo', 'ROOT'], [0]],
  [['metrics-proxy', '--output', 'ROOT/made'], [0]],
  [
    ['bump', 'ROOT', '--project', 'example/project'],
    [2, 3],
  ],
  [['ROOT/missing'], [2]],
];

describe.skipIf(missing !== undefined)('no network is used, and nothing is told to anybody', () => {
  test('by any command, down to the git that it starts', { timeout: 300_000 }, async () => {
    const root = committed(provider());
    for (const [args, exitCodes, environment] of RUNS) {
      const own = args.map((arg) => arg.replace('ROOT', root));
      const { result, sockets } = await socketsOf([process.execPath, cli, ...own], environment);
      expect(exitCodes, `${args.join(' ')}: ${told(result)}`).toContain(result.code);
      expect(sockets, args.join(' ')).toEqual([]);
    }
    expect(existsSync(join(root, '.git/refs/heads/topic'))).toBe(true);
  });

  test('though the trace would show it', async () => {
    const connect = 'require("net").connect(9, "127.0.0.1").on("error", () => {})';
    const { sockets } = await socketsOf([process.execPath, '-e', connect]);
    expect(sockets.join('\n')).toMatch(/AF_INET/);
  });
});

/** The sockets that a command and its children make, those that stay on the machine (AF_UNIX) left out. */
async function socketsOf(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'diag-codemod-sockets-'));
  try {
    const options = ['-ff', '-qq', '-e', 'trace=socket,connect,bind', '-o', join(folder, 'trace')];
    const settings = Object.entries({ ...environment, PATH: pathOf(environment.PATH) });
    const changed = settings.flatMap(([name, value]) => ['-E', `${name}=${value}`]);
    const result = await run('strace', [...options, ...changed, ...command], {
      cwd: testdir(),
      env: { NO_COLOR: '1', HOME: folder, DEBUG: undefined },
      timeout: 120_000,
    });
    const lines = readdirSync(folder)
      .filter((name) => name.startsWith('trace.'))
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
    return { result, sockets: lines.filter((line) => /^\w+\(/.test(line) && !line.includes('AF_UNIX')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A PATH that leads to these programs alone, as far as they are there; that of the tests where none are named. */
function pathOf(names: string | undefined): string {
  const path = process.env.PATH ?? '';
  if (names === undefined) return path;
  const folder = testdir();
  for (const name of names.split(' ')) {
    const place = path.split(':').find((one) => name !== '' && existsSync(join(one, name)));
    if (place !== undefined) symlinkSync(join(place, name), join(folder, name));
  }
  return folder;
}
