import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../test/setup/problems.ts';
import { snapshot, testdir } from '../../test/setup/testdir.ts';
import type { Change } from './change.ts';
import { buildChangeSet } from './change-set.ts';
import { openRepository } from './open.ts';
import { applyChangeSet } from './transaction.ts';
import { filesBefore, undo } from './undo.ts';

const why = { step: 's', reason: 'r' };

/** A repository after a migration that modified two files, created one and deleted one. */
function migrated(): string {
  const root = testdir({ 'a.txt': 'old\n', 'b.txt': 'old\n', 'gone.txt': 'gone\n' });
  const repository = openRepository(root);
  const replace = (path: string): Change => {
    return { kind: 'edit', path, start: 0, end: 3, expected: 'old', replacement: 'new', ...why };
  };
  const changes: readonly Change[] = [
    replace('a.txt'),
    replace('b.txt'),
    { kind: 'create', path: 'made.txt', text: 'made\n', mode: 0o644, ...why },
    { kind: 'delete', path: 'gone.txt', expected: 'gone\n', ...why },
  ];
  applyChangeSet(repository, buildChangeSet(repository, changes));
  return root;
}

/** What an undo says of each file that somebody has touched; nothing may have changed then. */
function refusedAfter(root: string) {
  const now = snapshot(root);
  const error = problemOf(() => undo(root));
  expect(snapshot(root)).toEqual(now);
  expect(error.kind).toBe('conflict');
  expect(error.problem).toBe(error.problems[0]);
  return error.problems;
}

describe('undo after an edit', () => {
  it.each<[string, string, (root: string) => void, string, string]>([
    [
      'of the bytes',
      'a.txt',
      (root) => writeFileSync(join(root, 'a.txt'), 'mine\n'),
      'this file was edited since the migration',
      'Its bytes of before are in .diag-codemod/undo/0.old. Take your edit back, and run undo again.',
    ],
    [
      'of a file that the migration made',
      'made.txt',
      (root) => writeFileSync(join(root, 'made.txt'), 'mine\n'),
      'this file was edited since the migration',
      'It did not exist before. Take your edit back, and run undo again.',
    ],
    [
      'of the mode alone',
      'b.txt',
      (root) => chmodSync(join(root, 'b.txt'), 0o755),
      'the mode of this file was changed from 0644 to 0755 since the migration',
      'Give it the mode 0644 again, and run undo again.',
    ],
    [
      'that deleted it',
      'b.txt',
      (root) => rmSync(join(root, 'b.txt')),
      'somebody deleted this file since the migration',
      'Its bytes of before are in .diag-codemod/undo/1.old. Bring the migrated file back, and run undo again.',
    ],
    [
      'that made a deleted file again',
      'gone.txt',
      (root) => writeFileSync(join(root, 'gone.txt'), 'gone\n'),
      'this file was deleted, and somebody made it again since the migration',
      'Move it away, and run undo again.',
    ],
    [
      'that put a link in its place',
      'a.txt',
      (root) => {
        rmSync(join(root, 'a.txt'));
        symlinkSync('b.txt', join(root, 'a.txt'));
      },
      'a link, a folder or a device took the place of this file since the migration',
      'Move it away, and run undo again.',
    ],
    [
      'that put a folder in the place of a deleted file',
      'gone.txt',
      (root) => mkdirSync(join(root, 'gone.txt')),
      'a link, a folder or a device took the place of this file since the migration',
      'Move it away, and run undo again.',
    ],
  ])('%s says so of that file', (_name, file, edit, reason, help) => {
    const root = migrated();
    edit(root);
    const hint = `Nothing was taken back, of no file. ${help}`;
    expect(refusedAfter(root)).toEqual([{ code: 'edited-since', file, reason, hint }]);
  });

  it('of several files has one problem for each, in the order of their paths', () => {
    const root = migrated();
    writeFileSync(join(root, 'gone.txt'), 'mine\n');
    chmodSync(join(root, 'made.txt'), 0o600);
    writeFileSync(join(root, 'a.txt'), 'mine\n');
    expect(refusedAfter(root).map(({ file }) => file)).toEqual(['a.txt', 'gone.txt', 'made.txt']);
  });

  it('goes on once the edits are taken back', () => {
    const root = migrated();
    writeFileSync(join(root, 'a.txt'), 'mine\n');
    refusedAfter(root);
    writeFileSync(join(root, 'a.txt'), 'new\n');
    expect(undo(root)?.map(({ path }) => path)).toEqual(['a.txt', 'b.txt', 'gone.txt', 'made.txt']);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('old\n');
  });
});

describe('filesBefore', () => {
  it('gives the files as they were before the last migration', () => {
    expect(filesBefore(migrated())).toEqual(
      new Map([
        ['a.txt', { path: 'a.txt', text: 'old\n', mode: 0o644 }],
        ['b.txt', { path: 'b.txt', text: 'old\n', mode: 0o644 }],
        ['gone.txt', { path: 'gone.txt', text: 'gone\n', mode: 0o644 }],
        ['made.txt', undefined],
      ]),
    );
  });

  it('is undefined without a migration', () => {
    expect(filesBefore(testdir())).toBeUndefined();
  });
});
