import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Change } from '../../src/repository/change.ts';
import { buildChangeSet } from '../../src/repository/change-set.ts';
import { openRepository } from '../../src/repository/open.ts';
import { recoverInterrupted } from '../../src/repository/recovery.ts';
import { applyChangeSet } from '../../src/repository/transaction.ts';
import { undo } from '../../src/repository/undo.ts';
import { problemOf } from '../setup/problems.ts';
import { snapshot, testdir } from '../setup/testdir.ts';
import { at, failing, onto, rightBefore } from './seam.ts';

vi.mock('node:fs', async (original) => (await import('./seam.ts')).trapped(await original()));

const why = { step: 's', reason: 'r' };
const migrated = { 'a.txt': '644:new a\n', 'b/run.sh': '755:new run\n', 'b/x/made.txt': '644:made\n' };

/** Two edits, a creation in a new folder, a deletion: in this order a.txt, b/run.sh, b/x/made.txt, gone.txt. */
function prepared(arrange: (root: string) => void = () => {}) {
  const root = testdir({ 'a.txt': 'old a\n', 'b/run.sh': 'old run\n', 'gone.txt': 'gone\n' });
  chmodSync(join(root, 'b/run.sh'), 0o755);
  arrange(root);
  const repository = openRepository(root);
  const replace = (path: string): Change => {
    return { kind: 'edit', path, start: 0, end: 3, expected: 'old', replacement: 'new', ...why };
  };
  const changeSet = buildChangeSet(repository, [
    replace('a.txt'),
    replace('b/run.sh'),
    { kind: 'create', path: 'b/x/made.txt', text: 'made\n', mode: 0o644, ...why },
    { kind: 'delete', path: 'gone.txt', expected: 'gone\n', ...why },
  ]);
  const original = tree(root);
  return { root, original, apply: () => applyChangeSet(repository, changeSet) };
}

/** The files, without the tool's own folder. */
function tree(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root)).filter(([path]) => !path.startsWith('.diag-codemod/')),
  );
}

describe('a folder on another file system', () => {
  it('gets its files staged beside them, with bytes and modes, and nothing is left there', () => {
    const { root, apply, original } = prepared();
    const crossed = failing('renameSync', 'EXDEV', onto('/run.sh'));
    apply();
    expect([crossed(), tree(root)]).toEqual([true, migrated]);
    const back = failing('renameSync', 'EXDEV', onto('/run.sh'));
    undo(root);
    expect([back(), tree(root)]).toEqual([true, original]);
  });

  it('is rolled back when the staged file cannot be moved, and no staged file is left', () => {
    const { root, apply, original } = prepared();
    failing('renameSync', 'EXDEV', onto('/run.sh'));
    const full = failing('renameSync', 'ENOSPC', at('/.run.sh.diag-codemod'));
    const error = problemOf(apply);
    expect(error).toMatchObject({
      kind: 'io',
      problem: { file: 'b/run.sh', reason: 'the disk is full (ENOSPC, renameSync)' },
    });
    expect([full(), tree(root), existsSync(join(root, '.diag-codemod'))]).toEqual([true, original, false]);
  });

  it('replaces what a run that died had staged', () => {
    const { root, apply } = prepared();
    writeFileSync(join(root, 'b/.run.sh.diag-codemod'), 'half');
    failing('renameSync', 'EXDEV', onto('/run.sh'));
    apply();
    expect(tree(root)).toEqual(migrated);
  });

  it('is rolled back when what was staged before cannot be removed', () => {
    const { root, apply, original } = prepared();
    failing('renameSync', 'EXDEV', onto('/run.sh'));
    const stuck = failing('unlinkSync', 'EBUSY', at('/.run.sh.diag-codemod'));
    expect(problemOf(apply)).toMatchObject({ kind: 'io', problem: { file: 'b/run.sh' } });
    expect([stuck(), tree(root)]).toEqual([true, original]);
  });

  it.each(['EPERM', 'ENOTSUP', 'EXDEV'] as const)(
    'that links nothing (%s) gets new files all the same',
    (code) => {
      const { root, apply } = prepared();
      const refused = failing('linkSync', code, onto('/made.txt'));
      apply();
      expect([refused(), tree(root)]).toEqual([true, migrated]);
    },
  );
});

