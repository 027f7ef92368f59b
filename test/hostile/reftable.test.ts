import { existsSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../src/repository/change.ts';
import { buildChangeSet } from '../../src/repository/change-set.ts';
import { uncommittedPaths } from '../../src/repository/git.ts';
import { branchAt, commitOf, writeBranch } from '../../src/repository/git-branch.ts';
import { withCleanRoom } from '../../src/repository/git-clean-room.ts';
import { withClone } from '../../src/repository/git-clone.ts';
import { commitToBranch } from '../../src/repository/git-commit.ts';
import { findGitDirectory, type GitDirectory } from '../../src/repository/git-directory.ts';
import { findGit, type GitSetting, runGit } from '../../src/repository/git-run.ts';
import { openRepository } from '../../src/repository/open.ts';
import { ProblemError } from '../../src/repository/problem.ts';
import { committed, git } from '../setup/git.ts';
import { refStores, taught, useOldGit } from '../setup/ref-stores.ts';
import { snapshot, testdir, writeTestFile } from '../setup/testdir.ts';

const files = { 'a.txt': 'old\n', 'b.txt': 'b\n' };
const paths = Object.keys(files);

afterEach(() => vi.unstubAllEnvs());

describe.each(refStores)('refs in $name', (store) => {
  it('the dirty guard names what is uncommitted, and nothing else; also in a further work tree', async () => {
    const worktree = join(testdir(), 'w');
    const root = store.keep(committed(files), worktree);
    store.use();
    for (const place of [root, worktree]) {
      expect(await uncommittedPaths(place, paths)).toEqual([]);
      writeFileSync(join(place, 'a.txt'), 'edited\n');
      expect(await uncommittedPaths(place, paths)).toEqual(['a.txt']);
    }
  });

  it.each([['sha1'], ['sha256']])('--commit-to makes its branch there, %s', async (format) => {
    const worktree = join(testdir(), 'w');
    const root = store.keep(committed(files, `--object-format=${format}`), worktree);
    store.use();
    const before = store.refs(root);
    for (const [place, branch] of [
      [root, 'topic/one'],
      [worktree, 'topic/two'],
    ] as const) {
      const untouched = snapshot(place)['a.txt'];
      const commit = await commitTo(place, branch);
      expect(store.refs(root)).toContain(`${commit} refs/heads/${branch}`);
      expect(await committedText(root, commit)).toBe('new\n');
      expect(snapshot(place)['a.txt']).toBe(untouched);
    }
    expect(store.refs(root)).toContain(before.trim().split('\n').at(-1) ?? '');
    expect(existsSync(join(root, '.git/refs/heads/topic'))).toBe(false);
  });

  it.each(['topic', 'topic/one', 'topic/one/two'])('a branch %s is in the way of topic/one', async (name) => {
    const root = committed(files);
    git(root, 'branch', name);
    store.keep(root);
    store.use();
    const before = store.refs(root);
    expect(await problemOf(commitTo(root, 'topic/one'))).toMatchObject({ code: 'branch-exists' });
    expect(store.refs(root)).toBe(before);
  });

  it('the branch that is checked out is known, and where one is; a further work tree has its own', async () => {
    const worktree = join(testdir(), 'w');
    const root = committed(files);
    git(root, 'branch', 'other/topic');
    const head = git(root, 'rev-parse', 'HEAD').trim();
    store.keep(root, worktree);
    store.use();
    expect([await branchAt(root), await branchAt(worktree)]).toEqual(['main', 'w']);
    for (const place of [root, worktree]) {
      const branches = await inRoomOf(place, async (setting, directory) => [
        await commitOf(setting, directory, 'main'),
        await commitOf(setting, directory, 'other/topic'),
        await commitOf(setting, directory, 'topic'),
      ]);
      expect(branches).toEqual([head, head, undefined]);
    }
    const detached = committed(files);
    git(detached, 'checkout', '-q', '--detach');
    expect(await branchAt(store.keep(detached))).toBeUndefined();
  });

  it('a branch is moved from where it must be, and from nowhere else', async () => {
    const root = committed(files);
    git(root, 'branch', 'topic');
    git(root, 'commit', '-q', '--allow-empty', '-m', 'second');
    const [first = '', second = ''] = ['HEAD^', 'HEAD'].map((name) => git(root, 'rev-parse', name).trim());
    store.keep(root);
    store.use();
    const move = (from: string) =>
      inRoomOf(root, (setting, directory) =>
        writeBranch(setting, directory, { branch: 'topic', commit: second, from }),
      );
    expect(await problemOf(move(second))).toMatchObject({ kind: 'conflict', code: 'branch-moved' });
    expect(store.refs(root)).toContain(`${first} refs/heads/topic`);
    await move(first);
    expect(store.refs(root)).toContain(`${second} refs/heads/topic`);
  });

  it('nothing is committed to before the first commit', async () => {
    const root = committed(files);
    git(root, 'checkout', '-q', '--orphan', 'empty');
    store.keep(root);
    store.use();
    expect(await problemOf(commitTo(root, 'topic'))).toMatchObject({ code: 'no-git-commit' });
  });

  it('tags of a clone are read', async () => {
    const root = committed(files);
    git(root, 'tag', 'v1.0.0');
    store.keep(root);
    store.use();
    const [tags, text] = await withClone(root, async (clone) => {
      return [clone.tags, await clone.textAt('v1.0.0', 'a.txt')];
    });
    expect([tags, text]).toEqual([['v1.0.0'], 'old\n']);
  });

  it('links in the place of the tables are not followed, and no hook is run', async () => {
    const root = store.keep(committed(files));
    const outside = testdir();
    writeTestFile(root, '.git/hooks/reference-transaction', `#!/bin/sh\ntouch ${outside}/ran\n`, 0o755);
    store.use();
    await commitTo(root, 'topic');
    renameSync(join(root, '.git/reftable'), join(outside, 'tables'));
    symlinkSync(join(outside, 'tables'), join(root, '.git/reftable'));
    const before = snapshot(outside);
    expect(await problemOf(commitTo(root, 'other'))).toMatchObject({ code: 'no-git-commit' });
    expect(snapshot(outside)).toEqual(before);
    expect(Object.keys(before)).not.toContain('ran');
  });
});

describe('a git that is too old for reftables', () => {
  it('is told of, and nothing is done', async () => {
    const root = taught.keep(committed(files));
    useOldGit();
    const tooOld = { kind: 'conflict', code: 'git-too-old', hint: expect.stringContaining('2.45') };
    expect(await problemOf(uncommittedPaths(root, paths))).toMatchObject(tooOld);
    expect(await problemOf(commitTo(root, 'topic'))).toMatchObject(tooOld);
    expect(await problemOf(withClone(root, async () => undefined))).toMatchObject(tooOld);
    expect(await problemOf(branchAt(root))).toMatchObject({
      ...tooOld,
      hint: expect.stringContaining('--to'),
    });
  });
});

/** Commits one edit to a branch. */
function commitTo(root: string, branch: string): Promise<string> {
  const repository = openRepository(root);
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
  const request = { branch, message: 'Subject\n', allowDirty: false };
  return commitToBranch(repository, buildChangeSet(repository, [change]), request);
}

function committedText(root: string, commit: string): Promise<string> {
  return inRoomOf(root, (setting) => runGit(setting, ['cat-file', 'blob', `${commit}:a.txt`]));
}

async function inRoomOf<Value>(
  root: string,
  use: (setting: GitSetting, directory: GitDirectory) => Promise<Value>,
): Promise<Value> {
  const directory = findGitDirectory(root);
  if (!directory) throw new Error('no git directory');
  return withCleanRoom(directory, (room) => use({ root, room, binary: findGit(root) ?? '' }, directory));
}

async function problemOf(attempt: Promise<unknown>) {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return { kind: error.kind, ...error.problem };
  throw error ?? new Error('nothing was thrown');
}
