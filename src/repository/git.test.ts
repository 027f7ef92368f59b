import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { snapshot, testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { uncommittedPaths } from './git.ts';
import { ProblemError } from './problem.ts';

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always'];

function git(root: string, ...args: string[]): string {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return execFileSync('git', [...identity, ...args], { cwd: root, env, encoding: 'utf8', stdio: 'pipe' });
}

/** A git repository with everything committed. */
function committed(files: Readonly<Record<string, string>>, ...init: string[]): string {
  const root = testdir(files);
  git(root, 'init', '-q', ...init);
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'first');
  return root;
}

const files = { 'a.txt': 'a\n', 'b.txt': 'b\n', 'c d/ü.txt': 'c\n' };
const paths = Object.keys(files);

afterEach(() => vi.unstubAllEnvs());

describe('uncommittedPaths', () => {
  it('is empty without git, and in a clean repository', async () => {
    expect(await uncommittedPaths(testdir(files), paths)).toEqual([]);
    expect(await uncommittedPaths(committed(files), paths)).toEqual([]);
  });

  it('names what was edited, staged, deleted or made executable', async () => {
    for (const change of [
      (root: string) => writeFileSync(join(root, 'b.txt'), 'edited\n'),
      (root: string) => {
        writeFileSync(join(root, 'b.txt'), 'staged\n');
        git(root, 'add', 'b.txt');
      },
      (root: string) => rmSync(join(root, 'b.txt')),
      (root: string) => chmodSync(join(root, 'b.txt'), 0o755),
    ]) {
      const root = committed(files);
      change(root);
      expect(await uncommittedPaths(root, paths)).toEqual(['b.txt']);
    }
  });

  it('names untracked files, and everything before the first commit', async () => {
    const root = committed(files);
    writeTestFile(root, 'new.txt', 'new\n');
    expect(await uncommittedPaths(root, ['a.txt', 'new.txt'])).toEqual(['new.txt']);
    const unborn = testdir(files);
    git(unborn, 'init', '-q');
    expect(await uncommittedPaths(unborn, paths)).toEqual(paths);
  });

  it('takes a HEAD that stands below another branch for one before the first commit, as git does', async () => {
    const root = committed(files, '-b', 'a');
    writeFileSync(join(root, '.git/HEAD'), 'ref: refs/heads/a/b\n');
    expect(await uncommittedPaths(root, paths)).toEqual(paths);
    expect(git(root, 'status', '--porcelain')).toContain('A  a.txt');
  });

  it('does not name other files, however much their names look like patterns', async () => {
    const root = committed({ ...files, '*': 'star\n' });
    writeFileSync(join(root, 'a.txt'), 'edited\n');
    expect(await uncommittedPaths(root, ['*', 'c d/ü.txt'])).toEqual([]);
    writeFileSync(join(root, 'c d/ü.txt'), 'edited\n');
    expect(await uncommittedPaths(root, ['*', 'c d/ü.txt'])).toEqual(['c d/ü.txt']);
  });

  it('takes a name that looks like a pattern with magic for a name', async () => {
    const root = committed({ ...files, ':!a.txt': 'magic\n' });
    writeFileSync(join(root, 'a.txt'), 'edited\n');
    expect(await uncommittedPaths(root, ['a.txt', ':!a.txt'])).toEqual(['a.txt']);
  });

  it('works on packed refs, detached heads and SHA-256 objects', async () => {
    const root = committed(files);
    git(root, 'pack-refs', '--all');
    expect(await uncommittedPaths(root, paths)).toEqual([]);
    git(root, 'checkout', '-q', '--detach');
    expect(await uncommittedPaths(root, paths)).toEqual([]);
    expect(await uncommittedPaths(committed(files, '--object-format=sha256'), paths)).toEqual([]);
  });

  it('works with a split index', async () => {
    const root = committed(files);
    git(root, 'update-index', '--split-index');
    writeFileSync(join(root, 'a.txt'), 'edited\n');
    expect(await uncommittedPaths(root, paths)).toEqual(['a.txt']);
  });

  it('honours autocrlf, so that a fresh checkout is clean', async () => {
    const root = committed({ 'a.txt': '1\n2\n' });
    git(root, 'config', 'core.autocrlf', 'true');
    rmSync(join(root, 'a.txt'));
    git(root, 'checkout', '-q', '--', 'a.txt');
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('1\r\n2\r\n');
    expect(await uncommittedPaths(root, ['a.txt'])).toEqual([]);
  });

  it('follows a worktree', async () => {
    const root = committed(files);
    const worktree = join(testdir(), 'w');
    git(root, 'worktree', 'add', '-q', worktree);
    expect(await uncommittedPaths(worktree, paths)).toEqual([]);
    writeFileSync(join(worktree, 'a.txt'), 'edited\n');
    expect(await uncommittedPaths(worktree, paths)).toEqual(['a.txt']);
  });

  it('follows a submodule', async () => {
    const root = committed({ 'x.txt': 'x\n' });
    git(root, 'submodule', '--quiet', 'add', committed(files), 'sub');
    writeFileSync(join(root, 'sub/a.txt'), 'edited\n');
    expect(await uncommittedPaths(join(root, 'sub'), paths)).toEqual(['a.txt']);
  });

  it('does not follow a .git file to a folder that does not point back', async () => {
    const other = committed(files);
    const root = testdir({ ...files, '.git': `gitdir: ${join(other, '.git')}\n` });
    writeFileSync(join(root, 'a.txt'), 'edited\n');
    expect(await uncommittedPaths(root, paths)).toEqual([]);
  });

  it('does not follow a link called .git', async () => {
    const root = testdir(files);
    symlinkSync(join(committed(files), '.git'), join(root, '.git'));
    expect(await uncommittedPaths(root, paths)).toEqual([]);
  });

  it('answers undefined where git is not installed', async () => {
    const root = committed(files);
    vi.stubEnv('PATH', '/nowhere:relative');
    expect(await uncommittedPaths(root, paths)).toBeUndefined();
  });

  it('takes no git that the repository brings', async () => {
    const root = committed({ ...files, 'bin/git': '#!/bin/sh\ntouch "$0.ran"\n' });
    chmodSync(join(root, 'bin/git'), 0o755);
    vi.stubEnv('PATH', `${join(root, 'bin')}:${process.env.PATH}`);
    expect(await uncommittedPaths(root, paths)).toEqual([]);
    expect(existsSync(join(root, 'bin/git.ran'))).toBe(false);
  });

  it('is a conflict when git cannot read the repository', async () => {
    const root = committed(files);
    writeFileSync(join(root, '.git/index'), 'garbage');
    const problem = await uncommittedPaths(root, paths).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ProblemError);
    expect(problem).toMatchObject({ kind: 'conflict', problem: { code: 'git-failed' } });
  });

  it('is a problem of the disk where there is no room for a clean room', async () => {
    const root = committed(files);
    vi.stubEnv('TMPDIR', join(root, 'gone'));
    await expect(uncommittedPaths(root, paths)).rejects.toMatchObject({
      kind: 'io',
      problem: { code: 'io-error', reason: 'the file system refused (ENOENT, mkdtemp)' },
    });
  });

  it('says what git says, in one line', async () => {
    const root = committed(files);
    writeFileSync(join(root, '.git/index'), 'garbage');
    const error = (await uncommittedPaths(root, paths).catch((reason: unknown) => reason)) as ProblemError;
    expect(error.problem.reason).toMatch(
      /^git could not say which files have uncommitted changes: (?:error|fatal): [^\n]+$/,
    );
  });

  it('works in a folder with a quote, a backslash and a line end in its name', async () => {
    const root = join(testdir(), 'a "b\\c\nd');
    mkdirSync(root);
    for (const [path, text] of Object.entries(files)) writeTestFile(root, path, text);
    git(root, 'init', '-q');
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'first');
    writeFileSync(join(root, 'b.txt'), 'edited\n');
    expect(await uncommittedPaths(root, paths)).toEqual(['b.txt']);
  });

  it('works without a config, and without an index', async () => {
    const root = committed(files);
    rmSync(join(root, '.git/config'));
    writeFileSync(join(root, 'b.txt'), 'edited\n');
    expect(await uncommittedPaths(root, paths)).toEqual(['b.txt']);
    rmSync(join(root, '.git/index'));
    expect(await uncommittedPaths(root, paths)).toEqual(paths);
  });

  it('asks nothing about no files', async () => {
    const root = committed(files);
    vi.stubEnv('PATH', '/nowhere');
    expect(await uncommittedPaths(root, [])).toEqual([]);
  });

  it('leaves the repository’s git directory as it was', async () => {
    const root = committed(files);
    chmodSync(join(root, 'a.txt'), 0o644);
    const now = snapshot(root);
    await uncommittedPaths(root, paths);
    expect(snapshot(root)).toEqual(now);
  });
});

