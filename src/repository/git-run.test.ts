import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { findGit, GitFailure, runGit } from './git-run.ts';

afterEach(() => vi.unstubAllEnvs());

/** A folder with a git of ours, a shell script, which comes first on the PATH. */
function fakeGit(script: string): string {
  const folder = testdir({ git: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, 'git'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return join(folder, 'git');
}

const ALLOWED = [
  ...['PATH', 'HOME', 'LC_ALL', 'GIT_DIR', 'GIT_WORK_TREE', 'GIT_CONFIG_NOSYSTEM', 'GIT_CONFIG_GLOBAL'],
  ...['GIT_ATTR_NOSYSTEM', 'GIT_OPTIONAL_LOCKS', 'GIT_NO_LAZY_FETCH', 'GIT_TERMINAL_PROMPT'],
];
/** What the shell and simple-git set by themselves. */
const HARMLESS = ['PWD', 'OLDPWD', 'SHLVL', '_', 'GIT_TEST_DISALLOW_ABBREVIATED_OPTIONS'];

describe('runGit', () => {
  it('gives git an environment of an allow list, whatever the caller has', async () => {
    const binary = fakeGit('env -0; pwd -P >&2');
    const hostile = ['GIT_SSH_COMMAND', 'GIT_EXTERNAL_DIFF', 'GIT_CONFIG_COUNT', 'GIT_EDITOR', 'GIT_PAGER'];
    const secrets = ['GITHUB_TOKEN', 'VISUAL', 'LD_PRELOAD_X', 'NODE_OPTIONS_X', 'HTTPS_PROXY', 'DEBUG'];
    for (const name of [...hostile, ...secrets]) vi.stubEnv(name, 'x');
    const [root, room] = [testdir(), testdir()];
    const printed = await runGit({ root, room, binary, identity: { GIT_AUTHOR_NAME: 'a' } }, ['status']);
    const names = printed.split('\0').flatMap((line) => line.split('=')[0] || []);
    const kept = names.filter((name) => !HARMLESS.includes(name));
    expect(kept.sort()).toEqual([...ALLOWED, 'GIT_AUTHOR_NAME'].sort());
    expect(printed).toContain(`GIT_DIR=${room}\0`);
    expect(printed).toContain(`HOME=${room}\0`);
    const fixed = ['LC_ALL=C', 'GIT_CONFIG_GLOBAL=/dev/null', 'GIT_CONFIG_NOSYSTEM=1', 'GIT_ATTR_NOSYSTEM=1'];
    const switches = ['GIT_OPTIONAL_LOCKS=0', 'GIT_NO_LAZY_FETCH=1', 'GIT_TERMINAL_PROMPT=0'];
    for (const line of [...fixed, ...switches, `GIT_WORK_TREE=${root}`, `PATH=${process.env.PATH}`])
      expect(printed.split('\0')).toContain(line);
  });

  it('lets git read the configuration of the user only where that is asked for, and from where they keep it', async () => {
    const binary = fakeGit('env -0');
    const home = testdir();
    vi.stubEnv('XDG_CONFIG_HOME', home);
    vi.stubEnv('GIT_CONFIG_GLOBAL', undefined);
    const [root, room] = [testdir(), testdir()];
    const printed = await runGit({ root, room, binary, userConfig: true }, ['status']);
    const lines = printed.split('\0');
    expect(lines).toEqual(expect.arrayContaining([`XDG_CONFIG_HOME=${home}`, `HOME=${homedir()}`]));
    expect(lines.filter((line) => /^GIT_CONFIG_GLOBAL=/.test(line))).toEqual([]);
  });

  it('starts it in the clean room, without a shell, with paths that are taken as they are', async () => {
    const binary = fakeGit('pwd -P; for a in "$@"; do echo "$a"; done');
    const [root, room] = [testdir(), testdir()];
    const printed = await runGit({ root, room, binary }, [
      'status',
      '--',
      '$(touch x); `touch x`',
      '--output=x',
    ]);
    expect(printed.split('\n')).toEqual([
      room,
      '--literal-pathspecs',
      'status',
      '--',
      '$(touch x); `touch x`',
      '--output=x',
      '',
    ]);
    expect([root, room].filter((folder) => existsSync(join(folder, 'x')))).toEqual([]);
  });

  it('tells what git said first where it fails, and its code where it says nothing', async () => {
    const setting = { root: testdir(), room: testdir() };
    const said = runGit({ ...setting, binary: fakeGit('echo "fatal: no" >&2; echo more >&2; exit 128') }, [
      'x',
    ]);
    await expect(said).rejects.toMatchObject({ message: 'fatal: no', said: expect.stringContaining('more') });
    await expect(said).rejects.toThrow(GitFailure);
    const silent = runGit({ ...setting, binary: fakeGit('exit 3') }, ['x']);
    await expect(silent).rejects.toThrow('git ended with code 3');
    const words = runGit({ ...setting, binary: fakeGit('echo remark >&2; echo fine') }, ['x']);
    await expect(words).resolves.toContain('fine');
  });

  it('stops a git that says nothing', async () => {
    const binary = fakeGit('echo $$ > "$HOME/pid"; exec sleep 60');
    const room = testdir();
    const start = performance.now();
    await expect(runGit({ root: testdir(), room, binary, timeout: 300 }, ['x'])).rejects.toThrow(GitFailure);
    expect(performance.now() - start).toBeLessThan(30_000);
    const pid = Number(readFileSync(join(room, 'pid'), 'utf8'));
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000 });
  });

  it('fails when git cannot be started, or simple-git lets an argument not pass', async () => {
    const [root, room] = [testdir(), testdir()];
    const missing = runGit({ root, room, binary: join(room, 'nowhere') }, ['status']);
    await expect(missing).rejects.toThrow(GitFailure);
    await expect(missing).rejects.toThrow('ENOENT');
    const blocked = runGit({ root, room, binary: fakeGit('true') }, ['fetch', '--upload-pack=id', '.']);
    await expect(blocked).rejects.toThrow(GitFailure);
    await expect(blocked).rejects.toThrow('--upload-pack');
  });
});

describe('findGit', () => {
  it('takes the first git of the PATH that is absolute, executable, and not of the repository', () => {
    const [root, plain, good] = [testdir(), testdir(), testdir()];
    for (const folder of [root, plain, good]) writeFileSync(join(folder, 'git'), '#!/bin/sh\n');
    for (const folder of [root, good]) chmodSync(join(folder, 'git'), 0o755);
    vi.stubEnv('PATH', `.:${relative(process.cwd(), good)}:${root}:${plain}:${good}`);
    expect(findGit(root)).toBe(join(good, 'git'));
    vi.stubEnv('PATH', `${root}:${plain}`);
    expect(findGit(root)).toBeUndefined();
    vi.stubEnv('PATH', undefined);
    expect(findGit(root)).toBeUndefined();
  });

  it('takes one of a folder whose name only begins like that of the repository', () => {
    const root = testdir({ 'bin/git': '', 'bin-2/git': '' });
    for (const path of ['bin/git', 'bin-2/git']) chmodSync(join(root, path), 0o755);
    vi.stubEnv('PATH', `${join(root, 'bin')}:${join(root, 'bin-2')}`);
    expect(findGit(join(root, 'bin'))).toBe(join(root, 'bin-2/git'));
  });
});
