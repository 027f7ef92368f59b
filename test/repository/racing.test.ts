import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Change } from '../../src/repository/change.ts';
import { buildChangeSet } from '../../src/repository/change-set.ts';
import { withLock } from '../../src/repository/lock.ts';
import { openRepository } from '../../src/repository/open.ts';
import { identityOfProcess } from '../../src/repository/process-identity.ts';
import { recoverInterrupted } from '../../src/repository/recovery.ts';
import { applyChangeSet } from '../../src/repository/transaction.ts';
import { problemOf } from '../setup/problems.ts';
import { snapshot, testdir, writeTestFile } from '../setup/testdir.ts';
import { at, failing, rightBefore } from './seam.ts';

vi.mock('node:fs', async (original) => (await import('./seam.ts')).trapped(await original()));

const why = { step: 's', reason: 'r' };
/** The same bytes stand outside: whoever is led there finds what he expects, and would write. */
const files = { 'd/edited.txt': 'old\n', 'd/gone.txt': 'gone\n' };

const withFiles = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, `644:${text}`]));

/** A change set that edits, deletes and creates in the folder d; and a folder elsewhere that looks just like it. */
function prepared() {
  const root = testdir({ ...files, 'first.txt': 'old\n' });
  const outside = testdir(files);
  const repository = openRepository(root);
  const replace = (path: string): Change => {
    return { kind: 'edit', path, start: 0, end: 3, expected: 'old', replacement: 'new', ...why };
  };
  const changeSet = buildChangeSet(repository, [
    replace('first.txt'),
    replace('d/edited.txt'),
    { kind: 'delete', path: 'd/gone.txt', expected: 'gone\n', ...why },
    { kind: 'create', path: 'd/made.txt', text: 'made\n', mode: 0o644, ...why },
    { kind: 'create', path: 'd/e/made.txt', text: 'made\n', mode: 0o644, ...why },
  ]);
  return { root, outside, apply: () => applyChangeSet(repository, changeSet) };
}

/** What an attacker does between two calls: the folder d is moved away, and a link to another one stands in its place. */
function swap(root: string, outside: string): void {
  if (existsSync(join(root, 'aside'))) return;
  renameSync(join(root, 'd'), join(root, 'aside'));
  symlinkSync(join(outside, 'd'), join(root, 'd'));
}

function swapBack(root: string): void {
  rmSync(join(root, 'd'));
  renameSync(join(root, 'aside'), join(root, 'd'));
}

/** The calls that open, look at and change files. */
const CALLS = [
  ...['openSync', 'lstatSync', 'renameSync', 'linkSync', 'unlinkSync', 'mkdirSync', 'rmdirSync'],
  ...['accessSync', 'fsyncSync', 'readFileSync', 'closeSync'],
] as const;

describe('a folder that is swapped for a link', () => {
  it.each(CALLS)('before any %s leads nowhere: nothing is written outside', (name) => {
    let swaps = 0;
    for (let nth = 1; ; nth++) {
      const { root, outside, apply } = prepared();
      const original = { outside: snapshot(outside), root: snapshot(root) };
      let count = 0;
      const reached = rightBefore(
        name as 'openSync',
        () => swap(root, outside),
        () => ++count === nth,
      );
      const ended = outcomeOf(apply);
      expect(snapshot(outside), `${name} ${nth}: ${ended}`).toEqual(original.outside);
      if (!reached()) break;
      swaps++;
      if (existsSync(join(root, 'aside'))) swapBack(root);
      // Done, or as it was: after the next start where the way to a file was gone while it was taken back.
      if (ended === 'recovery') recoverInterrupted(root);
      const now = withoutState(root);
      if (ended === 'done') expect(now['first.txt'], `${name} ${nth}`).toBe('644:new\n');
      else expect(now, `${name} ${nth}: ${ended}`).toEqual(original.root);
    }
    expect(swaps).toBeGreaterThan(0);
  });

  it('and is taken for what it is, in plain words', () => {
    const { root, outside, apply } = prepared();
    rightBefore('accessSync', () => swap(root, outside));
    expect(problemOf(apply)).toMatchObject({
      kind: 'conflict',
      problem: { code: 'folder-is-link', file: 'd' },
    });
  });

  it('while it is taken back needs a person: half of the files lie where the link does not lead', () => {
    const { root, outside, apply } = prepared();
    rightBefore('unlinkSync', () => swap(root, outside), at('/gone.txt'));
    const error = problemOf(apply);
    expect(error).toMatchObject({ kind: 'recovery', problem: { code: 'rollback-failed' } });
    expect(error.problem.reason).toContain('a part of this path is a link, or no folder');
    swapBack(root);
    expect(recoverInterrupted(root)).toBe(true);
    expect(withoutState(root)).toEqual({ ...withFiles, 'first.txt': '644:old\n' });
  });
});

