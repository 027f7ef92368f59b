import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../src/repository/change.ts';
import { buildChangeSet } from '../../src/repository/change-set.ts';
import { commitToBranch } from '../../src/repository/git-commit.ts';
import { openRepository } from '../../src/repository/open.ts';
import { ProblemError } from '../../src/repository/problem.ts';
import { committed, git } from '../setup/git.ts';
import { snapshot, testdir, writeTestFile } from '../setup/testdir.ts';

const why = { step: 's', reason: 'r' };
const files = { 'a.txt': 'old\n', 'sub/b.sh': 'old\n', 'gone.txt': 'gone\n', 'kept.txt': 'kept\n' };

afterEach(() => vi.unstubAllEnvs());

/** The change set that edits two files, adds one and deletes one, as it fits what stands in the repository. */
function changesFor(root: string) {
  const repository = openRepository(root);
  const replace = (path: string): Change => {
    return { kind: 'edit', path, start: 0, end: 3, expected: 'old', replacement: 'new', ...why };
  };
  const text = repository.read('gone.txt')?.text ?? '';
  const changeSet = buildChangeSet(repository, [
    replace('a.txt'),
    replace('sub/b.sh'),
    { kind: 'create', path: 'x/made.sh', text: 'made\n', mode: 0o755, ...why },
    { kind: 'delete', path: 'gone.txt', expected: text, ...why },
  ]);
  return { repository, changeSet };
}

function commit(root: string, { branch = 'topic/one', allowDirty = false } = {}): Promise<string> {
  const { repository, changeSet } = changesFor(root);
  return commitToBranch(repository, changeSet, { branch, message: 'Subject\n\n- why\n', allowDirty });
}

async function problemOf(attempt: Promise<unknown>) {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProblemError) return { kind: error.kind, ...error.problem };
  throw error ?? new Error('nothing was thrown');
}

/** Everything but objects and the new branch. */
function withoutGrowth(root: string): Record<string, string> {
  const grown = /^\.git\/(?:objects\/|refs\/heads\/topic)/;
  return Object.fromEntries(Object.entries(snapshot(root)).filter(([path]) => !grown.test(path)));
}

