import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshot, testdir, writeTestFile } from '../../test/setup/testdir.ts';
import type { Change } from './change.ts';
import { buildChangeSet } from './change-set.ts';
import { writeJournal } from './journal.ts';
import { openRepository } from './open.ts';
import { ProblemError } from './problem.ts';
import { identityOfProcess } from './process-identity.ts';
import { recoverInterrupted } from './recovery.ts';
import { ensureStateFolder } from './state-folder.ts';
import { applyChangeSet } from './transaction.ts';
import { undo } from './undo.ts';

const why = { step: 's', reason: 'r' };
const before = { 'a.txt': 'old a\r\n', 'run.sh': 'old run', 'gone.txt': 'gone\n', 'kept.txt': 'kept\n' };

/** A directory and a change set that modifies two files, creates one in a new folder and deletes one. */
function prepared() {
  const root = testdir(before);
  chmodSync(join(root, 'run.sh'), 0o755);
  chmodSync(join(root, 'gone.txt'), 0o640);
  const repository = openRepository(root);
  const replace = (path: string, expected: string, replacement: string): Change => {
    return { kind: 'edit', path, start: 0, end: expected.length, expected, replacement, ...why };
  };
  const changeSet = buildChangeSet(repository, [
    replace('a.txt', 'old', 'new'),
    replace('run.sh', 'old', 'new'),
    { kind: 'create', path: 'x/y/made.txt', text: 'made\n', mode: 0o644, ...why },
    { kind: 'delete', path: 'gone.txt', expected: 'gone\n', ...why },
  ]);
  return { root, repository, changeSet, original: snapshot(root) };
}

const migrated = {
  'a.txt': '644:new a\r\n',
  'kept.txt': '644:kept\n',
  'run.sh': '755:new run',
  'x/y/made.txt': '644:made\n',
};

/** The files of the working tree, without the tool's own folder. */
function tree(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(snapshot(root)).filter(([path]) => !path.startsWith('.diag-codemod/')),
  );
}

function problemOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return { kind: error.kind, ...error.problem };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('applyChangeSet', () => {
  it('modifies, creates and deletes, and keeps modes', () => {
    const { root, repository, changeSet } = prepared();
    applyChangeSet(repository, changeSet);
    expect(tree(root)).toEqual(migrated);
  });

  it('keeps what undo needs, ignored by git, and no lock or journal', () => {
    const { root, repository, changeSet } = prepared();
    applyChangeSet(repository, changeSet);
    expect(readdirSync(join(root, '.diag-codemod')).sort()).toEqual(['.gitignore', 'undo']);
    expect(readFileSync(join(root, '.diag-codemod/.gitignore'), 'utf8')).toBe('*\n');
    execFileSync('git', ['init', '-q'], { cwd: root });
    const status = execFileSync('git', ['status', '--porcelain', '-uall'], { cwd: root, encoding: 'utf8' });
    expect(status).not.toContain('.diag-codemod');
  });

  it('leaves no trace for an empty change set', () => {
    const root = testdir(before);
    const repository = openRepository(root);
    applyChangeSet(repository, buildChangeSet(repository, []));
    expect(existsSync(join(root, '.diag-codemod'))).toBe(false);
  });

  it('does not write into a hard link’s other name', () => {
    const { root, repository, changeSet } = prepared();
    const outside = testdir();
    execFileSync('ln', [join(root, 'a.txt'), join(outside, 'other')]);
    applyChangeSet(openRepository(root), changeSet);
    expect(readFileSync(join(outside, 'other'), 'utf8')).toBe('old a\r\n');
    expect(repository.root).toBe(root);
  });
});

/** Leaves a socket that nobody listens at. */
const SOCKET =
  'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))';