describe('a new folder on another file system', () => {
  it('gets its files staged with their modes, where it takes neither a link nor a rename', () => {
    const root = testdir({ 'a.txt': '' });
    const repository = openRepository(root);
    const creation: Change = { kind: 'create', path: 'run.sh', text: 'made\n', mode: 0o755, ...why };
    const refused = failing('linkSync', 'EXDEV', onto('/run.sh'));
    const crossed = failing('renameSync', 'EXDEV', onto('/run.sh'));
    applyChangeSet(repository, buildChangeSet(repository, [creation]));
    expect([refused(), crossed(), tree(root)]).toEqual([
      true,
      true,
      { 'a.txt': '644:', 'run.sh': '755:made\n' },
    ]);
  });
});

describe('somebody who writes at the same time', () => {
  it('and makes the very file that is to be created keeps it; all else is taken back', () => {
    const { root, apply, original } = prepared();
    const raced = rightBefore(
      'linkSync',
      () => writeFileSync(join(root, 'b/x/made.txt'), 'mine\n'),
      onto('/made.txt'),
    );
    expect(problemOf(apply)).toMatchObject({
      kind: 'conflict',
      problem: { code: 'changed-meanwhile', file: 'b/x/made.txt' },
    });
    expect([raced(), tree(root)]).toEqual([true, { ...original, 'b/x/made.txt': '644:mine\n' }]);
  });

  it('and edits a file right before it is replaced keeps the edit', () => {
    const { root, apply, original } = prepared();
    const raced = rightBefore(
      'renameSync',
      () => writeFileSync(join(root, 'b/run.sh'), 'mine\n'),
      onto('/a.txt'),
    );
    expect(problemOf(apply)).toMatchObject({ kind: 'conflict', problem: { file: 'b/run.sh' } });
    expect([raced(), tree(root)]).toEqual([true, { ...original, 'b/run.sh': '755:mine\n' }]);
  });

  it('and edits a file that was replaced already is asked, when the run must be taken back', () => {
    const { root, apply } = prepared();
    rightBefore('renameSync', () => writeFileSync(join(root, 'a.txt'), 'mine\n'), onto('/run.sh'));
    failing('unlinkSync', 'EIO', at('/gone.txt'));
    const error = problemOf(apply);
    expect(error).toMatchObject({ kind: 'recovery', problem: { code: 'recovery-needed', file: 'a.txt' } });
    expect(error.problem.hint).toContain('Its old bytes are in .diag-codemod/journal/0.old.');
    expect(tree(root)['a.txt']).toBe('644:mine\n');
    expect(readFileSync(join(root, '.diag-codemod/journal/0.old'), 'utf8')).toBe('old a\n');
  });

  it('and edits a file that the run has made is told that it did not exist', () => {
    const { root, apply } = prepared();
    rightBefore('unlinkSync', () => writeFileSync(join(root, 'b/x/made.txt'), 'mine\n'), at('/gone.txt'));
    // The first folder that is synced when all is in place.
    failing('fsyncSync', 'EIO', () => !existsSync(join(root, 'gone.txt')));
    const error = problemOf(apply);
    expect(error).toMatchObject({
      kind: 'recovery',
      problem: { code: 'recovery-needed', file: 'b/x/made.txt' },
    });
    expect(error.problem.hint).toMatch(/^It did not exist before\. /);
  });
});

