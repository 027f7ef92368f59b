import { describe, expect, it } from 'vitest';
import { lineEndingOf, positionAt } from './source-file.ts';

describe('lineEndingOf', () => {
  it.each([
    ['a\r\nb\n', '\r\n'],
    ['a\nb\r\n', '\n'],
    ['\n\r\n', '\n'],
    ['', '\n'],
    ['a', '\n'],
    ['a\r', '\n'],
  ])('of %j is that of its first line', (text, ending) => {
    expect(lineEndingOf(text)).toBe(ending);
  });
});

describe('positionAt', () => {
  it('counts lines from 1, and columns in bytes from 1', () => {
    const text = 'one\nä😀x\n';
    expect(positionAt(text, 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt(text, 3)).toEqual({ line: 1, column: 4 });
    expect(positionAt(text, 4)).toEqual({ line: 2, column: 1 });
    expect(positionAt(text, text.indexOf('x'))).toEqual({ line: 2, column: 7 });
    expect(positionAt(text, text.length)).toEqual({ line: 3, column: 1 });
  });
});
