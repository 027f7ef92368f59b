import { describe, expect, it } from 'vitest';
import { linesOf, removeLines } from './line-removal.ts';
import { indentationAt, indented, lineEnd, lineStart, nextLine } from './lines.ts';
import { applyTextEdits } from './text-edit.ts';

/** Removes the lines that hold one of the words. */
function without(text: string, ...words: readonly string[]): string {
  const ranges = words.map((word) => linesOf(text, text.indexOf(word), text.indexOf(word) + word.length));
  return applyTextEdits(text, removeLines(text, ranges));
}

describe('removeLines', () => {
  it.each([
    ['between lines', 'a\nX\nb\n', 'a\nb\n'],
    ['at the top', 'X\na\n', 'a\n'],
    ['at the end', 'a\nX\n', 'a\n'],
    ['at the end without a newline', 'a\nX', 'a\n'],
    ['the only line', 'X\n', ''],
    ['between blank lines', 'a\n\nX\n\nb\n', 'a\n\nb\n'],
    ['the first of a paragraph', 'a\n\nX\nb\n', 'a\n\nb\n'],
    ['the last of a paragraph', 'a\nX\n\nb\n', 'a\n\nb\n'],
    ['behind an opening brace', 'f {\nX\n\nb\n', 'f {\nb\n'],
    ['behind an opening bracket with a comment', 'f( // c\nX\n\nb\n', 'f( // c\nb\n'],
    ['behind a case', 'case 1:\nX\n\nb\n', 'case 1:\nb\n'],
    ['behind a default', 'default: // c\nX\n\nb\n', 'default: // c\nb\n'],
    ['before a closing brace', 'a\n\nX\n}\n', 'a\n}\n'],
    ['before a closing bracket', 'a\n\nX\n)\n', 'a\n)\n'],
    ['before a case', 'a\n\nX\ncase 2:\n', 'a\ncase 2:\n'],
    ['the whole of a block', 'f {\nX\n}\n', 'f {\n}\n'],
    ['the whole of a block with blank lines', 'f {\n\nX\n\n}\n', 'f {\n\n}\n'],
  ])('%s', (_, text, expected) => {
    expect(without(text, 'X')).toBe(expected);
  });

  it('removes neighbours together', () => {
    expect(without('a\n\nX\nY\n\nb\n', 'X', 'Y')).toBe('a\n\nb\n');
    expect(without('a\n\nX\n\nY\n\nb\n', 'Y', 'X')).toBe('a\n\nb\n');
    expect(without('a\n\nX\n\nY\n}\n', 'X', 'Y')).toBe('a\n}\n');
    expect(without('f {\nX\n\nY\nb\n', 'X', 'Y')).toBe('f {\nb\n');
  });

  it('keeps one blank line where the removed lines had one between them', () => {
    expect(without('a\nX\n\nY\nb\n', 'X', 'Y')).toBe('a\n\nb\n');
    expect(without('a\nX\n\nY\n\nZ\nb\n', 'X', 'Y', 'Z')).toBe('a\n\nb\n');
  });

  it('leaves what is between removed lines', () => {
    expect(without('X\na\nY\n', 'X', 'Y')).toBe('a\n');
  });

  it('knows CRLF', () => {
    expect(without('a\r\n\r\nX\r\n\r\nb\r\n', 'X')).toBe('a\r\n\r\nb\r\n');
    expect(without('a\r\nX\r\n\r\nY\r\nb\r\n', 'X', 'Y')).toBe('a\r\n\r\nb\r\n');
  });
});

describe('lines', () => {
  const text = 'one\r\n\ttwo\nthree';

  it('start and end around an offset', () => {
    expect([lineStart(text, 0), lineStart(text, 2), lineStart(text, 5), lineStart(text, 8)]).toEqual([
      0, 0, 5, 5,
    ]);
    expect([lineEnd(text, 0), lineEnd(text, 3), lineEnd(text, 6), lineEnd(text, 11)]).toEqual([3, 3, 9, 15]);
    expect([nextLine(text, 0), nextLine(text, 6), nextLine(text, 12)]).toEqual([5, 10, 15]);
  });

  it('have an indentation', () => {
    expect(indentationAt(text, 8)).toBe('\t');
    expect(indentationAt(text, 5)).toBe('');
    expect(indentationAt(text, 12)).toBe('');
  });

  it('are indented, but not when they are empty', () => {
    expect(indented('a\n\nb', '\t', '\r\n')).toBe('\ta\r\n\r\n\tb');
  });
});