describe('applyChangeSet changes nothing', () => {
  it('when a file that it wants to change was edited meanwhile', () => {
    const { root, repository, changeSet } = prepared();
    writeFileSync(join(root, 'run.sh'), 'mine');
    const now = snapshot(root);
    expect(problemOf(() => applyChangeSet(repository, changeSet))).toMatchObject({
      kind: 'conflict',
      code: 'changed-meanwhile',
      file: 'run.sh',
    });
    expect(snapshot(root)).toEqual(now);
  });

  it('when only the mode of a file was changed meanwhile', () => {
    const { root, repository, changeSet } = prepared();
    chmodSync(join(root, 'a.txt'), 0o600);
    expect(problemOf(() => applyChangeSet(repository, changeSet)).kind).toBe('conflict');
  });

  it('when a file that the plan only read was edited meanwhile', () => {
    const { root, repository, changeSet } = prepared();
    repository.read('kept.txt');
    writeFileSync(join(root, 'kept.txt'), 'edited\n');
    expect(problemOf(() => applyChangeSet(repository, changeSet))).toMatchObject({ file: 'kept.txt' });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('old a\r\n');
  });

  it('when a file stands where one is to be created, even one that the walk did not list', () => {
    const { root, repository, changeSet } = prepared();
    mkdirSync(join(root, 'x/y'), { recursive: true });
    symlinkSync('/nowhere', join(root, 'x/y/made.txt'));
    expect(problemOf(() => applyChangeSet(repository, changeSet)).kind).toBe('conflict');
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('old a\r\n');
  });

  it.each([
    ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
    ['a socket', (path: string) => spawnSync(process.execPath, ['-e', SOCKET, path])],
    ['a folder', (path: string) => mkdirSync(path)],
    ['a link to the same bytes', (path: string) => symlinkSync('kept.txt', path)],
  ])('when %s has taken the place of a file', (_name, make) => {
    const { root, repository, changeSet } = prepared();
    rmSync(join(root, 'run.sh'));
    make(join(root, 'run.sh'));
    expect(problemOf(() => applyChangeSet(repository, changeSet))).toMatchObject({
      kind: 'conflict',
      code: 'changed-meanwhile',
      file: 'run.sh',
    });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('old a\r\n');
  });

  it('when a folder of a target has become a link that leads outside', () => {
    const outside = testdir({ 'f.txt': 'outside\n' });
    const root = testdir({ 'd/f.txt': 'outside\n' });
    const repository = openRepository(root);
    const edit: Change = {
      kind: 'edit',
      path: 'd/f.txt',
      start: 0,
      end: 0,
      expected: '',
      replacement: '!',
      ...why,
    };
    const changeSet = buildChangeSet(repository, [edit]);
    rmSync(join(root, 'd'), { recursive: true });
    symlinkSync(outside, join(root, 'd'));
    expect(problemOf(() => applyChangeSet(repository, changeSet)).kind).toBe('conflict');
    expect(readFileSync(join(outside, 'f.txt'), 'utf8')).toBe('outside\n');
  });

  it('when .diag-codemod is a link', () => {
    const { root, repository, changeSet } = prepared();
    const outside = testdir();
    symlinkSync(outside, join(root, '.diag-codemod'));
    expect(problemOf(() => applyChangeSet(repository, changeSet)).kind).toBe('conflict');
    expect(readdirSync(outside)).toEqual([]);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('old a\r\n');
  });

  it('when the state folder cannot be written: the disk’s answer is told', () => {
    const { root, repository, changeSet } = prepared();
    writeFileSync(join(root, '.diag-codemod'), 'a file in the way');
    const problem = problemOf(() => applyChangeSet(repository, changeSet));
    expect(['io', 'conflict']).toContain(problem.kind);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('old a\r\n');
  });

  it('when a later operation fails: the earlier ones are taken back', () => {
    const { root, repository, changeSet, original } = prepared();
    // The same operation twice: the checks pass, then the second one finds the file changed by the first.
    const broken = { ...changeSet, files: [...changeSet.files, fileOf(changeSet, 'a.txt')] };
    expect(problemOf(() => applyChangeSet(repository, broken)).kind).toBe('conflict');
    expect(snapshot(root)).toEqual(original);
    expect(existsSync(join(root, 'x'))).toBe(false);
  });

  it('while another run is at work', () => {
    const { root, repository, changeSet, original } = prepared();
    const claim = identityOfProcess(process.ppid);
    writeTestFile(root, `.diag-codemod/lock/${claim}`, '');
    expect(problemOf(() => applyChangeSet(repository, changeSet))).toMatchObject({
      kind: 'busy',
      code: 'busy',
    });
    expect(tree(root)).toEqual(original);
    expect(existsSync(join(root, `.diag-codemod/lock/${claim}`))).toBe(true);
  });
});

function fileOf<File extends { path: string }>(changeSet: { files: readonly File[] }, path: string): File {
  const file = changeSet.files.find((candidate) => candidate.path === path);
  if (!file) throw new Error(`no ${path}`);
  return file;
}

