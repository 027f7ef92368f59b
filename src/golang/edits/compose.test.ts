import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeEdits, placesAfter } from './compose.ts';
import { applyTextEdits, asChanges, inOrder, type TextEdit } from './text-edit.ts';

/** Edits of a text of `length` units that do not overlap, from numbers. */
function editsFor(length: number, seeds: readonly (readonly [number, number, string])[]): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  for (const [gap, size, replacement] of seeds) {
    const start = at + gap;
    const end = start + size;
    if (end > length) break;
    edits.push({ start, end, replacement });
    at = end + 1;
  }
  return edits;
}

const seeds = fc.array(fc.tuple(fc.nat(6), fc.nat(4), fc.string({ maxLength: 5 })), { maxLength: 6 });

describe('composeEdits', () => {
  it('does in one go what two lists do one after the other', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 10, maxLength: 60 }), seeds, seeds, (text, one, two) => {
        const first = editsFor(text.length, one);
        const middle = applyTextEdits(text, first);
        const second = editsFor(middle.length, two);
        const both = composeEdits(text, first, second);
        expect(applyTextEdits(text, both)).toBe(applyTextEdits(middle, second));
      }),
    );
  });

  it('keeps edits that do not touch as they are', () => {
    const first = [{ start: 0, end: 1, replacement: 'xx' }];
    const second = [{ start: 6, end: 7, replacement: 'y' }];
    expect(composeEdits('abcdefgh', first, second)).toEqual([
      { start: 0, end: 1, replacement: 'xx' },
      { start: 5, end: 6, replacement: 'y' },
    ]);
  });

  it('merges an edit inside a replacement', () => {
    const first = [{ start: 1, end: 2, replacement: 'one two' }];
    const second = [{ start: 5, end: 5, replacement: '  ' }];
    expect(composeEdits('abc', first, second)).toEqual([{ start: 1, end: 2, replacement: 'one   two' }]);
  });

  it('merges an edit that reaches from a replacement into what stood there', () => {
    const first = [{ start: 1, end: 2, replacement: 'B' }];
    const second = [{ start: 1, end: 3, replacement: 'x' }];
    expect(composeEdits('abcd', first, second)).toEqual([{ start: 1, end: 3, replacement: 'x' }]);
  });

  it('forgets what is taken back', () => {
    const first = [{ start: 1, end: 2, replacement: 'B' }];
    const second = [{ start: 1, end: 2, replacement: 'b' }];
    expect(composeEdits('abc', first, second)).toEqual([]);
  });

  it('keeps the order of insertions at one offset', () => {
    const first = [
      { start: 1, end: 1, replacement: 'x' },
      { start: 1, end: 1, replacement: 'y' },
    ];
    expect(applyTextEdits('ab', composeEdits('ab', first, []))).toBe('axyb');
  });
});

describe('placesAfter', () => {
  it('tells where replacements stand', () => {
    const edits = [
      { start: 4, end: 5, replacement: '' },
      { start: 0, end: 1, replacement: 'abc' },
    ];
    expect(placesAfter(edits).map(({ after }) => after)).toEqual([
      { start: 0, end: 3 },
      { start: 6, end: 6 },
    ]);
  });
});

describe('text edits', () => {
  it('are applied in order, whatever order they come in', () => {
    const edits = [
      { start: 2, end: 3, replacement: 'Z' },
      { start: 0, end: 0, replacement: '>' },
    ];
    expect(applyTextEdits('abc', edits)).toBe('>abZ');
  });

  it('may touch, an insertion coming before a removal at its offset', () => {
    const edits = [
      { start: 1, end: 2, replacement: '' },
      { start: 1, end: 1, replacement: 'new' },
      { start: 2, end: 2, replacement: '!' },
    ];
    expect(applyTextEdits('abc', edits)).toBe('anew!c');
    expect(inOrder(edits)[0]?.replacement).toBe('new');
  });

  it('may not overlap', () => {
    const edits = [
      { start: 0, end: 2, replacement: '' },
      { start: 1, end: 3, replacement: '' },
    ];
    expect(() => applyTextEdits('abc', edits)).toThrow('edits overlap at offset 1');
  });

  it('become changes that name the text expected', () => {
    const file = { path: 'main.go', text: 'abc' };
    expect(asChanges(file, [{ start: 1, end: 2, replacement: 'x' }], { step: 's', reason: 'why' })).toEqual([
      {
        kind: 'edit',
        path: 'main.go',
        start: 1,
        end: 2,
        expected: 'b',
        replacement: 'x',
        step: 's',
        reason: 'why',
      },
    ]);
  });
});
