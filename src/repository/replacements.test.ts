import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyReplacements, replacementsBetween } from './replacements.ts';

describe('replacementsBetween', () => {
  it('has one for each run of lines', () => {
    expect(replacementsBetween('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n')).toEqual([
      { startLine: 2, endLine: 3, text: 'B\n' },
      { startLine: 5, endLine: 5, text: 'e\n' },
    ]);
  });

  it('has none for the same text', () => {
    expect(replacementsBetween('a\n', 'a\n')).toEqual([]);
  });

  it('makes the one of the other, whatever the line ends are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '\n', '\r\n', ''), { maxLength: 12 })
      .map((it) => it.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyReplacements(before, replacementsBetween(before, after))).toBe(after);
      }),
    );
  });
});