describe('the state folder', () => {
  it('ignores itself again after a run that died before it could say so', () => {
    const { root, repository, changeSet } = prepared();
    writeTestFile(root, '.diag-codemod/.gitignore', '');
    applyChangeSet(repository, changeSet);
    expect(readFileSync(join(root, '.diag-codemod/.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('a lock that was left behind', () => {
  it.each([
    ['a process that has ended', () => identityOfProcess().replace(/^\d+/, '4194303')],
    ['an earlier process with our number', () => identityOfProcess().replace(/\.\d+\./, '.1.')],
    ['a boot before this one', () => identityOfProcess().replace(/[0-9a-f]{8}-/, '00000000-')],
    ['nobody, by its name', () => 'something'],
  ])('by %s does not stop a run', (_name, claim) => {
    const { root, repository, changeSet } = prepared();
    writeTestFile(root, `.diag-codemod/lock/${claim()}`, '');
    applyChangeSet(repository, changeSet);
    expect(tree(root)).toEqual(migrated);
    expect(existsSync(join(root, '.diag-codemod/lock'))).toBe(false);
  });
});

/** Leaves a directory as a run leaves it that was killed after `performed` operations. */
function killedAfter(performed: number) {
  const setup = prepared();
  const { root, changeSet } = setup;
  ensureStateFolder(root);
  const content = (text: string | undefined, mode: number) =>
    text === undefined ? undefined : { bytes: Buffer.from(text), mode };
  const transitions = changeSet.files.map(({ path, before: old, after, mode }) => {
    return { path, before: content(old, mode), after: content(after, mode) };
  });
  writeJournal(root, { purpose: 'migrate', transitions, emptied: [] });
  mkdirSync(join(root, 'x/y'), { recursive: true });
  for (const { path, after } of transitions.slice(0, performed)) {
    if (after) writeTestFile(root, path, after.bytes, after.mode);
    else rmSync(join(root, path));
  }
  return setup;
}

describe('recoverInterrupted', () => {
  it.each([0, 1, 2, 3, 4])('rolls back a run that died after %i files', (performed) => {
    const { root, original } = killedAfter(performed);
    expect(recoverInterrupted(root)).toBe(true);
    expect(snapshot(root)).toEqual(original);
    expect(existsSync(join(root, 'x'))).toBe(false);
  });

  it('is part of the next migration', () => {
    const { root, repository, changeSet } = killedAfter(0);
    applyChangeSet(repository, changeSet);
    expect(tree(root)).toEqual(migrated);
  });

  it('can itself be interrupted and repeated', () => {
    const { root, original } = killedAfter(3);
    writeTestFile(root, 'a.txt', before['a.txt']);
    rmSync(join(root, '.diag-codemod/journal/0.old'));
    expect(recoverInterrupted(root)).toBe(true);
    expect(snapshot(root)).toEqual(original);
  });

  it('does nothing where nothing was interrupted', () => {
    const { root, original } = prepared();
    expect(recoverInterrupted(root)).toBe(false);
    expect(snapshot(root)).toEqual(original);
  });

  it('removes a journal whose run died before it was complete', () => {
    const { root, original } = prepared();
    writeTestFile(root, '.diag-codemod/journal/0.old', 'half');
    expect(recoverInterrupted(root)).toBe(false);
    expect(snapshot(root)).toEqual(original);
  });

  it('asks for a person when a file was edited since, and touches nothing', () => {
    const { root } = killedAfter(2);
    writeFileSync(join(root, 'a.txt'), 'edited after the crash');
    const now = snapshot(root);
    const problem = problemOf(() => recoverInterrupted(root));
    expect(problem).toMatchObject({ kind: 'recovery', code: 'recovery-needed', file: 'a.txt' });
    expect(problem.hint).toContain('.diag-codemod/journal/0.old');
    expect(snapshot(root)).toEqual(now);
  });

  it('finishes a run that died just after its commit point', () => {
    const { root } = killedAfter(4);
    execFileSync('mv', [
      join(root, '.diag-codemod/journal/COMMIT'),
      join(root, '.diag-codemod/journal/DONE'),
    ]);
    expect(recoverInterrupted(root)).toBe(false);
    expect(tree(root)).toEqual(migrated);
    undo(root);
    expect(tree(root)['a.txt']).toBe('644:old a\r\n');
  });

  it.each([
    ['no JSON', 'x'],
    ['a path outside', manifestWith('../../escaped')],
    ['a path in .git', manifestWith('.git/hooks/pre-commit')],
    ['no operations', '{"version":1,"purpose":"migrate","folders":[]}'],
    ['a mode with more than permission bits', manifestWith('a.txt').replace('420', '33188')],
  ])('refuses a journal with %s, as a stranger may have made it', (_name, text) => {
    const { root, original } = prepared();
    writeTestFile(root, '.diag-codemod/journal/COMMIT', text);
    expect(problemOf(() => recoverInterrupted(root))).toMatchObject({
      kind: 'recovery',
      code: 'journal-broken',
    });
    expect(tree(root)).toEqual(original);
  });

  it('does not obey a journal that a clone or a copy brought', () => {
    const { root } = killedAfter(2);
    const copy = join(testdir(), 'copy');
    cpSync(root, copy, { recursive: true });
    const now = snapshot(copy);
    expect(problemOf(() => recoverInterrupted(copy))).toMatchObject({
      kind: 'recovery',
      code: 'journal-foreign',
    });
    expect(snapshot(copy)).toEqual(now);
  });

  it('puts no bytes back that are not those that were saved', () => {
    const { root } = killedAfter(2);
    writeFileSync(join(root, '.diag-codemod/journal/1.old'), 'planted');
    const now = snapshot(root);
    expect(problemOf(() => recoverInterrupted(root))).toMatchObject({
      kind: 'recovery',
      code: 'journal-broken',
      file: '.diag-codemod/journal/1.old',
    });
    expect(snapshot(root)).toEqual(now);
  });

  it('does not wait for a mark that is a FIFO, nor follow one that is a link', () => {
    const { root, original } = prepared();
    mkdirSync(join(root, '.diag-codemod/journal'), { recursive: true });
    const mark = join(root, '.diag-codemod/journal/COMMIT');
    execFileSync('mkfifo', [mark]);
    expect(problemOf(() => recoverInterrupted(root)).code).toBe('journal-broken');
    rmSync(mark);
    symlinkSync(join(root, 'a.txt'), mark);
    expect(problemOf(() => recoverInterrupted(root)).code).toBe('journal-broken');
    expect(tree(root)).toEqual(original);
  });

  it('removes what was staged beside a target on another file system', () => {
    const { root, original } = killedAfter(1);
    writeTestFile(root, '.run.sh.diag-codemod', 'half');
    expect(recoverInterrupted(root)).toBe(true);
    expect(snapshot(root)).toEqual(original);
  });
});

function manifestWith(path: string): string {
  const operations = [{ path, before: null, after: { sha256: '', mode: 0o644 } }];
  return JSON.stringify({ version: 1, purpose: 'migrate', inode: '1', folders: [], emptied: [], operations });
}

describe('undo', () => {
  it('restores bytes, modes, deletions and folders, and leaves nothing of its own', () => {
    const { root, repository, changeSet, original } = prepared();
    applyChangeSet(repository, changeSet);
    const undone = undo(root);
    expect(snapshot(root)).toEqual(original);
    expect(existsSync(join(root, 'x'))).toBe(false);
    expect(existsSync(join(root, '.diag-codemod'))).toBe(false);
    expect(undone?.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'modify a.txt',
      'create gone.txt',
      'modify run.sh',
      'delete x/y/made.txt',
    ]);
  });

  it('has nothing to do without a migration, and a second time', () => {
    const { root, repository, changeSet } = prepared();
    expect(undo(root)).toBeUndefined();
    applyChangeSet(repository, changeSet);
    undo(root);
    expect(undo(root)).toBeUndefined();
  });

  it('refuses when a file was edited since, names each, and changes nothing', () => {
    const { root, repository, changeSet } = prepared();
    applyChangeSet(repository, changeSet);
    writeFileSync(join(root, 'a.txt'), 'edited');
    writeFileSync(join(root, 'gone.txt'), 'back again');
    const now = snapshot(root);
    const problem = problemOf(() => undo(root));
    expect(problem).toMatchObject({ kind: 'conflict', code: 'edited-since', file: 'a.txt' });
    expect(snapshot(root)).toEqual(now);
  });

  it('refuses when only the mode of a file was changed since', () => {
    const { root, repository, changeSet } = prepared();
    applyChangeSet(repository, changeSet);
    chmodSync(join(root, 'a.txt'), 0o600);
    expect(problemOf(() => undo(root))).toMatchObject({ code: 'edited-since', file: 'a.txt' });
  });

  it('refuses when the saved bytes are no longer what was saved', () => {
    const { root, repository, changeSet } = prepared();
    applyChangeSet(repository, changeSet);
    writeFileSync(join(root, '.diag-codemod/undo/0.old'), 'planted');
    expect(problemOf(() => undo(root))).toMatchObject({ kind: 'recovery', code: 'undo-broken' });
    expect(tree(root)).toEqual(migrated);
  });

  it('takes back the last migration only', () => {
    const { root, repository, changeSet } = prepared();
    applyChangeSet(repository, changeSet);
    const again = openRepository(root);
    const edit: Change = {
      kind: 'edit',
      path: 'a.txt',
      start: 0,
      end: 3,
      expected: 'new',
      replacement: '2nd',
      ...why,
    };
    applyChangeSet(again, buildChangeSet(again, [edit]));
    undo(root);
    expect(tree(root)).toEqual(migrated);
  });
});
