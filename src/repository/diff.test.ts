import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapshot, testdir, writeTestFile } from '../../test/setup/testdir.ts';
import type { Change } from './change.ts';
import { buildChangeSet } from './change-set.ts';
import { unifiedDiff } from './diff.ts';
import { openRepository } from './open.ts';

const why = { step: 's', reason: 'r' };

/** The diff that turns `before` into `after` (undefined: no file), and the directory that holds `before`. */
function diffOf(path: string, before: string | undefined, after: string | undefined, mode = 0o644) {
  const root = testdir({ 'other.txt': 'other\n' });
  if (before !== undefined) writeTestFile(root, path, before, mode);
  const changeSet = buildChangeSet(openRepository(root), [changeOf(path, before, after, mode)]);
  return { root, diff: unifiedDiff(changeSet) };
}

function changeOf(path: string, before: string | undefined, after: string | undefined, mode: number): Change {
  if (before === undefined) return { kind: 'create', path, text: after ?? '', mode, ...why };
  if (after === undefined) return { kind: 'delete', path, expected: before, ...why };
  return { kind: 'edit', path, start: 0, end: before.length, expected: before, replacement: after, ...why };
}

function gitApply(root: string, diff: string): Record<string, string> {
  const env = { PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: root, input: diff, env });
  return snapshot(root);
}

describe('unifiedDiff', () => {
  it('is git format with three lines of context', () => {
    const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
    const { diff } = diffOf('a.txt', before, before.replace('5', 'five'));
    expect(diff).toBe(
      'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
    );
  });

  it('is empty for no change', () => {
    expect(unifiedDiff(buildChangeSet(openRepository(testdir()), []))).toBe('');
  });

  it('tells creation and deletion with their mode', () => {
    expect(diffOf('n.sh', undefined, 'x\n', 0o755).diff).toBe(
      'diff --git a/n.sh b/n.sh\nnew file mode 100755\n--- /dev/null\n+++ b/n.sh\n@@ -0,0 +1 @@\n+x\n',
    );
    expect(diffOf('o.txt', 'x\n', undefined).diff).toBe(
      'diff --git a/o.txt b/o.txt\ndeleted file mode 100644\n--- a/o.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
    );
  });

  it('quotes names as git does', () => {
    expect(diffOf('ä "b"\t.txt', 'x\n', 'y\n').diff).toContain('--- "a/\\303\\244 \\"b\\"\\t.txt"\t\n');
  });

  it.each([
    ['\x07', '\\a'],
    ['\b', '\\b'],
    ['\t', '\\t'],
    ['\n', '\\n'],
    ['\v', '\\v'],
    ['\f', '\\f'],
    ['\r', '\\r'],
    ['"', '\\"'],
    ['\\', '\\\\'],
    ['\x01', '\\001'],
    ['\x1f', '\\037'],
    ['\x7f', '\\177'],
  ])('quotes %j, and git takes it', (character, quoted) => {
    const { root, diff } = diffOf(`a${character}b`, 'x\n', 'y\n');
    expect(diff).toContain(`--- "a/a${quoted}b"\n+++ "b/a${quoted}b"\n`);
    expect(gitApply(root, diff)[`a${character}b`]).toBe('644:y\n');
  });

  it.each([' ', '~', '!'])('does not quote %j', (character) => {
    expect(diffOf(`a${character}b`, 'x\n', 'y\n').diff).toContain(
      `diff --git a/a${character}b b/a${character}b\n`,
    );
  });
});

describe('git apply accepts the diff of', () => {
  const cases: readonly [string, string, string | undefined, string | undefined, number?][] = [
    ['LF', 'a.txt', '1\n2\n3\n', '1\ntwo\n3\n'],
    ['CRLF', 'a.txt', '1\r\n2\r\n3\r\n', '1\r\ntwo\r\nthree\r\n3\r\n'],
    ['mixed line endings', 'a.txt', '1\r\n2\n3\r\n', '1\r\ntwo\n3\r\n'],
    ['a lone CR within a line', 'a.txt', 'a\rb\n2\n', 'a\rb\ntwo\n'],
    ['a final newline that comes', 'a.txt', '1\n2', '1\n2\n'],
    ['a final newline that goes', 'a.txt', '1\n2\n', '1\n2'],
    ['no final newline', 'a.txt', '1\n2\n3', '1\ntwo\n3'],
    ['a byte order mark', 'a.yaml', '\uFEFFa: 1\nb: 2\n', '\uFEFFa: 1\nb: 3\n'],
    ['a creation in a new folder', 'x/y/new.txt', undefined, '1\n'],
    ['an executable creation', 'run.sh', undefined, '#!/bin/sh\n', 0o755],
    ['an empty creation', 'empty.txt', undefined, ''],
    ['a deletion', 'old.txt', '1\n2\n', undefined],
    ['a deletion of an empty file', 'old.txt', '', undefined],
    ['an executable that stays one', 'run.sh', '#!/bin/sh\n', '#!/bin/sh\necho\n', 0o755],
    ['a file that gets its first text', 'a.txt', '', '1\n'],
    ['a file that loses its whole text', 'a.txt', '1\n', ''],
    ['a name with spaces', 'a b/c d.txt', '1\n', '2\n'],
    ['a new name with spaces', 'a b/c d.txt', undefined, '2\n'],
    ['a name with quotes, tab and umlaut', 'ä "b"\t.txt', '1\n', '2\n'],
    ['a name with a backslash escape of git', 'a\u0001.txt', '1\n', '2\n'],
    ['lines that look like diff headers', 'a.txt', '-- a\n++ b\n@@ -1 +1 @@\n', '-- c\n++ b\n@@ -1 +1 @@\n'],
  ];
  it.each(cases)('%s', (_name, path, before, after, mode = 0o644) => {
    const { root, diff } = diffOf(path, before, after, mode);
    const wanted = snapshot(root);
    delete wanted[path];
    if (after !== undefined) wanted[path] = `${mode.toString(8)}:${Buffer.from(after).toString('latin1')}`;
    expect(gitApply(root, diff)).toEqual(wanted);
  });

  it('any pair of texts', () => {
    const line = fc.constantFrom('a', 'b', '-- x', '', 'ä', '\\ No newline at end of file', '\t');
    const text = fc
      .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n')), { maxLength: 12 }), line)
      .map(([lines, last]) => lines.map((pair) => pair.join('')).join('') + last)
      .filter((value) => value !== '' && !(value.includes('\r') && !value.includes('\n')));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        const { root, diff } = diffOf('a.txt', before, after);
        expect(gitApply(root, diff)['a.txt']).toBe(`644:${Buffer.from(after).toString('latin1')}`);
      }),
      { numRuns: 60 },
    );
  });
});
