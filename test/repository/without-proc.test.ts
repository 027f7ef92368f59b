import type * as NodeFs from 'node:fs';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { buildChangeSet } from '../../src/repository/change-set.ts';
import { inFolder } from '../../src/repository/folder.ts';
import { openRepository } from '../../src/repository/open.ts';
import { applyChangeSet } from '../../src/repository/transaction.ts';
import { undo } from '../../src/repository/undo.ts';
import { problemOf } from '../setup/problems.ts';
import { snapshot, testdir } from '../setup/testdir.ts';

/** As on macOS: there is no /proc, so a folder is used by its path. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof NodeFs>();
  const elsewhere = (path: NodeFs.PathLike) => String(path).startsWith('/proc/');
  const missing = () => Object.assign(new Error('ENOENT: no /proc here'), { code: 'ENOENT' });
  return {
    ...fs,
    existsSync: (path: NodeFs.PathLike) => !elsewhere(path) && fs.existsSync(path),
    readlinkSync: (path: NodeFs.PathLike) => {
      if (elsewhere(path)) throw missing();
      return fs.readlinkSync(path);
    },
    readFileSync: (path: NodeFs.PathOrFileDescriptor, options?: 'utf8') => {
      if (typeof path === 'string' && elsewhere(path)) throw missing();
      return fs.readFileSync(path, options);
    },
  };
});

const why = { step: 's', reason: 'r' };

describe('where there is no /proc', () => {
  it('a migration and its undo work the same', () => {
    const root = testdir({ 'a/b.txt': 'old\n', 'c.txt': 'gone\n' });
    const original = snapshot(root);
    const repository = openRepository(root);
    const changeSet = buildChangeSet(repository, [
      { kind: 'edit', path: 'a/b.txt', start: 0, end: 3, expected: 'old', replacement: 'new', ...why },
      { kind: 'create', path: 'a/d/e.txt', text: 'made\n', mode: 0o755, ...why },
      { kind: 'delete', path: 'c.txt', expected: 'gone\n', ...why },
    ]);
    applyChangeSet(repository, changeSet);
    expect(snapshot(root)).toMatchObject({ 'a/b.txt': '644:new\n', 'a/d/e.txt': '755:made\n' });
    undo(root);
    expect(snapshot(root)).toEqual(original);
  });

  it('a folder has the path that was walked, and a link on the way is not followed', () => {
    const root = testdir({ 'a/b/c.txt': '' });
    expect(inFolder(root, 'a/b', ({ path }) => path)).toBe(join(root, 'a/b'));
    symlinkSync('a', join(root, 'link'));
    expect(problemOf(() => inFolder(root, 'link/b', () => 1)).problem).toMatchObject({
      code: 'folder-is-link',
      file: 'link/b',
    });
  });
});
