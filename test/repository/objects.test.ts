import { existsSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createBranch, moveBranch, takeObjects } from '../../src/repository/git-objects.ts';
import { problemOf } from '../setup/problems.ts';
import { snapshot, testdir } from '../setup/testdir.ts';
import { at, failing, onto, rightBefore } from './seam.ts';

vi.mock('node:fs', async (original) => (await import('./seam.ts')).trapped(await original()));

const COMMIT = 'a'.repeat(40);
const directory = (root: string) => ({ own: root, common: root });

describe('takeObjects', () => {
  const room = {
    'objects/ab/cd': 'new',
    'objects/ab/ef': 'new',
    'objects/info/alternates': '/x',
    'objects/pack/p': 'p',
  };

  it('copies loose objects, which nobody may write to, and nothing else', () => {
    const root = testdir({ 'objects/x': '' });
    takeObjects(testdir(room), directory(root));
    expect(snapshot(root)).toEqual({
      'objects/ab/cd': '444:new',
      'objects/ab/ef': '444:new',
      'objects/x': '644:',
    });
    expect(statSync(join(root, 'objects/ab')).isDirectory()).toBe(true);
  });

  it('leaves an object that is there as it is', () => {
    const root = testdir({ 'objects/ab/cd': 'there' });
    takeObjects(testdir(room), directory(root));
    expect(snapshot(root)).toEqual({ 'objects/ab/cd': '644:there', 'objects/ab/ef': '444:new' });
  });

  it('fails when the disk does', () => {
    const root = testdir({ 'objects/x': '' });
    const full = failing('openSync', 'ENOSPC', at('/ef'));
    expect(() => takeObjects(testdir(room), directory(root))).toThrow('ENOSPC');
    expect(full()).toBe(true);
  });
});

describe('createBranch', () => {
  it('makes one file, and leaves nothing else', () => {
    const root = testdir({ 'refs/heads/main': `${COMMIT}\n`, 'packed-refs': `${COMMIT} refs/heads/other\n` });
    createBranch(directory(root), 'topic/one', COMMIT);
    expect(snapshot(root)['refs/heads/topic/one']).toBe(`644:${COMMIT}\n`);
    expect(readdirSync(root).sort()).toEqual(['packed-refs', 'refs']);
  });

  it.each(['EIO', 'EPERM'] as const)(
    'makes none when the disk fails (%s), which is not taken for another branch',
    (code) => {
      const root = testdir({ 'refs/heads/main': `${COMMIT}\n` });
      failing('linkSync', code, onto('/one'));
      expect(() => createBranch(directory(root), 'one', COMMIT)).toThrow(code);
      expect([existsSync(join(root, 'refs/heads/one')), readdirSync(root)]).toEqual([false, ['refs']]);
    },
  );

  it.each([
    ['the same', 'topic'],
    ['one that it would stand in', 'topic/one'],
  ])('takes no name of which a packed branch has %s', (_name, branch) => {
    const root = testdir({ 'refs/heads/main': `${COMMIT}\n`, 'packed-refs': `${COMMIT} refs/heads/topic\n` });
    const error = problemOf(() => createBranch(directory(root), branch, COMMIT));
    expect(error).toMatchObject({ kind: 'conflict', problem: { code: 'branch-exists' } });
    expect(readdirSync(root).sort()).toEqual(['packed-refs', 'refs']);
  });

  it('takes a name of which a packed branch has only the first letters', () => {
    const root = testdir({ 'refs/heads/main': `${COMMIT}\n`, 'packed-refs': `${COMMIT} refs/heads/topic\n` });
    createBranch(directory(root), 'topical', COMMIT);
    createBranch(directory(root), 'top', COMMIT);
    expect(readdirSync(join(root, 'refs/heads')).sort()).toEqual(['main', 'top', 'topical']);
  });
});

describe('moveBranch', () => {
  const OTHER = 'b'.repeat(40);
  const withBranch = () => testdir({ 'refs/heads/topic/one': `${COMMIT}\n` });

  it('moves a branch, loose or packed, and leaves nothing else', () => {
    const loose = withBranch();
    moveBranch(directory(loose), 'topic/one', COMMIT, OTHER);
    expect(snapshot(loose)).toEqual({ 'refs/heads/topic/one': `644:${OTHER}\n` });
    const packed = testdir({ 'packed-refs': `${COMMIT} refs/heads/topic/one\n` });
    moveBranch(directory(packed), 'topic/one', COMMIT, OTHER);
    expect(snapshot(packed)).toEqual({
      'packed-refs': `644:${COMMIT} refs/heads/topic/one\n`,
      'refs/heads/topic/one': `644:${OTHER}\n`,
    });
  });

  it('moves none that is elsewhere by now', () => {
    const root = withBranch();
    rightBefore(
      'openSync',
      () => writeFileSync(join(root, 'refs/heads/topic/one'), `${OTHER}\n`),
      at('/one.lock'),
    );
    const error = problemOf(() => moveBranch(directory(root), 'topic/one', COMMIT, 'c'.repeat(40)));
    expect(error).toMatchObject({ kind: 'conflict', problem: { code: 'branch-moved' } });
    expect(snapshot(root)).toEqual({ 'refs/heads/topic/one': `644:${OTHER}\n` });
  });

  it('waits for no other program, whose lock stays', () => {
    const root = withBranch();
    writeFileSync(join(root, 'refs/heads/topic/one.lock'), 'theirs');
    const now = snapshot(root);
    const error = problemOf(() => moveBranch(directory(root), 'topic/one', COMMIT, OTHER));
    expect(error).toMatchObject({ kind: 'conflict', problem: { code: 'branch-moved' } });
    expect(snapshot(root)).toEqual(now);
  });

  it.each([
    ['openSync', 'ENOSPC', at('/one.lock')],
    ['lstatSync', 'EIO', at('refs/heads/topic/one')],
    ['renameSync', 'EIO', at('/one.lock')],
  ] as const)('moves none when the disk fails at %s, and leaves no lock', (call, code, fits) => {
    const root = withBranch();
    const failed = failing(call, code, fits);
    expect(() => moveBranch(directory(root), 'topic/one', COMMIT, OTHER)).toThrow(code);
    expect([failed(), snapshot(root)]).toEqual([true, { 'refs/heads/topic/one': `644:${COMMIT}\n` }]);
  });

  it('follows no link in the place of a folder of branches', () => {
    const outside = testdir({ one: `${COMMIT}\n` });
    const root = testdir({ 'refs/heads/main': `${COMMIT}\n` });
    symlinkSync(outside, join(root, 'refs/heads/topic'));
    const error = problemOf(() => moveBranch(directory(root), 'topic/one', COMMIT, OTHER));
    expect(error).toMatchObject({ kind: 'conflict', problem: { code: 'folder-is-link' } });
    expect(snapshot(outside)).toEqual({ one: `644:${COMMIT}\n` });
  });
});