describe('commitToBranch', () => {
  it('commits edits, creations and deletions with their modes on top of HEAD', async () => {
    const root = committed(files);
    chmodSync(join(root, 'sub/b.sh'), 0o755);
    git(root, 'commit', '-qam', 'executable');
    const id = await commit(root);
    expect(git(root, 'rev-parse', 'topic/one').trim()).toBe(id);
    expect(git(root, 'diff', '--raw', '--abbrev=1', '--no-renames', 'main', 'topic/one')).toMatch(
      /^:100644 100644 \w+ \w+ M\ta\.txt\n:100644 000000 \w+ \w+ D\tgone\.txt\n:100755 100755 \w+ \w+ M\tsub\/b\.sh\n:000000 100755 \w+ \w+ A\tx\/made\.sh\n$/,
    );
    expect(git(root, 'show', 'topic/one:a.txt')).toBe('new\n');
    expect(git(root, 'log', '-1', '--format=%B', 'topic/one').trim()).toBe('Subject\n\n- why');
    expect(git(root, 'fsck', '--strict')).toBe('');
  });

  it('writes a message that is made for what is committed', async () => {
    const root = committed(files);
    const { repository, changeSet } = changesFor(root);
    const message = ({ parent }: { parent: string }) => `On ${parent}\n`;
    await commitToBranch(repository, changeSet, { branch: 'made', message, allowDirty: false });
    expect(git(root, 'log', '-1', '--format=%B', 'made').trim()).toBe(
      `On ${git(root, 'rev-parse', 'main').trim()}`,
    );
  });

  it('leaves work tree, index, HEAD and configuration as they are', async () => {
    const root = committed(files);
    writeTestFile(root, 'untracked.txt', 'mine\n');
    const now = withoutGrowth(root);
    await commit(root);
    expect(withoutGrowth(root)).toEqual(now);
  });

  it('takes name and date from the environment, and nothing from the repository', async () => {
    const root = committed(files);
    git(root, 'config', 'user.name', 'planted');
    vi.stubEnv('GIT_AUTHOR_NAME', 'Bot');
    vi.stubEnv('GIT_AUTHOR_EMAIL', 'bot@example.org');
    vi.stubEnv('GIT_AUTHOR_DATE', '2026-01-02T03:04:05Z');
    await commit(root);
    const told = git(root, 'log', '-1', '--format=%an|%ae|%ad|%cn', '--date=iso-strict', 'topic/one').trim();
    expect(told).toMatch(/^Bot\|bot@example\.org\|2026-01-02T03:04:05(?:\+00:00|Z)\|/);
    expect(told).not.toContain('planted');
  });

  it('takes the name of the user’s own global configuration', async () => {
    const root = committed(files);
    const home = testdir({ '.config/git/config': '[user]\n\tname = Somebody\n\temail = s@example.org\n' });
    vi.stubEnv('HOME', home);
    for (const name of ['XDG_CONFIG_HOME', 'GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL'])
      vi.stubEnv(name, undefined);
    await commit(root);
    expect(git(root, 'log', '-1', '--format=%an <%ae>', 'topic/one').trim()).toBe('Somebody <s@example.org>');
  });

  it('commits LF where a checkout with autocrlf has CRLF', async () => {
    const root = committed(files);
    git(root, 'config', 'core.autocrlf', 'true');
    for (const path of Object.keys(files)) rmSync(join(root, path));
    git(root, 'checkout', '-q', '--', '.');
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('old\r\n');
    await commit(root);
    expect(git(root, 'show', 'topic/one:a.txt')).toBe('new\n');
  });

  it('keeps CRLF that is committed as such', async () => {
    const root = committed({ ...files, 'a.txt': 'old\r\n' });
    await commit(root);
    expect(git(root, 'show', 'topic/one:a.txt')).toBe('new\r\n');
  });

  it('works with SHA-256 objects, packed refs, a detached HEAD and a worktree', async () => {
    const sha256 = committed(files, '--object-format=sha256');
    expect(await commit(sha256)).toHaveLength(64);
    const root = committed(files);
    git(root, 'pack-refs', '--all');
    git(root, 'checkout', '-q', '--detach');
    await commit(root);
    const worktree = join(testdir(), 'w');
    git(root, 'worktree', 'add', '-q', worktree);
    await commit(worktree, { branch: 'from-worktree' });
    expect(git(root, 'show', 'from-worktree:a.txt')).toBe('new\n');
  });

  it('commits only the change set on top of HEAD, though other files are dirty', async () => {
    const root = committed(files);
    writeFileSync(join(root, 'kept.txt'), 'dirty\n');
    git(root, 'add', 'kept.txt');
    await commit(root);
    expect(git(root, 'show', 'topic/one:kept.txt')).toBe('kept\n');
  });

  it('refuses a file that differs from HEAD, unless told otherwise', async () => {
    const root = committed(files);
    writeFileSync(join(root, 'a.txt'), 'old and mine\n');
    expect(await problemOf(commit(root))).toMatchObject({
      kind: 'conflict',
      code: 'uncommitted-changes',
      file: 'a.txt',
    });
    await commit(root, { allowDirty: true });
    expect(git(root, 'show', 'topic/one:a.txt')).toBe('new and mine\n');
  });

  it('names every file that differs from HEAD, one problem each', async () => {
    const root = committed(files);
    writeFileSync(join(root, 'a.txt'), 'old and mine\n');
    writeFileSync(join(root, 'gone.txt'), 'mine\n');
    const error = await commit(root).catch((reason: unknown) => reason);
    expect((error as ProblemError).problems.map(({ file }) => file)).toEqual(['a.txt', 'gone.txt']);
  });

  it('commits deletions alone, and a new file that is not executable', async () => {
    const root = committed(files);
    const repository = openRepository(root);
    const changeSet = (...changes: readonly Change[]) => buildChangeSet(repository, changes);
    const request = { message: 'm', allowDirty: false };
    const deletion: Change = { kind: 'delete', path: 'gone.txt', expected: 'gone\n', ...why };
    await commitToBranch(repository, changeSet(deletion), { ...request, branch: 'without' });
    expect(git(root, 'diff', '--name-status', 'main', 'without')).toBe('D\tgone.txt\n');
    const creation: Change = { kind: 'create', path: 'n.txt', text: 'n\n', mode: 0o644, ...why };
    await commitToBranch(repository, changeSet(creation), { ...request, branch: 'with' });
    expect(git(root, 'diff', '--raw', '--abbrev=1', 'main', 'with')).toMatch(
      /^:000000 100644 \w+ \w+ A\tn\.txt\n$/,
    );
  });
});

