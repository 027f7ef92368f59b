import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countLines, hunksBetween } from './diff-lines.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', '', 'c\r'), { maxLength: 8 })
  .chain((lines) => fc.constantFrom(lines.join('\n'), `${lines.join('\n')}\n`));

it('counts the lines of the hunks', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const signs = hunksBetween(before, after).flatMap(({ lines }) => lines.map((line) => line[0]));
      const count = (sign: string) => signs.filter((one) => one === sign).length;
      expect(countLines(before, after)).toEqual({ added: count('+'), removed: count('-') });
    }),
  );
});