describe('a disk that fails', () => {
  it.each<[string, Parameters<typeof failing>]>([
    ['at the journal’s folder', ['mkdirSync', 'ENOSPC', at('/journal')]],
    ['at the old bytes', ['openSync', 'ENOSPC', at('/0.old')]],
    ['at the new bytes', ['openSync', 'ENOSPC', at('/1.new')]],
    ['at the mark', ['renameSync', 'EIO', onto('/COMMIT')]],
    ['at a file that is looked at', ['openSync', 'EIO', at('/run.sh')]],
    ['at a new folder', ['mkdirSync', 'EDQUOT', at('/x')]],
    ['at a new file', ['linkSync', 'EIO', onto('/made.txt')]],
    ['at the commit', ['renameSync', 'EIO', onto('/DONE')]],
  ])('%s: nothing is changed, nothing is left', (_name, fault) => {
    const { root, apply, original } = prepared();
    const failed = failing(...fault);
    expect(problemOf(apply)).toMatchObject({ kind: 'io', problem: { code: 'io-error' } });
    expect([failed(), tree(root), existsSync(join(root, '.diag-codemod'))]).toEqual([true, original, false]);
    expect(existsSync(join(root, 'b/x'))).toBe(false);
  });

  it('at the journal and at its removal: the first answer counts, and the next start removes it', () => {
    const { root, apply, original } = prepared();
    failing('openSync', 'ENOSPC', at('/1.new'));
    failing('rmSync', 'EIO', at('/journal'));
    expect(problemOf(apply).problem.reason).toBe('the disk is full (ENOSPC, openSync)');
    expect(existsSync(join(root, '.diag-codemod/journal'))).toBe(true);
    recoverInterrupted(root);
    expect(snapshot(root)).toEqual(original);
  });

  it('while it is taken back: the next start completes that, from the journal', () => {
    const { root, apply, original } = prepared();
    failing('unlinkSync', 'ENOSPC', at('/gone.txt'));
    const again = failing('renameSync', 'EIO', at('/0.old'));
    const error = problemOf(apply);
    expect(error).toMatchObject({ kind: 'recovery', problem: { code: 'rollback-failed' } });
    expect(error.problem.reason).toBe(
      'writing failed, and so did taking it back: the disk reports an error (EIO, renameSync)',
    );
    expect([again(), recoverInterrupted(root), tree(root)]).toEqual([true, true, original]);
  });

  it('when what may be staged cannot be looked for: the journal stays for the next start', () => {
    const { root, apply, original } = prepared();
    failing('unlinkSync', 'ENOSPC', at('/gone.txt'));
    failing('unlinkSync', 'EIO', at('/.a.txt.diag-codemod'));
    expect(problemOf(apply)).toMatchObject({ kind: 'recovery', problem: { code: 'rollback-failed' } });
    expect([recoverInterrupted(root), tree(root)]).toEqual([true, original]);
  });

  it('after the commit point is no failure, and the next start tidies up', () => {
    const { root, apply } = prepared();
    const late = failing('renameSync', 'EIO', onto('/undo'));
    apply();
    expect([late(), tree(root)]).toEqual([true, migrated]);
    expect(readdirSync(join(root, '.diag-codemod')).sort()).toEqual(['.gitignore', 'journal']);
    expect(recoverInterrupted(root)).toBe(false);
    expect(readdirSync(join(root, '.diag-codemod')).sort()).toEqual(['.gitignore', 'undo']);
  });

  it('at the removal of what was linked is no failure', () => {
    const { root, apply } = prepared();
    const stuck = failing('unlinkSync', 'EIO', at('/2.new'));
    apply();
    expect([stuck(), tree(root)]).toEqual([true, migrated]);
  });
});

describe('the owner of a file', () => {
  it.runIf(process.getuid?.() === 0)('keeps it when root migrates', () => {
    const { root, apply } = prepared((folder) => chownSync(join(folder, 'a.txt'), 65_534, 65_533));
    apply();
    expect(statSync(join(root, 'a.txt'))).toMatchObject({ uid: 65_534, gid: 65_533 });
    expect(statSync(join(root, 'b/run.sh'))).toMatchObject({
      uid: process.getuid?.(),
      gid: process.getgid?.(),
    });
  });

  it.runIf(process.getuid?.() === 0)('becomes whoever migrates where files cannot be given away', () => {
    const { root, apply } = prepared((folder) => chownSync(join(folder, 'a.txt'), 65_534, 65_533));
    const refused = failing('fchownSync', 'EPERM');
    const other = failing('fchownSync', 'EPERM');
    apply();
    expect([refused(), other(), tree(root)]).toEqual([true, true, migrated]);
    expect(statSync(join(root, 'a.txt')).uid).toBe(process.getuid?.());
  });
});
