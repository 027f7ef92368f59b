import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { guards } from './guards.ts';

/** `npm run test:guards` takes each of them out, which takes long: that they are still there is told at once. */
test('the text of every guard stands once in its file, and its test is there', () => {
  const lost = guards.filter(({ file, find, test: { file: held } }) => {
    const places = existsSync(file) ? readFileSync(file, 'utf8').split(find).length - 1 : 0;
    return places !== 1 || !existsSync(held);
  });
  expect(lost.map(({ guard }) => guard)).toEqual([]);
  expect(new Set(guards.map(({ guard }) => guard)).size).toBe(guards.length);
});
