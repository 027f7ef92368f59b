import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { git, releasedRepository } from '../../test/setup/git-repository.ts';
import { problemOf } from '../../test/setup/problems.ts';
import { testdir } from '../../test/setup/testdir.ts';
import { withClone } from './git-clone.ts';
import { isUrl } from './git-download.ts';
import { ProblemError } from './problem.ts';

afterEach(() => vi.unstubAllEnvs());

const releases = () =>
  releasedRepository([
    ['v1.0.0', { 'a/b.txt': 'one\n' }],
    ['group/v1.1.0', { 'a/b.txt': 'two needle\n', 'c d.go': 'needle\n' }],
  ]);

describe('withClone', () => {
  it.each([
    ['a work tree', (root: string) => root],
    [
      'a bare clone with packed tags',
      (root: string) => {
        git(root, 'clone', '-q', '--bare', '.', 'bare.git');
        git(join(root, 'bare.git'), 'pack-refs', '--all');
        return join(root, 'bare.git');
      },
    ],
  ])('reads tags and files of %s', async (_name, prepare) => {
    const path = prepare(releases());
    await withClone(path, async (clone) => {
      expect([...clone.tags].sort()).toEqual(['group/v1.1.0', 'v1.0.0']);
      expect(await clone.textAt('v1.0.0', 'a/b.txt')).toBe('one\n');
      expect(await clone.textAt('group/v1.1.0', 'a/b.txt')).toBe('two needle\n');
      expect(await clone.textAt('v1.0.0', 'nothing')).toBeUndefined();
      expect(await clone.textAt('v1.0.0', 'a')).toBeUndefined();
      expect(await clone.pathsWith('group/v1.1.0', ['needle'])).toEqual(['a/b.txt', 'c d.go']);
      expect(await clone.pathsWith('v1.0.0', ['needle', 'other'])).toEqual([]);
    });
  });

  it('takes what looks like an option or a pattern for a text', async () => {
    const root = releasedRepository([['v1', { 'a.txt': '--open-files-in-pager=id\n', 'b.txt': 'x.z\n' }]]);
    await withClone(root, async (clone) => {
      expect(await clone.pathsWith('v1', ['--open-files-in-pager=id'])).toEqual(['a.txt']);
      expect(await clone.pathsWith('v1', ['x.y'])).toEqual([]);
    });
  });

  it('refuses a clone that lacks objects', async () => {
    const root = releases();
    git(root, 'config', 'uploadpack.allowFilter', 'true');
    git(root, 'clone', '-q', '--bare', '--filter=blob:none', '--no-local', `file://${root}`, 'partial.git');
    const read = withClone(join(root, 'partial.git'), (clone) => clone.pathsWith('v1.0.0', ['one']));
    expect(await read.catch((error: unknown) => error)).toMatchObject({
      kind: 'refused',
      problem: { code: 'unreadable-clone' },
    });
  });

  it('takes a folder without objects for no clone', async () => {
    const failed = await withClone(testdir({ HEAD: 'ref: refs/heads/main\n' }), async () => 1).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(ProblemError);
    expect(
      problemOf(() => {
        throw failed;
      }).problem.code,
    ).toBe('no-clone');
  });
});

describe('a clone that is', () => {
  it('asked without git is a usage problem', async () => {
    const root = releases();
    vi.stubEnv('PATH', '/nowhere');
    await expect(withClone(root, async () => 1)).rejects.toMatchObject({
      kind: 'usage',
      problem: { code: 'no-git' },
    });
  });

  it('asked for a tag that it does not have says so', async () => {
    await withClone(releases(), async (clone) => {
      expect(() => clone.textAt('v9', 'a/b.txt')).toThrow('there is no tag v9');
    });
  });

  it('damaged is refused, in the words of git', async () => {
    const root = releases();
    const blob = git(root, 'rev-parse', 'v1.0.0:a/b.txt').trim();
    const object = join(root, '.git/objects', blob.slice(0, 2), blob.slice(2));
    chmodSync(object, 0o644);
    writeFileSync(object, 'garbage');
    const read = withClone(root, (clone) => clone.textAt('v1.0.0', 'a/b.txt'));
    await expect(read).rejects.toMatchObject({ kind: 'refused', problem: { code: 'unreadable-clone' } });
    await expect(read).rejects.toThrow(/^git cannot read the clone: (?!Error)/);
  });

  it('read for a file of more than 4 MiB has none', async () => {
    const limit = 4 * 1024 * 1024;
    const root = releasedRepository([
      ['v1', { 'at.txt': 'x'.repeat(limit), 'over.txt': 'x'.repeat(limit + 1) }],
    ]);
    await withClone(root, async (clone) => {
      expect((await clone.textAt('v1', 'at.txt'))?.length).toBe(limit);
      expect(await clone.textAt('v1', 'over.txt')).toBeUndefined();
    });
  });
});

describe('isUrl', () => {
  it('takes https, and http on this machine only', () => {
    expect(['https://example.org/a.git', 'http://127.0.0.1:8080/a', 'http://localhost/a'].every(isUrl)).toBe(
      true,
    );
    const others = [
      'http://example.org/a',
      'http://127.0.0.1.example.org/',
      'file:///a',
      'ext::sh',
      'git@example.org:a',
      './a',
    ];
    expect(others.some(isUrl)).toBe(false);
  });
});
