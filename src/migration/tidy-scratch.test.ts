import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { openRepository } from '../repository/open.ts';
import { tidiedFiles } from './tidy-files.ts';
import { bytesOf, copyTree, filesBelow, withScratch } from './tidy-scratch.ts';

const all = () => true;

describe('withScratch', () => {
  it('gives a tree and a home that go again', async () => {
    const scratch = await withScratch(async (made) => {
      writeFileSync(join(made.tree, 'a'), '');
      expect(existsSync(made.home)).toBe(true);
      return made;
    });
    expect(existsSync(scratch.root)).toBe(false);
  });

  it('removes them after an error too', async () => {
    let root = '';
    const failing = withScratch(async (made) => {
      root = made.root;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(root)).toBe(false);
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('exit');
    await withScratch(async () => undefined);
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

describe('tidiedFiles', () => {
  const compare = (before: Record<string, string>, after: Record<string, string>, folders = ['.']) =>
    tidiedFiles(openRepository(testdir(before)), testdir(after), folders);

  it('finds nothing where nothing changed', () => {
    const files = { 'go.mod': 'm', 'go.sum': 's', 'vendor/a/a.go': 'a' };
    expect(compare(files, files).changes).toEqual([]);
  });

  it('finds edits, creations and deletions', () => {
    const { changes } = compare(
      { 'go.mod': 'm', 'vendor/a.go': 'a', 'vendor/gone.go': 'x' },
      { 'go.mod': 'M', 'go.sum': 's', 'vendor/a.go': 'a' },
    );
    expect(changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'edit go.mod',
      'create go.sum',
      'delete vendor/gone.go',
    ]);
    expect(changes[0]).toMatchObject({ start: 0, end: 1, expected: 'm', replacement: 'M', step: 'go-mod' });
  });

  it('looks at nothing else', () => {
    const { changes, looked } = compare({ 'main.go': 'a', 'go.mod': 'm' }, { 'main.go': 'b', 'go.mod': 'm' });
    expect(changes).toEqual([]);
    expect(looked.has('main.go')).toBe(false);
    expect(looked.has('go.mod')).toBe(true);
  });

  it('looks below each folder', () => {
    const { changes } = compare({ 'sub/go.mod': 'm', 'go.mod': 'm' }, { 'sub/go.mod': 'M', 'go.mod': 'M' }, [
      'sub',
    ]);
    expect(changes.map(({ path }) => path)).toEqual(['sub/go.mod']);
  });

  it('takes the workspace in', () => {
    expect(compare({}, { 'go.work.sum': 's' }).changes.map(({ path }) => path)).toEqual(['go.work.sum']);
  });

  it('does not care for permissions', () => {
    const after = testdir({ 'go.sum': 's' });
    chmodSync(join(after, 'go.sum'), 0o600);
    expect(tidiedFiles(openRepository(testdir({ 'go.sum': 's' })), after, ['.']).changes).toEqual([]);
  });
});
