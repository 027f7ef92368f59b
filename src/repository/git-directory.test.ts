import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { committed, git } from '../../test/setup/git.ts';
import { testdir, writeTestFile } from '../../test/setup/testdir.ts';
import {
  branchCommit,
  findClone,
  findGitDirectory,
  headBranch,
  headCommit,
  readSmall,
  tagsOf,
} from './git-directory.ts';

const files = { 'a.txt': 'a\n' };
const HASH = 'a'.repeat(40);

describe('findGitDirectory finds none', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['in a plain folder', {}],
    ['without a HEAD', { '.git/objects/x': '' }],
    ['with an empty HEAD', { '.git/objects/x': '', '.git/HEAD': '' }],
    ['without objects', { '.git/HEAD': 'ref: refs/heads/main\n' }],
    ['with a file in the place of objects', { '.git/HEAD': `${HASH}\n`, '.git/objects': '' }],
    [
      'where commondir leads to no objects',
      { '.git/HEAD': `${HASH}\n`, '.git/objects/x': '', '.git/commondir': '/nowhere\n' },
    ],
    ['in a .git file that says nothing', { '.git': 'nothing\n' }],
    ['in an empty .git file', { '.git': '' }],
    ['in a .git file that leads nowhere', { '.git': 'gitdir: nowhere\n' }],
    ['in a .git file that leads to a file', { '.git': 'gitdir: f\n', f: '' }],
    ['in a .git file to a folder that points nowhere', { '.git': 'gitdir: g\n', 'g/gitdir': '/nowhere\n' }],
    ['in a .git file to a folder without a word', { '.git': 'gitdir: g\n', 'g/HEAD': `${HASH}\n` }],
    [
      'in a .git file to a submodule of another place',
      { '.git': 'gitdir: g\n', 'g/config': '[core]\n\tworktree = /nowhere\n' },
    ],
  ])('%s', (_name, tree) => {
    expect(findGitDirectory(testdir(tree))).toBeUndefined();
  });

  it('where commondir leads to the repository of somebody else', () => {
    const other = committed(files);
    const root = testdir({ '.git/HEAD': `${HASH}\n`, '.git/commondir': `${join(other, '.git')}\n` });
    expect(findGitDirectory(root)).toBeUndefined();
    const inside = join(other, '.git/inside');
    for (const [path, text] of Object.entries({ HEAD: `${HASH}\n`, commondir: '../..\n' }))
      writeTestFile(inside, `.git/${path}`, text);
    expect(findGitDirectory(inside)).toBeUndefined();
  });

  it('in a .git file of more than 16 MiB', () => {
    const root = testdir({ '.git': 'gitdir: g\n' });
    truncateSync(join(root, '.git'), 16 * 1024 * 1024 + 1);
    expect(findGitDirectory(root)).toBeUndefined();
  });
});

describe('findGitDirectory', () => {
  it('finds .git, and what a worktree shares', () => {
    const root = committed(files);
    expect(findGitDirectory(root)).toEqual({ own: join(root, '.git'), common: join(root, '.git') });
    const worktree = join(testdir(), 'w');
    git(root, 'worktree', 'add', '-q', worktree);
    expect(findGitDirectory(worktree)).toEqual({
      own: join(root, '.git/worktrees/w'),
      common: join(root, '.git'),
    });
  });

  it('follows a submodule, whose config names its place with quotes or without', () => {
    for (const place of ['..', '".."']) {
      const root = testdir({ '.git': 'gitdir: g\n', 'g/HEAD': `${HASH}\n`, 'g/objects/x': '' });
      writeFileSync(join(root, 'g/config'), `[core]\n\tworktree = ${place}\n`);
      expect(findGitDirectory(root)).toEqual({ own: join(root, 'g'), common: join(root, 'g') });
    }
  });
});

describe('findClone', () => {
  it('takes a bare repository, and no folder that lacks a part of one', () => {
    const bare = testdir({ HEAD: `${HASH}\n`, 'objects/x': '' });
    expect(findClone(bare)).toEqual({ own: bare, common: bare });
    expect(findClone(testdir({ HEAD: `${HASH}\n` }))).toBeUndefined();
    expect(findClone(testdir({ 'objects/x': '' }))).toBeUndefined();
  });
});

describe('headBranch', () => {
  it.each([
    ['ref: refs/heads/main\n', 'main'],
    ['ref: refs/heads/topic/one', 'topic/one'],
    [`${HASH}\n`, undefined],
    ['ref: refs/tags/v1\n', undefined],
  ])('of %j is %s', (head, branch) => {
    const root = testdir({ HEAD: head });
    expect(headBranch({ own: root, common: root })).toBe(branch);
  });

  it('is undefined where HEAD has gone', () => {
    const root = testdir();
    expect(headBranch({ own: root, common: root })).toBeUndefined();
  });
});

