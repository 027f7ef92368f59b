import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../../test/setup/testdir.ts';
import { openRepository } from '../../repository/open.ts';
import { bytesOf, copyTree, filesBelow, withScratch } from './scratch.ts';

const all = () => true;

describe('withScratch', () => {
  it('gives a tree and a home that go again', async () => {
    const scratch = await withScratch('test', async (made) => {
      writeFileSync(join(made.tree, 'a'), '');
      expect(existsSync(made.home)).toBe(true);
      return made;
    });
    expect(existsSync(scratch.root)).toBe(false);
  });

  it('removes them after an error too', async () => {
    let root = '';
    const failing = withScratch('test', async (made) => {
      root = made.root;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(root)).toBe(false);
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('exit');
    await withScratch('test', async () => undefined);
    expect(process.listenerCount('exit')).toBe(before);
  });
});

describe('copyTree', () => {
  it('copies the files that pass, in their folders', () => {
    const repository = openRepository(testdir({ 'a/b.go': 'go', 'c.txt': 'no' }));
    const tree = testdir();
    copyTree(repository, new Map(), tree, (path) => path.endsWith('.go'));
    expect(filesBelow(tree, '.')).toEqual(['a/b.go']);
    expect(readFileSync(join(tree, 'a/b.go'), 'utf8')).toBe('go');
  });

  it('copies bytes that are no text', () => {
    const repository = openRepository(testdir({ 'vendor/x.bin': Buffer.from([255, 0, 254]) }));
    const tree = testdir();
    copyTree(repository, new Map(), tree, all);
    expect([...(bytesOf(tree, 'vendor/x.bin') ?? [])]).toEqual([255, 0, 254]);
  });

  it('puts changed and new files in, and leaves deleted ones out', () => {
    const repository = openRepository(testdir({ 'a.go': 'old', 'b.go': 'gone', 'c.go': 'same' }));
    const tree = testdir();
    const file = (path: string, text: string) => [path, { path, text, mode: 0o644 }] as const;
    copyTree(
      repository,
      new Map([file('a.go', 'new'), ['b.go', undefined] as const, file('d/d.go', 'd')]),
      tree,
      all,
    );
    expect(filesBelow(tree, '.').sort()).toEqual(['a.go', 'c.go', 'd/d.go']);
    expect(readFileSync(join(tree, 'a.go'), 'utf8')).toBe('new');
  });
});

describe('filesBelow', () => {
  it('lists regular files only', () => {
    const root = testdir({ 'x/a': '', 'x/y/b': '', c: '' });
    symlinkSync('/etc/hosts', join(root, 'x/link'));
    expect(filesBelow(root, 'x').sort()).toEqual(['x/a', 'x/y/b']);
    expect(filesBelow(root, 'none')).toEqual([]);
    expect(bytesOf(root, 'x/link')).toBeUndefined();
    expect(bytesOf(root, 'x')).toBeUndefined();
    expect(bytesOf(root, 'none')).toBeUndefined();
  });
});
