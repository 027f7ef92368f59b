import { expect, test } from 'vitest';
import { applyEdits } from '../repository/edits.ts';
import { removePair } from './pair-removal.ts';
import { editOf } from './splice.ts';
import { mapAt, pairOf, parseYaml } from './yaml-file.ts';

function without(text: string, key: string): string {
  const file = parseYaml({ path: 'a.yaml', text, mode: 0o644 });
  const map = mapAt(file.documents[0]?.contents, []);
  const pair = map && pairOf(map, key);
  if (!map || !pair) throw new Error('no pair');
  return applyEdits(file, [editOf(file, removePair(file, map, pair), { step: 's', reason: 'r' })]);
}

test.each([
  ['a: 1\n# about b\nb:\n  c: 2\nd: 3\n', 'b', 'a: 1\nd: 3\n'],
  ['a:\n  x: 1\n  # about x\nb: 2\n', 'b', 'a:\n  x: 1\n  # about x\n'],
  ['{a: 1, b: 2, c: 3}\n', 'b', '{a: 1, c: 3}\n'],
  ['{a: 1, b: {c: 2}}\n', 'b', '{a: 1}\n'],
])('%j without %s', (text, key, expected) => {
  expect(without(text, key)).toBe(expected);
});
