import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { committed, git } from '../../test/setup/git.ts';
import { type GitHubStandIn, githubStandIn } from '../../test/setup/github-stand-in.ts';
import { testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { withCleanRoom } from './git-clean-room.ts';
import { findGitDirectory, type GitDirectory } from './git-directory.ts';
import { addressOf, fetchBranch, listRemote, pushCommit, type Remote } from './git-remote.ts';
import { parseAddress } from './git-remote-address.ts';
import { findGit, type GitSetting, runGit } from './git-run.ts';

const TOKEN = 'ghx_canary0123456789canary';

beforeEach(() => {
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
});
afterEach(() => vi.unstubAllEnvs());

/** A bare repository as a server keeps it, with the branches main and side; and a clone of it. */
function served() {
  const folder = testdir();
  const source = committed({ 'a.txt': 'a\n' });
  git(source, 'branch', 'side');
  git(source, 'commit', '-q', '--allow-empty', '-m', 'second');
  const bare = join(folder, 'owner/name.git');
  git(source, 'clone', '-q', '--bare', '.', bare);
  const clone = join(folder, 'clone');
  git(folder, 'clone', '-q', bare, clone);
  return { folder, bare, clone };
}

/** Runs `use` in a clean room for the clone. */
async function inRoomOf<Value>(
  root: string,
  use: (setting: GitSetting, directory: GitDirectory) => Promise<Value>,
): Promise<Value> {
  const directory = findGitDirectory(root);
  if (!directory) throw new Error('no git directory');
  return withCleanRoom(directory, (room) => use({ root, room, binary: findGit(root) ?? '' }, directory));
}

const at = (url: string, credentials?: string): Remote => ({ address: parseAddress(url), credentials });
const idOf = (root: string, name: string) => git(root, 'rev-parse', name).trim();

/** A commit that is nowhere but in the clone. */
function committedIn(clone: string): string {
  git(clone, 'commit', '-q', '--allow-empty', '-m', 'third');
  return idOf(clone, 'HEAD');
}

describe('addressOf', () => {
  const of = (clone: string, named: string) =>
    inRoomOf(clone, (setting, directory) => addressOf(setting, directory, named));

  it('takes a folder that the repository names where no checkout can have brought it', async () => {
    const { clone, bare } = served();
    expect(await of(clone, 'origin')).toMatchObject({ kind: 'local', url: bare });
  });

  it('takes any that the user names', async () => {
    const { clone } = served();
    expect(await of(clone, clone)).toMatchObject({ kind: 'local', url: clone });
    expect(await of(clone, 'git@example.org:owner/name.git')).toMatchObject({ kind: 'ssh' });
  });

  it.each([
    ['of which it has no address', 'fork', 'no-remote'],
    ['that is another checkout', 'planted', 'remote-not-allowed'],
    ['that runs a program', 'program', 'remote-not-allowed'],
  ])('refuses one %s', async (_name, named, code) => {
    const { clone, folder } = served();
    git(clone, 'config', 'remote.planted.url', committed({ 'a.txt': 'a\n' }));
    git(clone, 'config', 'remote.program.url', `ext::touch ${folder}/ran`);
    await expect(of(clone, named)).rejects.toMatchObject({ kind: 'refused', problem: { code } });
  });

  it('reads nothing but the address: no file that the configuration includes, no other place to push to', async () => {
    const { clone, folder } = served();
    writeTestFile(folder, 'included', '[remote "far"]\n\turl = https://example.org/o/n\n');
    git(clone, 'config', 'include.path', join(folder, 'included'));
    git(clone, 'config', 'remote.origin.pushurl', 'https://example.org/o/n');
    await expect(of(clone, 'far')).rejects.toMatchObject({ problem: { code: 'no-remote' } });
    expect((await of(clone, 'origin')).kind).toBe('local');
  });
});

describe('listRemote', () => {
  it('tells the default branch, and where those are that were asked for', async () => {
    const { clone, bare } = served();
    const refs = await inRoomOf(clone, (setting) => listRemote(setting, at(bare), ['side', 'nowhere']));
    expect(refs).toEqual({
      defaultBranch: 'main',
      branches: new Map([
        ['main', idOf(bare, 'main')],
        ['side', idOf(bare, 'side')],
      ]),
    });
  });

  it('knows no default branch where HEAD stands on a commit', async () => {
    const { clone, bare } = served();
    writeFileSync(join(bare, 'HEAD'), `${idOf(bare, 'main')}\n`);
    const refs = await inRoomOf(clone, (setting) => listRemote(setting, at(bare), ['side']));
    expect(refs).toEqual({ defaultBranch: undefined, branches: new Map([['side', idOf(bare, 'side')]]) });
  });

  it('goes over ssh by the user’s own command, which nothing else gets', async () => {
    const { clone, bare, folder } = served();
    const ssh = join(folder, 'ssh');
    writeFileSync(ssh, `#!/bin/sh\ntouch ${folder}/ran\nfor last; do :; done\nexec sh -c "$last"\n`);
    chmodSync(ssh, 0o755);
    vi.stubEnv('GIT_SSH_COMMAND', ssh);
    vi.stubEnv('SSH_AUTH_SOCK', undefined);
    await inRoomOf(clone, (setting) => listRemote(setting, at(bare), []));
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    const refs = await inRoomOf(clone, (setting) =>
      listRemote(setting, at(`git@example.org:${bare}`), ['side']),
    );
    expect(refs.branches.get('side')).toBe(idOf(bare, 'side'));
    expect(existsSync(join(folder, 'ran'))).toBe(true);
  });

  it('lets what is no answer of git be what it is', async () => {
    const { clone, bare } = served();
    const setting = { root: clone, room: join(clone, 'gone'), binary: findGit(clone) ?? '' };
    await expect(listRemote(setting, at(bare), [])).rejects.not.toMatchObject({ kind: 'io' });
  });
});

describe('fetchBranch', () => {
  it.each([
    ['as far as it is told to', 1, 1],
    ['whole', undefined, 2],
  ])('fetches a branch %s into the clean room alone', async (_name, depth, commits) => {
    const { clone, bare, folder } = served();
    const work = join(folder, 'work');
    git(folder, 'clone', '-q', bare, work);
    git(work, 'checkout', '-q', '--orphan', 'topic');
    git(work, 'commit', '-qm', 'one');
    git(work, 'commit', '-q', '--allow-empty', '-m', 'two');
    git(work, 'push', '-q', 'origin', 'topic');
    const id = idOf(bare, 'topic');
    const listed = await inRoomOf(clone, async (setting) => {
      await fetchBranch(setting, at(`file://${bare}`), 'topic', depth);
      return runGit(setting, ['rev-list', id]);
    });
    expect(listed.trim().split('\n')).toHaveLength(commits);
    expect(() => git(clone, 'cat-file', '-e', id)).toThrow();
  });
});

describe('pushCommit', () => {
  const push = (clone: string, remote: Remote, commit: string, branch: string, expected?: string) =>
    inRoomOf(clone, (setting) => pushCommit(setting, remote, commit, { branch, expected }));

  it('makes a branch, moves it from where it must be, and from nowhere else', async () => {
    const { clone, bare } = served();
    const commit = committedIn(clone);
    const parent = idOf(clone, 'HEAD^');
    expect(await push(clone, at(bare), parent, 'topic')).toBe('pushed');
    expect(idOf(bare, 'topic')).toBe(parent);
    expect(await push(clone, at(bare), commit, 'topic')).toBe('raced');
    expect(await push(clone, at(bare), commit, 'topic', commit)).toBe('raced');
    expect(idOf(bare, 'topic')).toBe(parent);
    expect(await push(clone, at(bare), commit, 'topic', parent)).toBe('pushed');
    expect(idOf(bare, 'topic')).toBe(commit);
  });

  it('tells why the other side refuses', async () => {
    const { clone, bare } = served();
    writeTestFile(bare, 'hooks/pre-receive', '#!/bin/sh\necho "no topics here" >&2\nexit 1\n', 0o755);
    const refused = push(clone, at(bare), committedIn(clone), 'topic');
    await expect(refused).rejects.toMatchObject({
      kind: 'io',
      problem: { code: 'remote-failed', reason: expect.stringContaining('pre-receive hook declined') },
    });
    expect(git(bare, 'branch', '--list', 'topic')).toBe('');
  });

  it('tells that nothing is there', async () => {
    const { clone, bare } = served();
    const refused = push(clone, at(`file://${bare}`), committedIn(clone), 'topic');
    await expect(refused).resolves.toBe('pushed');
    const gone = { address: { ...parseAddress(bare), url: `${bare}.gone` }, credentials: undefined };
    await expect(push(clone, gone, committedIn(clone), 'topic')).rejects.toMatchObject({
      kind: 'io',
      problem: { code: 'remote-failed', reason: expect.stringMatching(/cannot be used: fatal: .*gone/) },
    });
  });

  it('tells git’s first words where none of them is telling', async () => {
    const { clone, bare, folder } = served();
    writeTestFile(folder, 'git', '#!/bin/sh\necho "something is odd" >&2\nexit 9\n', 0o755);
    const failed = inRoomOf(clone, (setting) =>
      pushCommit({ ...setting, binary: join(folder, 'git') }, at(bare), 'x', {
        branch: 'topic',
        expected: undefined,
      }),
    );
    await expect(failed).rejects.toMatchObject({
      problem: { reason: `the remote ${bare} cannot be used: something is odd` },
    });
  });

  it('lets what is no answer of git be what it is', async () => {
    const { clone, bare } = served();
    const setting = { root: clone, room: join(clone, 'gone'), binary: findGit(clone) ?? '' };
    const target = { branch: 'topic', expected: undefined };
    await expect(pushCommit(setting, at(bare), 'x', target)).rejects.not.toMatchObject({ kind: 'io' });
  });

  it('signs nothing, and follows neither tags nor submodules, whatever the user’s configuration says', async () => {
    const { clone, bare, folder } = served();
    const settings = '[push]\n\tgpgSign = true\n\tfollowTags = true\n\trecurseSubmodules = only\n';
    writeTestFile(folder, 'gitconfig', settings);
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(folder, 'gitconfig'));
    git(clone, 'tag', '-a', '-m', 'v1', 'v1', 'HEAD');
    expect(await push(clone, at(bare), committedIn(clone), 'topic')).toBe('pushed');
    expect(git(bare, 'tag')).toBe('');
  });
});

