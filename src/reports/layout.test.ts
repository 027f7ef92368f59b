import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePainter, spread, wrap } from './layout.ts';

describe('wrap', () => {
  it('breaks at blanks before column 80 and indents', () => {
    const lines = wrap('word '.repeat(40).trim(), '    ', '  - ');
    expect(lines.length).toBeGreaterThan(2);
    expect(lines[0]?.startsWith('  - word')).toBe(true);
    expect(lines.slice(1).every((line) => line.startsWith('    word'))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('keeps a long word whole, so that it can be copied', () => {
    const path = 'a/'.repeat(60);
    expect(wrap(`see ${path} there`, '  ')).toEqual(['  see', `  ${path}`, '  there']);
  });

  it('keeps every word, in order', () => {
    const word = fc.stringMatching(/^[a-z]{1,30}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
        expect(
          wrap(words.join(' '), '   ')
            .map((line) => line.trim())
            .join(' '),
        ).toBe(words.join(' '));
      }),
    );
  });

  it('neutralises what a terminal would obey', () => {
    expect(wrap('a\u001b[2Jb', '')).toEqual(['a\\u{1b}[2Jb']);
  });
});

describe('spread', () => {
  it('puts the right text at column 80', () => {
    expect(spread('  left', 'right')).toEqual([`  left${' '.repeat(69)}right`]);
  });

  it('takes two lines when one is too short', () => {
    const [first, second] = spread('l'.repeat(78), 'right');
    expect(first).toBe('l'.repeat(78));
    expect(second).toBe(`${' '.repeat(75)}right`);
  });
});

describe('makePainter', () => {
  it('writes ANSI only when colour is on', () => {
    expect(makePainter(false)('red', 'x')).toBe('x');
    expect(makePainter(true)('red', 'x')).toBe('\u001b[31mx\u001b[0m');
  });
});
