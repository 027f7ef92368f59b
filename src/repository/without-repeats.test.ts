import { expect, test } from 'vitest';
import { withoutRepeats } from './without-repeats.ts';

test('each value once, in its order', () => {
  expect(withoutRepeats([{ a: 1 }, { a: 2 }, { a: 1 }])).toEqual([{ a: 1 }, { a: 2 }]);
});
