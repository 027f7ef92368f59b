import { readdirSync, readFileSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../src/repository/change.ts';
import { buildChangeSet } from '../../src/repository/change-set.ts';
import { uncommittedPaths } from '../../src/repository/git.ts';
import { branchAt, commitOf, currentBranch, writeBranch } from '../../src/repository/git-branch.ts';
import { withCleanRoom } from '../../src/repository/git-clean-room.ts';
import { withClone } from '../../src/repository/git-clone.ts';
import { commitToBranch } from '../../src/repository/git-commit.ts';
import { reftableTags, usesReftable, writeReftableBranch } from '../../src/repository/git-reftable.ts';
import { findGit } from '../../src/repository/git-run.ts';
import { openRepository } from '../../src/repository/open.ts';
import { committed, git } from '../setup/git.ts';
import { testdir, writeTestFile } from '../setup/testdir.ts';

const NO_HEAD = 'ref: refs/heads/.invalid\n';
const HASH = 'a'.repeat(40);

afterEach(() => vi.unstubAllEnvs());

/** A git that does what the script says before it is git; it comes first on the PATH. */
function standIn(script: string): string {
  const folder = testdir();
  const real = findGit('/nowhere') ?? 'git';
  writeTestFile(folder, 'git', `#!/bin/sh\n${script}\nexec ${real} "$@"\n`, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return join(folder, 'git');
}

/** A git directory that keeps its refs in tables. */
function tables(files: Readonly<Record<string, string>> = { 'reftable/tables.list': 'one\n' }) {
  const root = testdir({ HEAD: NO_HEAD, 'objects/x': '', ...files });
  return { own: root, common: root };
}

describe('tables', () => {
  it('are those of a repository whose HEAD says so, and which has them', () => {
    expect(usesReftable(tables())).toBe(true);
    expect(usesReftable(tables({}))).toBe(false);
    expect(usesReftable(tables({ HEAD: 'ref: refs/heads/main\n', 'reftable/x': '' }))).toBe(false);
  });

  it('are copied to a clean room; links, folders, odd names and the very large are not', async () => {
    const directory = tables({
      'reftable/tables.list': 'one\n',
      'reftable/a b': '',
      'reftable/folder/x': '',
    });
    symlinkSync('/etc/passwd', join(directory.own, 'reftable/link'));
    for (const [name, size] of [
      ['large', 64 * 1024 * 1024 + 1],
      ['at-limit', 64 * 1024 * 1024],
    ] as const) {
      writeTestFile(directory.own, `reftable/${name}`, '');
      truncateSync(join(directory.own, 'reftable', name), size);
    }
    const copied = await withCleanRoom(directory, async (room) => readdirSync(join(room, 'reftable')));
    expect(copied.sort()).toEqual(['at-limit', 'tables.list']);
  });

  it('are a thousand at most', async () => {
    const names = Array.from({ length: 1_001 }, (_, number) => `reftable/${number}`);
    const directory = tables(Object.fromEntries(names.map((name) => [name, ''])));
    const copied = await withCleanRoom(directory, async (room) => readdirSync(join(room, 'reftable')));
    expect(copied).toHaveLength(1_000);
  });

  it('that the common folder lacks are none', async () => {
    const common = testdir({ 'objects/x': '' });
    const { own } = tables();
    const copied = await withCleanRoom({ own, common }, async (room) => [
      readdirSync(join(room, 'reftable')),
      readdirSync(join(room, 'common/reftable')),
    ]);
    expect(copied).toEqual([['tables.list'], []]);
  });

  it('are read by a git that is told of them, and of longer names of objects where the config says so', async () => {
    const configOf = async (files: Readonly<Record<string, string>>) =>
      withCleanRoom(tables({ 'reftable/x': '', ...files }), async (room) =>
        readFileSync(join(room, 'config'), 'utf8'),
      );
    expect(await configOf({})).toMatch(
      /repositoryformatversion = 1\n[\s\S]*\[extensions\]\n\trefStorage = reftable\n$/,
    );
    const sha256 = await configOf({ config: '[extensions]\n\tobjectFormat = sha256\n' });
    expect(sha256).toMatch(/\[extensions\]\n\trefStorage = reftable\n\tobjectFormat = sha256\n$/);
  });
});

describe('tags', () => {
  it('are what git prints, whatever they are called', async () => {
    const binary = standIn(`printf '${HASH} refs/tags/v1\\n${HASH} refs/tags/a/b\\n'; exit`);
    const room = testdir();
    expect(await reftableTags({ root: room, room, binary })).toEqual(
      new Map([
        ['v1', HASH],
        ['a/b', HASH],
      ]),
    );
  });

  it('of a clone that git cannot read are a refusal', async () => {
    standIn('echo "fatal: broken" >&2; exit 128');
    await expect(withClone(tables().own, async () => 1)).rejects.toMatchObject({
      kind: 'refused',
      problem: { code: 'unreadable-clone', reason: 'git cannot read the clone: fatal: broken' },
    });
  });
});

/** A repository whose refs seem to be in tables, for a git that asks nobody for them. */
function inTables(script: string): string {
  const root = committed({ 'a.txt': 'old\n' });
  const head = git(root, 'rev-parse', 'HEAD').trim();
  writeTestFile(root, '.git/HEAD', NO_HEAD);
  writeTestFile(root, '.git/reftable/x', '');
  // What this git does not know of is taken from its settings.
  standIn(`sed -i /refStorage/d "$GIT_DIR/config"; echo ${head} > "$GIT_DIR/HEAD"; ${script}`);
  return root;
}

function commit(root: string): Promise<string> {
  const change: Change = {
    kind: 'edit',
    path: 'a.txt',
    start: 0,
    end: 3,
    expected: 'old',
    replacement: 'new',
    step: 's',
    reason: 'r',
  };
  const repository = openRepository(root);
  const request = { branch: 'topic', message: 'm', allowDirty: false };
  return commitToBranch(repository, buildChangeSet(repository, [change]), request);
}

describe('a branch', () => {
  it('is not made where git fails for another reason than a branch that is there: its words are told', async () => {
    const root = inTables('case "$*" in *update-ref*) echo "fatal: no space" >&2; exit 128 ;; esac');
    await expect(commit(root)).rejects.toMatchObject({
      kind: 'conflict',
      problem: { code: 'git-failed', reason: 'git could not make the commit: fatal: no space' },
    });
  });

  it('that git says is there is told as such', async () => {
    const root = inTables(
      'case "$*" in *update-ref*) echo "fatal: reference already exists" >&2; exit 128 ;; esac',
    );
    await expect(commit(root)).rejects.toMatchObject({
      kind: 'conflict',
      problem: { code: 'branch-exists' },
    });
  });

  it('kept in a file is found, made and moved there', async () => {
    const root = committed({ 'a.txt': 'old\n' });
    const own = join(root, '.git');
    const directory = { own, common: own };
    const [one, other] = [HASH, 'b'.repeat(40)];
    await withCleanRoom(directory, async (room) => {
      const setting = { root, room, binary: findGit(root) ?? '' };
      await writeBranch(setting, directory, { branch: 'topic', commit: one, from: undefined });
      expect(await commitOf(setting, directory, 'topic')).toBe(one);
      await writeBranch(setting, directory, { branch: 'topic', commit: other, from: one });
      expect(await commitOf(setting, directory, 'topic')).toBe(other);
      expect(await currentBranch(setting, directory)).toBe('main');
    });
  });

  it('is not made where the tables have become a link', async () => {
    const directory = tables();
    const outside = testdir();
    rmSync(join(directory.own, 'reftable'), { recursive: true });
    symlinkSync(outside, join(directory.own, 'reftable'));
    const room = testdir({ 'reftable/x': '' });
    const setting = { root: room, room, binary: 'git' };
    const write = { branch: 'topic', commit: HASH, from: undefined };
    const made = writeReftableBranch(setting, directory, write);
    await expect(made).rejects.toThrow(`${join(directory.own, 'reftable')} is no folder`);
    expect([readdirSync(outside), readdirSync(join(room, 'reftable'))]).toEqual([[], ['x']]);
  });
});

describe('the branch that is checked out', () => {
  it('is a conflict with git’s words where git cannot tell', async () => {
    const root = inTables('case "$*" in *symbolic-ref*) echo "fatal: broken tables" >&2; exit 128 ;; esac');
    await expect(branchAt(root)).rejects.toMatchObject({
      kind: 'conflict',
      problem: {
        code: 'git-failed',
        reason: expect.stringContaining('is checked out: fatal: broken tables'),
      },
    });
  });

  it('is a problem of the disk where there is no room for a clean room', async () => {
    const root = inTables('');
    vi.stubEnv('TMPDIR', join(root, 'gone'));
    await expect(branchAt(root)).rejects.toMatchObject({ kind: 'io', problem: { code: 'io-error' } });
  });

  it('needs git in tables, and in files none', async () => {
    const root = inTables('');
    vi.stubEnv('PATH', '/nowhere');
    await expect(branchAt(root)).rejects.toMatchObject({ kind: 'usage', problem: { code: 'no-git' } });
    expect(await branchAt(testdir({ '.git/HEAD': 'ref: refs/heads/a/b\n', '.git/objects/x': '' }))).toBe(
      'a/b',
    );
    expect(await branchAt(testdir())).toBeUndefined();
  });
});

describe('the dirty guard', () => {
  it('tells git’s words where they are not about its age', async () => {
    const root = inTables('echo "fatal: index file corrupt" >&2; exit 128');
    await expect(uncommittedPaths(root, ['a.txt'])).rejects.toMatchObject({
      kind: 'conflict',
      problem: { code: 'git-failed' },
    });
  });
});