describe('a hostile repository executes nothing:', () => {
  const script = (root: string) => `touch ${join(root, 'ran')}; cat`;
  const hostile: readonly [string, (root: string) => void][] = [
    ['core.fsmonitor', (root) => git(root, 'config', 'core.fsmonitor', script(root))],
    [
      'core.hooksPath and post-index-change',
      (root) => {
        writeTestFile(root, '.git/hooks/post-index-change', `#!/bin/sh\n${script(root)}\n`, 0o755);
      },
    ],
    [
      'a filter by .gitattributes',
      (root) => {
        writeFileSync(join(root, '.gitattributes'), '* filter=evil\n');
        git(root, 'config', 'filter.evil.clean', script(root));
        git(root, 'config', 'filter.evil.process', script(root));
      },
    ],
    [
      'a filter by info/attributes',
      (root) => {
        writeTestFile(root, '.git/info/attributes', '* filter=evil\n');
        git(root, 'config', 'filter.evil.clean', script(root));
      },
    ],
    [
      'include.path',
      (root) => {
        writeTestFile(root, '.git/more', `[core]\n\tfsmonitor = "${script(root)}"\n`);
        git(root, 'config', 'include.path', 'more');
      },
    ],
    [
      'config.worktree',
      (root) => {
        git(root, 'config', 'extensions.worktreeConfig', 'true');
        writeTestFile(root, '.git/config.worktree', `[core]\n\tfsmonitor = "${script(root)}"\n`);
      },
    ],
    [
      'a copied setting that smuggles another',
      (root) => {
        const config = readFileSync(join(root, '.git/config'), 'utf8');
        writeFileSync(join(root, '.git/config'), `${config}[core]\n\tautocrlf = "${script(root)}"\n`);
      },
    ],
    [
      'a bare repository in the tree',
      (root) => {
        for (const [path, text] of [
          ['pkg/HEAD', 'ref: refs/heads/x\n'],
          ['pkg/config', `[core]\n\tfsmonitor = "${script(root)}"\n\tbare = false\n\tworktree = .\n`],
          ['pkg/objects/x', ''],
          ['pkg/refs/x', ''],
        ] as const) {
          writeTestFile(root, path, text);
        }
      },
    ],
  ];
  it.each(hostile)('%s', async (_name, prepare) => {
    const root = committed(files);
    prepare(root);
    writeFileSync(join(root, 'a.txt'), 'edited\n');
    await uncommittedPaths(root, paths).catch(() => undefined);
    expect(existsSync(join(root, 'ran'))).toBe(false);
  });

  it('and the set-ups are real: plain git obeys them', () => {
    const root = committed(files);
    git(root, 'config', 'core.fsmonitor', script(root));
    git(root, 'status');
    expect(existsSync(join(root, 'ran'))).toBe(true);
  });
});
