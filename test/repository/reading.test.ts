import { chmodSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openRepository } from '../../src/repository/open.ts';
import { search } from '../../src/repository/search.ts';
import { walk } from '../../src/repository/walk.ts';
import { problemOf } from '../setup/problems.ts';
import { testdir, writeTestFile } from '../setup/testdir.ts';
import { answering, at, failing, rightBefore } from './seam.ts';

vi.mock('node:fs', async (original) => (await import('./seam.ts')).trapped(await original()));

const files = { 'a.go': 'package a\n', 'd/b.go': 'package b\n' };

describe('a folder that cannot be listed', () => {
  it.each(['EACCES', 'EPERM'] as const)('by its rights (%s) is a refusal that names it', (code) => {
    failing('readdirSync', code, at('/d'));
    expect(problemOf(() => walk(testdir(files)))).toMatchObject({
      kind: 'refused',
      problem: { code: 'unreadable-folder', file: 'd' },
    });
    failing('readdirSync', code);
    expect(problemOf(() => walk(testdir(files)))).toMatchObject({ problem: { file: '.' } });
  });

  it('by a fault of the disk is told as such', () => {
    failing('readdirSync', 'EIO', at('/d'));
    expect(problemOf(() => walk(testdir(files)))).toMatchObject({ kind: 'io', problem: { file: 'd' } });
  });

  it.each(['ENOENT', 'ENOTDIR'] as const)('as it went meanwhile (%s) has no files', (code) => {
    failing('readdirSync', code, at('/d'));
    expect(walk(testdir(files))).toEqual(['a.go']);
  });

  it.each(['ENOENT', 'ENOTDIR'] as const)('and is the root itself (%s) is no empty repository', (code) => {
    failing('readdirSync', code);
    expect(problemOf(() => walk(testdir(files)))).toMatchObject({ kind: 'io', problem: { file: '.' } });
  });
});

describe('a tree', () => {
  const entry = (at: number) => ({ name: `f${at}`, isFile: () => true, isDirectory: () => false });

  it.each([
    [500_000, 'all of them'],
    [500_001, 'too-many-files'],
  ])('of %i files: %s', (count) => {
    answering(
      'readdirSync',
      Array.from({ length: count }, (_, number) => entry(number)),
    );
    const root = testdir();
    if (count === 500_000) expect(walk(root)).toHaveLength(count);
    else expect(problemOf(() => walk(root)).problem.code).toBe('too-many-files');
  });
});

describe('a file', () => {
  it('that has become a link between two looks is not followed', () => {
    const root = testdir({ ...files, secret: 'secret\n' });
    const swapped = rightBefore(
      'readFileSync',
      () => {
        rmSync(join(root, 'a.go'));
        symlinkSync('secret', join(root, 'a.go'));
      },
      at('/a.go'),
    );
    expect(problemOf(() => openRepository(root).read('a.go')).problem).toMatchObject({
      code: 'unreadable-file',
      reason: 'this file cannot be read: it is a link',
    });
    expect(swapped()).toBe(true);
  });

  it.each(['EACCES', 'EPERM'] as const)(
    'that may not be read (%s) is refused, even where it is only looked at',
    (code) => {
      for (const look of [
        (root: string) => openRepository(root).read('a.go'),
        (root: string) => openRepository(root).tryRead('a.go'),
        (root: string) => search(openRepository(root), 'package', () => true),
      ]) {
        const root = testdir(files);
        failing('readFileSync', code, at('/a.go'));
        expect(problemOf(() => look(root))).toMatchObject({
          kind: 'refused',
          problem: { code: 'forbidden-file', file: 'a.go' },
        });
      }
    },
  );

  it('that the disk does not give is an I/O problem, even where it is only looked at', () => {
    const root = testdir(files);
    failing('readFileSync', 'EIO', at('/a.go'));
    expect(problemOf(() => openRepository(root).tryRead('a.go'))).toMatchObject({
      kind: 'io',
      problem: { file: 'a.go' },
    });
  });

  it('that becomes no text while it is looked at is refused, at its beginning', () => {
    const root = testdir({ 'a.go': '// \uFFFD\n' });
    const broken = Buffer.concat([Buffer.from('// \uFFFD\n'), Buffer.from([0xff])]);
    let looks = 0;
    const edited = rightBefore(
      'readFileSync',
      () => writeFileSync(join(root, 'a.go'), broken),
      (path) => String(path).endsWith('/a.go') && ++looks === 2,
    );
    expect(problemOf(() => openRepository(root).read('a.go')).problem).toMatchObject({
      code: 'not-utf8',
      line: 1,
      column: 1,
    });
    expect(edited()).toBe(true);
  });

  it('whose folder has become a file has gone', () => {
    const root = testdir(files);
    const repository = openRepository(root);
    rmSync(join(root, 'd'), { recursive: true });
    writeFileSync(join(root, 'd'), '');
    expect(repository.read('d/b.go')).toBeUndefined();
  });

  it('that is too large is found by its beginning, and by nothing further down', () => {
    const root = testdir({ 'large.go': 'needle\n' });
    truncateSync(join(root, 'large.go'), 2 * 1024 * 1024 + 1);
    writeTestFile(root, 'late.go', `${' '.repeat(256 * 1024)}needle${' '.repeat(2 * 1024 * 1024)}`);
    expect(search(openRepository(root), 'needle', () => true)).toEqual(['large.go']);
  });

  it('that is small and no text is found all the same', () => {
    const root = testdir({ 'a.go': Buffer.from([0xff, ...Buffer.from('needle')]) });
    expect(search(openRepository(root), 'needle', () => true)).toEqual(['a.go']);
  });

  it('is read once, with its bytes of that moment', () => {
    const root = testdir(files);
    const repository = openRepository(root);
    const first = repository.read('a.go');
    chmodSync(join(root, 'a.go'), 0o600);
    expect(repository.read('a.go')).toBe(first);
  });
});