function outcomeOf(act: () => void): string {
  try {
    act();
    return 'done';
  } catch (error) {
    return (error as { kind?: string }).kind ?? String((error as Error).stack);
  }
}

function withoutState(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root)).filter(([path]) => !path.startsWith('.diag-codemod/')),
  );
}

describe('the lock', () => {
  it('is tried again when another run removes its empty folder at that moment', () => {
    const root = testdir();
    const gone = rightBefore(
      'openSync',
      () => rmSync(join(root, '.diag-codemod/lock'), { recursive: true }),
      (path) => String(path).endsWith(identityOfProcess()),
    );
    expect(withLock(root, () => 'done')).toBe('done');
    expect(gone()).toBe(true);
  });

  it('is given up when the disk fails', () => {
    const root = testdir();
    failing('openSync', 'EIO', (path) => String(path).endsWith(identityOfProcess()));
    expect(() => withLock(root, () => 'never')).toThrow('EIO');
  });

  it('goes on when the claim of another run goes while it is looked at', () => {
    const root = testdir();
    const claim = identityOfProcess(process.ppid);
    writeTestFile(root, `.diag-codemod/lock/${claim}`, '');
    const gone = rightBefore(
      'lstatSync',
      () => rmSync(join(root, '.diag-codemod/lock', claim)),
      (path) => String(path).endsWith(claim),
    );
    expect(withLock(root, () => 'done')).toBe('done');
    expect(gone()).toBe(true);
  });

  it('of two that see each other, the one with the earlier name keeps its claim while it waits', () => {
    const root = testdir();
    const other = identityOfProcess(process.ppid);
    writeTestFile(root, `.diag-codemod/lock/${other}`, '');
    const seen: string[][] = [];
    const look = () => seen.push(readdirSync(join(root, '.diag-codemod/lock')));
    // A second attempt looks for the folder again: then our first one has been decided.
    rightBefore('readdirSync', () => rightBefore('readdirSync', look));
    expect(() => withLock(root, () => 'never')).toThrow('at work');
    const mine = identityOfProcess();
    expect(seen[0]).toEqual([mine, other].sort());
  });
});

describe('the state folder', () => {
  it('may be made by another run at the same moment', () => {
    const { root, apply } = prepared();
    const made = rightBefore('mkdirSync', () => mkdirSync(join(root, '.diag-codemod')), at('/.diag-codemod'));
    apply();
    expect([made(), withoutState(root)['first.txt']]).toEqual([true, '644:new\n']);
  });

  it('stays when it cannot be looked at: it is no reason to fail', () => {
    const { root, apply } = prepared();
    mkdirSync(join(root, '.diag-codemod'));
    writeFileSync(join(root, '.diag-codemod/.gitignore'), '*\n');
    apply();
    expect(existsSync(join(root, '.diag-codemod/undo'))).toBe(true);
  });

  it('cannot be made ignoring itself: the disk’s answer is told', () => {
    const { root, apply } = prepared();
    const full = failing('writeSync', 'ENOSPC');
    expect(problemOf(apply)).toMatchObject({ kind: 'io', problem: { code: 'io-error' } });
    expect([full(), withoutState(root)['first.txt']]).toEqual([true, '644:old\n']);
  });
});