describe('headCommit', () => {
  const of = (tree: Readonly<Record<string, string>>) => {
    const root = testdir(tree);
    return headCommit({ own: root, common: root });
  };

  it.each<[string, Readonly<Record<string, string>>, string | undefined]>([
    ['a hash', { HEAD: `${HASH}\n` }, HASH],
    ['a hash of SHA-256', { HEAD: `${'b'.repeat(64)}\n` }, 'b'.repeat(64)],
    ['a hash of another length', { HEAD: `${HASH}a\n` }, undefined],
    ['capital letters', { HEAD: `${HASH.toUpperCase()}\n` }, undefined],
    ['a loose branch', { HEAD: 'ref: refs/heads/m\n', 'refs/heads/m': `${HASH}\n` }, HASH],
    [
      'a packed branch',
      { HEAD: 'ref: refs/heads/m\n', 'packed-refs': `# pack\n${HASH} refs/heads/m\n` },
      HASH,
    ],
    [
      'another packed branch',
      { HEAD: 'ref: refs/heads/m\n', 'packed-refs': `${HASH} refs/heads/mm\n` },
      undefined,
    ],
    ['a branch that is not there', { HEAD: 'ref: refs/heads/m\n' }, undefined],
    ['four links', { ...links(4), 'refs/heads/4': `${HASH}\n` }, HASH],
    ['more links than that', { ...links(5), 'refs/heads/5': `${HASH}\n` }, undefined],
    ['a link to itself', { HEAD: 'ref: refs/heads/m\n', 'refs/heads/m': 'ref: refs/heads/m\n' }, undefined],
    ['a way out', { HEAD: 'ref: refs/../../m\n', '../m': HASH }, undefined],
    ['a file that is no ref', { HEAD: 'ref: config\n', config: `${HASH}\n` }, undefined],
    ['a branch below another one', { HEAD: 'ref: refs/heads/a/b\n', 'refs/heads/a': `${HASH}\n` }, undefined],
    ['a name that no file system has', { HEAD: `ref: refs/heads/${'m'.repeat(300)}\n` }, undefined],
    ['nothing', {}, undefined],
  ])('follows %s', (_name, tree, commit) => {
    expect(of(tree)).toBe(commit);
  });
});

describe('branchCommit', () => {
  const root = () => testdir({ 'refs/heads/m': `${HASH}\n` });
  const of = (place: string, branch: string) => branchCommit({ own: place, common: place }, branch);

  it('is undefined for one below another one, below links in a circle, and with far too long a name', () => {
    const place = root();
    symlinkSync('circle', join(place, 'refs/heads/circle'));
    const names = ['m', 'm/x', 'circle/x', 'x'.repeat(300)];
    expect(names.map((name) => of(place, name))).toEqual([HASH, undefined, undefined, undefined]);
  });
});

/** HEAD → refs/heads/1 → … → refs/heads/`count`. */
function links(count: number): Readonly<Record<string, string>> {
  const names = Array.from({ length: count }, (_, at) => (at === 0 ? 'HEAD' : `refs/heads/${at}`));
  return Object.fromEntries(names.map((name, at) => [name, `ref: refs/heads/${at + 1}\n`]));
}

describe('tagsOf', () => {
  it('reads loose and packed tags; a loose one is the later', () => {
    const root = testdir({
      'packed-refs': `# pack\n${HASH} refs/tags/v1\n^${HASH}\n${HASH} refs/heads/v3\nx refs/tags/v4\n${HASH} refs/tags/old\n`,
      'refs/tags/v1': `${'b'.repeat(40)}\n`,
      'refs/tags/group/v2': `${HASH}\n`,
      'refs/tags/broken': 'nothing\n',
    });
    symlinkSync('v1', join(root, 'refs/tags/link'));
    expect(tagsOf({ own: root, common: root })).toEqual(
      new Map([
        ['v1', 'b'.repeat(40)],
        ['old', HASH],
        ['group/v2', HASH],
      ]),
    );
  });

  it('is empty without any, and does not follow a link in the place of the folder', () => {
    const root = testdir({ 'elsewhere/v1': `${HASH}\n` });
    expect(tagsOf({ own: root, common: root }).size).toBe(0);
    mkdirSync(join(root, 'refs'));
    symlinkSync('../elsewhere', join(root, 'refs/tags'));
    expect(tagsOf({ own: root, common: root }).size).toBe(0);
  });

  it('goes eight folders deep, no further', () => {
    const root = testdir();
    writeTestFile(root, `refs/tags/${'d/'.repeat(8)}t`, `${HASH}\n`);
    expect([...tagsOf({ own: root, common: root }).keys()]).toEqual([`${'d/'.repeat(8)}t`]);
    writeTestFile(root, `refs/tags/${'e/'.repeat(9)}t`, `${HASH}\n`);
    expect([...tagsOf({ own: root, common: root }).keys()]).toEqual([`${'d/'.repeat(8)}t`]);
  });
});

describe('readSmall', () => {
  it('reads regular files of up to 16 MiB', () => {
    const root = testdir({ f: 'text' });
    expect(readSmall(join(root, 'f'))).toBe('text');
    truncateSync(join(root, 'f'), 16 * 1024 * 1024);
    expect(readSmall(join(root, 'f'))?.length).toBe(16 * 1024 * 1024);
    truncateSync(join(root, 'f'), 16 * 1024 * 1024 + 1);
    expect(readSmall(join(root, 'f'))).toBeUndefined();
    symlinkSync('f', join(root, 'l'));
    rmSync(join(root, 'f'));
    expect([readSmall(join(root, 'l')), readSmall(root), readSmall(join(root, 'no'))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
