import { describe, expect, test } from 'vitest';
import { isMap, isSeq, type YAMLMap } from 'yaml';
import {
  editOf,
  endOf,
  endOfPair,
  indentOf,
  insertLinesAfter,
  insertPair,
  isFlow,
  lineEndOf,
  lineStartOf,
  removeLines,
  type Splice,
  startOf,
} from './splice.ts';
import { mapAt, nodeAt, pairOf, parseYaml } from './yaml-file.ts';

const file = (text: string) => ({ path: 'a.yaml', text, mode: 0o644 });
const apply = (text: string, { start, end, text: inserted }: Splice) =>
  text.slice(0, start) + inserted + text.slice(end);

function rootOf(text: string): YAMLMap {
  const root = parseYaml(file(text)).documents[0]?.contents;
  if (!isMap(root)) throw new Error('no mapping');
  return root;
}

function pairIn(map: YAMLMap, key: string) {
  const pair = pairOf(map, key);
  if (!pair) throw new Error(`no ${key}`);
  return pair;
}

describe('endOf and endOfPair', () => {
  test.each([
    ['a: 1 # c\nb: 2\n', 'a: 1'],
    ['a:\n- x\n- y # c\n# d\nb: 2\n', 'a:\n- x\n- y'],
    ['a:\n  b:\n    c: "d"\n\n\nb: 2\n', 'a:\n  b:\n    c: "d"'],
    ['a: [x, y]\nb: 2\n', 'a: [x, y]'],
    ['a: {x: y}\nb: 2\n', 'a: {x: y}'],
    ['a:\nb: 2\n', 'a:'],
    ['a:\n- x: 1\n  y: 2\nb: 2\n', 'a:\n- x: 1\n  y: 2'],
    ['a:\n- x:\nb: 2\n', 'a:\n- x:'],
    ['a: |\n  text\nb: 2\n', 'a: |\n  text\n'],
  ])('%j', (text, expected) => {
    expect(text.slice(0, endOfPair(pairIn(rootOf(text), 'a')))).toBe(expected);
  });

  test('of a sequence without items', () => {
    const list = nodeAt(rootOf('a: []\n'), ['a']);
    expect(list && endOf(list)).toBe(5);
    expect(isSeq(list) && isFlow(list)).toBe(true);
  });
});

test('startOf gives 0 for what is not there', () => {
  expect(startOf(undefined)).toBe(0);
  expect(startOf(null)).toBe(0);
});

test('lineStartOf and lineEndOf', () => {
  const text = 'ab\r\ncd # x\nef';
  expect(lineStartOf(text, 1)).toBe(0);
  expect(lineStartOf(text, 5)).toBe(4);
  expect(lineEndOf(text, 0)).toBe(2);
  expect(text.slice(0, lineEndOf(text, 5))).toBe('ab\r\ncd # x');
  expect(lineEndOf(text, 12)).toBe(text.length);
  expect(lineEndOf('a\nb', 2)).toBe(2);
});

describe('insertLinesAfter', () => {
  test.each([
    ['a\nb\n', 0, 'a\nX\nY\nb\n'],
    ['a # c\nb\n', 1, 'a # c\nX\nY\nb\n'],
    ['a', 1, 'a\nX\nY'],
    ['a\r\nb\r\n', 1, 'a\r\nX\r\nY\r\nb\r\n'],
    ['a\nb\n', 2, 'a\nX\nY\nb\n'],
  ])('%j at %i', (text, at, expected) => {
    expect(apply(text, insertLinesAfter(file(text), at, ['X', 'Y']))).toBe(expected);
  });
});

test.each([
  ['a\nb\nc\n', 2, 3, 'a\nc\n'],
  ['a\nb\nc', 4, 5, 'a\nb\n'],
  ['a\r\nb\r\nc\r\n', 3, 4, 'a\r\nc\r\n'],
  ['a\nb\nc\nd\n', 2, 5, 'a\nd\n'],
])('removeLines %j %i..%i', (text, start, end, expected) => {
  expect(apply(text, removeLines(text, start, end))).toBe(expected);
});

describe('insertPair', () => {
  const pair = { key: 'new', lines: ['- 1'], flow: '[1]' };

  test.each([
    ['a: 1\nb: 2\n', 'a', 'a: 1\nnew:\n- 1\nb: 2\n'],
    ['a: 1\nb: 2\n', undefined, 'new:\n- 1\na: 1\nb: 2\n'],
    ['a: 1 # c\n', 'a', 'a: 1 # c\nnew:\n- 1\n'],
    ['a: |\n  x\nb: 2\n', 'a', 'a: |\n  x\nnew:\n- 1\nb: 2\n'],
    ['{a: 1, b: 2}\n', 'a', '{a: 1, new: [1], b: 2}\n'],
    ['{a: 1}\n', undefined, '{new: [1], a: 1}\n'],
  ])('%j behind %s', (text, after, expected) => {
    const map = rootOf(text);
    const place = after ? pairIn(map, after) : undefined;
    expect(apply(text, insertPair(file(text), map, place, pair))).toBe(expected);
  });

  test('in a mapping behind a dash', () => {
    const text = 'l:\n  - a: 1\n    b: 2\n';
    const map = mapAt(rootOf(text), ['l', 0]);
    if (!map) throw new Error('no mapping');
    expect(indentOf(text, map)).toBe('    ');
    expect(apply(text, insertPair(file(text), map, undefined, pair))).toBe(
      'l:\n  - new:\n    - 1\n    a: 1\n    b: 2\n',
    );
    expect(apply(text, insertPair(file(text), map, pairIn(map, 'b'), pair))).toBe(
      'l:\n  - a: 1\n    b: 2\n    new:\n    - 1\n',
    );
  });
});

test('editOf takes the expected text from the file', () => {
  const edit = editOf(file('abc'), { start: 1, end: 2, text: 'X' }, { step: 's', reason: 'r' });
  expect(edit).toMatchObject({
    path: 'a.yaml',
    start: 1,
    end: 2,
    expected: 'b',
    replacement: 'X',
    step: 's',
    reason: 'r',
  });
});
