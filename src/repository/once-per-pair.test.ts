import { expect, it, vi } from 'vitest';
import { oncePerPair } from './once-per-pair.ts';

it('finds out once for a pair, also that there is nothing', () => {
  const find = vi.fn((one: { name: string }, other: string) => (other === '' ? undefined : one.name + other));
  const once = oncePerPair(find);
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  const answers = [a, b, a, b].flatMap((one) => ['', 'x'].map((other) => once(one, other)));
  expect(answers).toEqual([undefined, 'ax', undefined, 'bx', undefined, 'ax', undefined, 'bx']);
  expect(find).toHaveBeenCalledTimes(4);
});

it('takes for one what has the same key', () => {
  const find = vi.fn((_: object, { at }: { at: number }) => at);
  const once = oncePerPair(find, ({ at }) => at % 2);
  const one = {};
  expect([1, 3, 2].map((at) => once(one, { at }))).toEqual([1, 1, 2]);
});
