import { describe, expect, it } from 'vitest';
import type { Change, Edit } from './change.ts';
import { edit } from './change.ts';
import { applyInMemory, buildChangeSet, chainChangeSets } from './change-set.ts';
import { memoryRepository } from './memory-repository.ts';
import { ProblemError } from './problem.ts';

const text = 'one\ntwo\nthree\n';
const repository = memoryRepository({ 'a.txt': text, 'b.txt': 'b\n' });

function change(start: number, end: number, replacement: string, step = 'first', reason = 'because'): Edit {
  return edit({ path: 'a.txt', text }, { start, end }, replacement, { step, reason });
}

function refusalOf(changes: readonly Change[]) {
  try {
    buildChangeSet(repository, changes);
  } catch (error) {
    if (error instanceof ProblemError) return { kind: error.kind, ...error.problem };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('buildChangeSet', () => {
  it('applies edits in the order of the text, whatever the order they came in', () => {
    const [file] = buildChangeSet(repository, [change(8, 13, 'DREI'), change(0, 3, 'EINS')]).files;
    expect(file).toMatchObject({ kind: 'modify', before: text, after: 'EINS\ntwo\nDREI\n', mode: 0o644 });
  });

  it('says which steps and reasons a file has, each once, and counts lines', () => {
    const changes = [
      change(0, 3, 'x', 'first', 'early'),
      change(8, 13, 'y\nz', 'second', 'late'),
      change(4, 7, 'w', 'first', 'early'),
    ];
    const [file] = buildChangeSet(repository, changes).files;
    expect(file).toMatchObject({ steps: ['first', 'second'], reasons: ['early', 'late'] });
    expect(file).toMatchObject({ addedLines: 4, removedLines: 3 });
  });

  it('takes the same edit of two steps as one', () => {
    const [file] = buildChangeSet(repository, [
      change(3, 3, '!', 'first'),
      change(3, 3, '!', 'second'),
    ]).files;
    expect(file?.after).toBe('one!\ntwo\nthree\n');
    expect(file?.steps).toEqual(['first', 'second']);
  });

  it('keeps insertions at one place in the order given, before a replacement that starts there', () => {
    const changes = [change(4, 7, 'T'), change(4, 4, 'a'), change(4, 4, 'b')];
    expect(buildChangeSet(repository, changes).files[0]?.after).toBe('one\nabT\nthree\n');
  });

  it('takes edits that touch', () => {
    expect(buildChangeSet(repository, [change(0, 3, 'A'), change(3, 7, 'B')]).files[0]?.after).toBe(
      'AB\nthree\n',
    );
  });

  it('leaves out a file that ends as it was', () => {
    expect(buildChangeSet(repository, [change(0, 3, 'one')]).files).toEqual([]);
  });

  it('creates and deletes files, sorted by path', () => {
    const why = { step: 's', reason: 'r' };
    const { files, result } = buildChangeSet(repository, [
      { kind: 'create', path: 'z/new.sh', text: '#!\n', mode: 0o755, ...why },
      { kind: 'delete', path: 'b.txt', expected: 'b\n', ...why },
    ]);
    expect(files.map(({ path, kind, mode }) => [path, kind, mode])).toEqual([
      ['b.txt', 'delete', 0o644],
      ['z/new.sh', 'create', 0o755],
    ]);
    expect(files.map(({ addedLines, removedLines }) => [addedLines, removedLines])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(result.get('b.txt')).toBeUndefined();
    expect(result.get('z/new.sh')).toEqual({ path: 'z/new.sh', text: '#!\n', mode: 0o755 });
  });

  it('lets a deletion win over edits of the same file', () => {
    const deletion: Change = { kind: 'delete', path: 'a.txt', expected: text, step: 'd', reason: 'r' };
    expect(buildChangeSet(repository, [change(0, 3, 'x'), deletion]).files[0]).toMatchObject({
      kind: 'delete',
      after: undefined,
      removedLines: 3,
    });
  });
});

describe('buildChangeSet refuses', () => {
  it('overlapping edits, naming both steps and the place', () => {
    const problem = refusalOf([change(0, 7, 'x', 'first'), change(4, 13, 'y', 'second')]);
    expect(problem).toMatchObject({
      kind: 'refused',
      code: 'plan-misfit',
      file: 'a.txt',
      line: 2,
      column: 1,
    });
    expect(problem.reason).toBe('the edits of first and second overlap here');
  });

  it('an edit whose expected text does not stand there', () => {
    const stale = { ...change(0, 3, 'x', 'first'), expected: 'ONE' };
    expect(refusalOf([stale]).reason).toBe('first planned an edit for a text that does not stand here');
  });

  it('an edit of a file that does not exist', () => {
    expect(refusalOf([{ ...change(0, 3, 'x'), path: 'c.txt' }])).toMatchObject({ file: 'c.txt' });
  });

  it('a deletion planned for another text', () => {
    const deletion: Change = { kind: 'delete', path: 'a.txt', expected: 'other', step: 'd', reason: 'r' };
    expect(refusalOf([deletion]).reason).toBe('the plan was made for another text of this file');
  });

  it('a creation in the way of a file, and two different creations', () => {
    const creation = { kind: 'create', text: 'x', mode: 0o644, step: 's', reason: 'r' } as const;
    expect(refusalOf([{ ...creation, path: 'a.txt' }]).reason).toContain('a file that exists');
    const two = [{ ...creation, path: 'n' } as const, { ...creation, path: 'n', text: 'y' } as const];
    expect(refusalOf(two).reason).toContain('differently');
  });

  it('an edit that cuts a character in two', () => {
    const emoji = memoryRepository({ 'a.txt': '😀' });
    const half = edit({ path: 'a.txt', text: '😀' }, { start: 1, end: 2 }, '', { step: 's', reason: 'r' });
    expect(() => buildChangeSet(emoji, [half])).toThrow('no valid Unicode');
  });

  it.each([
    '../x',
    '/etc/x',
    'a/../../x',
    '.git/hooks/x',
    'sub/.GIT/config',
    '.diag-codemod/lock',
    'a//b',
    'a\0b',
  ])('to write %s', (path) => {
    const creation: Change = { kind: 'create', path, text: '', mode: 0o644, step: 's', reason: 'r' };
    expect(refusalOf([creation]).reason).toBe('the plan wants to write outside the repository');
  });
});

describe('applyInMemory', () => {
  it('gives the repository as the change set would leave it', () => {
    const after = applyInMemory(repository, buildChangeSet(repository, [change(0, 3, 'x')]));
    expect(after.read('a.txt')?.text).toBe('x\ntwo\nthree\n');
    expect(after.read('b.txt')?.text).toBe('b\n');
  });
});

describe('chainChangeSets', () => {
  const why = { step: 'second', reason: 'later' };
  const creation: Change = { kind: 'create', path: 'n.txt', text: 'new\n', mode: 0o755, ...why };

  /** The first change set, and one that was made for what it leaves. */
  function chained(first: readonly Change[], second: readonly Change[]) {
    const earlier = buildChangeSet(repository, first);
    return chainChangeSets(earlier, buildChangeSet(applyInMemory(repository, earlier), second));
  }

  it('gives a file that both change one change, from its first text to its last', () => {
    const again = edit({ path: 'a.txt', text: 'x\ntwo\nthree\n' }, { start: 2, end: 5 }, 'y', why);
    const { files, result } = chained([change(0, 3, 'x')], [again]);
    expect(files).toEqual([
      {
        path: 'a.txt',
        kind: 'modify',
        before: text,
        after: 'x\ny\nthree\n',
        mode: 0o644,
        steps: ['first', 'second'],
        reasons: ['because', 'later'],
        addedLines: 2,
        removedLines: 2,
      },
    ]);
    expect(result.get('a.txt')?.text).toBe('x\ny\nthree\n');
  });

  it('takes over what only one of them changes, sorted by path', () => {
    const { files } = chained([creation], [{ ...change(0, 3, 'x'), step: 's' }]);
    expect(files.map(({ path, kind, mode }) => [path, kind, mode])).toEqual([
      ['a.txt', 'modify', 0o644],
      ['n.txt', 'create', 0o755],
    ]);
  });

  it('knows a file that is made and then changed as made, and one that is changed and then goes as gone', () => {
    const rest = edit({ path: 'n.txt', text: 'new\n' }, { start: 0, end: 3 }, 'newer', why);
    const deletion: Change = { kind: 'delete', path: 'a.txt', expected: 'x\ntwo\nthree\n', ...why };
    const { files } = chained([creation, change(0, 3, 'x')], [rest, deletion]);
    expect(files.map(({ path, kind, before, after }) => [path, kind, before, after])).toEqual([
      ['a.txt', 'delete', text, undefined],
      ['n.txt', 'create', undefined, 'newer\n'],
    ]);
  });

  it('leaves out a file that ends as it began', () => {
    const back = edit({ path: 'a.txt', text: 'x\ntwo\nthree\n' }, { start: 0, end: 1 }, 'one', why);
    const gone: Change = { kind: 'delete', path: 'n.txt', expected: 'new\n', ...why };
    expect(chained([change(0, 3, 'x'), creation], [back, gone]).files).toEqual([]);
  });
});