describe('commitToBranch makes no branch', () => {
  it.each(['topic/one', 'topic', 'topic/one/two'])(
    'when the branch %s is there, loose or packed',
    async (name) => {
      const root = committed(files);
      git(root, 'branch', name);
      for (const pack of [[], ['pack-refs', '--all']]) {
        if (pack.length > 0) git(root, ...pack);
        const now = git(root, 'for-each-ref');
        expect(await problemOf(commit(root))).toMatchObject({ kind: 'conflict', code: 'branch-exists' });
        expect(git(root, 'for-each-ref')).toBe(now);
      }
    },
  );

  it.each(['-x', 'a..b', 'a b', '', '/x', 'x.lock', '@{', 'refs/../../x', 'a\u0007'])(
    'with the name %j',
    async (branch) => {
      const root = committed(files);
      expect(await problemOf(commit(root, { branch }))).toMatchObject({ kind: 'usage', code: 'wrong-value' });
    },
  );

  it('without git, without a repository, without a commit', async () => {
    expect(await problemOf(commit(testdir(files)))).toMatchObject({ kind: 'refused', code: 'no-git-commit' });
    const unborn = testdir(files);
    git(unborn, 'init', '-q');
    expect(await problemOf(commit(unborn))).toMatchObject({ code: 'no-git-commit' });
    const root = committed(files);
    vi.stubEnv('PATH', '/nowhere');
    expect(await problemOf(commit(root))).toMatchObject({ code: 'no-git-commit' });
  });

  it('on a branch below another one, which there cannot be: it has no commit', async () => {
    const root = committed(files);
    writeFileSync(join(root, '.git/HEAD'), 'ref: refs/heads/main/below\n');
    expect(await problemOf(commit(root))).toMatchObject({ kind: 'refused', code: 'no-git-commit' });
  });

  it('through a link in the place of a folder of objects or branches', async () => {
    const outside = testdir();
    const root = committed(files);
    rmSync(join(root, '.git/refs/heads'), { recursive: true });
    git(root, 'init', '-q');
    const head = committed(files);
    symlinkSync(outside, join(head, '.git/refs/heads/topic'));
    expect(await problemOf(commit(head))).toMatchObject({ kind: 'conflict' });
    expect(snapshot(outside)).toEqual({});
  });

  it('in the repository of somebody else, to which commondir leads', async () => {
    const other = committed(files);
    const root = committed(files);
    writeTestFile(root, '.git/commondir', `${join(other, '.git')}\n`);
    const now = snapshot(other);
    expect(await problemOf(commit(root))).toMatchObject({ code: 'no-git-commit' });
    expect(snapshot(other)).toEqual(now);
  });

  it('when an object is broken: git’s words are told', async () => {
    const root = committed(files);
    const tree = git(root, 'rev-parse', 'HEAD^{tree}').trim();
    const object = join(root, '.git/objects', tree.slice(0, 2), tree.slice(2));
    rmSync(object);
    expect(await problemOf(commit(root))).toMatchObject({ kind: 'conflict', code: 'git-failed' });
    expect(existsSync(join(root, '.git/refs/heads/topic'))).toBe(false);
  });

  it('through links in the place of the folders of objects', async () => {
    const root = committed(files);
    const outside = testdir();
    for (let at = 0; at < 256; at++) {
      const folder = join(root, '.git/objects', at.toString(16).padStart(2, '0'));
      if (!existsSync(folder)) symlinkSync(outside, folder);
    }
    expect((await problemOf(commit(root))).kind).toBe('conflict');
    expect(snapshot(outside)).toEqual({});
  });
});