describe('over http', () => {
  async function onServer() {
    const scene = served();
    const github: GitHubStandIn = await githubStandIn(scene.folder, TOKEN);
    return { ...scene, github, url: `${github.url}/owner/name.git` };
  }

  it('credentials go to that address alone', async () => {
    const { clone, bare, github, url } = await onServer();
    const refs = await inRoomOf(clone, (setting) =>
      listRemote(setting, at(url, `x-access-token:${TOKEN}`), ['side']),
    );
    expect(refs.branches.get('side')).toBe(idOf(bare, 'side'));
    expect(github.asked.every(({ authorization }) => authorization.startsWith('Basic '))).toBe(true);
    const config = readFileSync(join(clone, '.git/config'), 'utf8');
    expect(config).not.toContain(TOKEN);
  });

  it.each([
    ['Set GITHUB_TOKEN to a token that', undefined],
    ['Use credentials that', 'x-access-token:wrong'],
  ])('who may not is told: %s', async (hint, credentials) => {
    const { clone, url } = await onServer();
    await expect(
      inRoomOf(clone, (setting) => listRemote(setting, at(url, credentials), [])),
    ).rejects.toMatchObject({
      kind: 'io',
      problem: { code: 'remote-denied', hint: expect.stringContaining(hint) },
    });
  });
});
