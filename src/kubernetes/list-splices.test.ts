import { describe, expect, test } from 'vitest';
import { isMap, isSeq } from 'yaml';
import { readItemList } from './container.ts';
import {
  dashIndent,
  insertItems,
  quoteLike,
  removeItems,
  replaceItems,
  separatorOf,
} from './list-splices.ts';
import type { Splice } from './splice.ts';
import type { ListItem } from './workload.ts';
import { parseYaml } from './yaml-file.ts';

function listIn(text: string) {
  const file = parseYaml({ path: 'a.yaml', text, mode: 0o644 });
  const [document] = file.documents;
  const node = isMap(document?.contents) ? document.contents.get('args') : undefined;
  if (!document || !isSeq(node)) throw new Error('no list');
  return { file, list: readItemList(document, node, 'args') };
}

function apply(text: string, splices: readonly Splice[]): string {
  const ordered = [...splices].sort((one, other) => other.start - one.start);
  return ordered.reduce(
    (result, { start, end, text: now }) => result.slice(0, start) + now + result.slice(end),
    text,
  );
}

const BLOCK = 'args:\n- --a # one\n- --b\n- --c\nx: 1\n';
const FLOW = 'args: [--a, "--b", --c] # all\n';
const BROKEN = 'args: [\n  "--a",\n  "--b"\n]\n';

describe('insertItems', () => {
  test.each([
    [BLOCK, 0, 'args:\n- --a # one\n- N\n- M\n- --b\n- --c\nx: 1\n'],
    [BLOCK, 2, 'args:\n- --a # one\n- --b\n- --c\n- N\n- M\nx: 1\n'],
    [FLOW, 0, 'args: [--a, N, M, "--b", --c] # all\n'],
    [FLOW, 2, 'args: [--a, "--b", --c, N, M] # all\n'],
    [BROKEN, 1, 'args: [\n  "--a",\n  "--b",\n  N,\n  M\n]\n'],
    ['args: []\n', 0, 'args: [N, M]\n'],
    ['args: [ ] # c\n', 0, 'args: [N, M] # c\n'],
    ['args:\n- |\n  text\nx: 1\n', 0, 'args:\n- |\n  text\n- N\n- M\nx: 1\n'],
    ['args:\n    - --a', 0, 'args:\n    - --a\n    - N\n    - M'],
    ['args:\r\n- --a\r\n', 0, 'args:\r\n- --a\r\n- N\r\n- M\r\n'],
  ])('%j behind %i', (text, index, expected) => {
    const { file, list } = listIn(text);
    expect(apply(text, [insertItems(file, list, index, ['N', 'M'])])).toBe(expected);
  });
});

describe('replaceItems', () => {
  test.each([
    [BLOCK, 1, 1, ['N'], 'args:\n- --a # one\n- N\n- --c\nx: 1\n'],
    [BLOCK, 1, 1, ['N', 'M'], 'args:\n- --a # one\n- N\n- M\n- --c\nx: 1\n'],
    [BLOCK, 0, 0, ['N', 'M'], 'args:\n- N # one\n- M\n- --b\n- --c\nx: 1\n'],
    [BLOCK, 0, 1, ['N', 'M'], 'args:\n- N # one\n- M\n- --c\nx: 1\n'],
    [BLOCK, 0, 1, ['N'], 'args:\n- N # one\n- --c\nx: 1\n'],
    [FLOW, 1, 1, ['N', 'M'], 'args: [--a, N, M, --c] # all\n'],
    [FLOW, 1, 2, ['N'], 'args: [--a, N] # all\n'],
    [FLOW, 0, 1, ['N', 'M'], 'args: [N, M, --c] # all\n'],
    [BROKEN, 0, 0, ['N', 'M'], 'args: [\n  N,\n  M,\n  "--b"\n]\n'],
  ])('%j %i..%i', (text, from, to, items, expected) => {
    const { file, list } = listIn(text);
    expect(apply(text, replaceItems(file, list, from, to, items))).toBe(expected);
  });
});

describe('removeItems', () => {
  test.each([
    [BLOCK, 0, 0, 'args:\n- --b\n- --c\nx: 1\n'],
    [BLOCK, 2, 2, 'args:\n- --a # one\n- --b\nx: 1\n'],
    [BLOCK, 1, 2, 'args:\n- --a # one\nx: 1\n'],
    [BLOCK, 0, 2, 'args: []\nx: 1\n'],
    [FLOW, 0, 0, 'args: ["--b", --c] # all\n'],
    [FLOW, 2, 2, 'args: [--a, "--b"] # all\n'],
    [FLOW, 1, 2, 'args: [--a] # all\n'],
    [FLOW, 0, 2, 'args: [] # all\n'],
    ['args:\r\n- --a\r\n- --b\r\n', 0, 0, 'args:\r\n- --b\r\n'],
    ['args: # all\n- --a\nx: 1\n', 0, 0, 'args: # all\n  []\nx: 1\n'],
    ['args:\n# the first\n- --a\nx: 1\n', 0, 0, 'args:\n# the first\n  []\nx: 1\n'],
  ])('%j %i..%i', (text, from, to, expected) => {
    const { file, list } = listIn(text);
    expect(apply(text, [removeItems(file, list, from, to)])).toBe(expected);
  });

  test('an index that is not there is a fault of the caller', () => {
    const { file, list } = listIn(FLOW);
    expect(() => removeItems(file, list, 3, 3)).toThrow(RangeError);
  });
});

describe('quoteLike', () => {
  const like = (style: ListItem['style']): ListItem => ({
    value: '',
    start: 0,
    end: 0,
    style,
    anchored: false,
  });
  test.each([
    ['plain', '--a=:1', '--a=:1'],
    ['double', '--a=:1', '"--a=:1"'],
    ['double', 'a"b\\', '"a\\"b\\\\"'],
    ['single', "it's", "'it''s'"],
    ['block', '--a', '--a'],
    ['plain', '--a=${X:=y}', '"--a=${X:=y}"'],
    ['single', '--a=${X:=y}', '"--a=${X:=y}"'],
  ] as const)('%s %s', (style, value, expected) => {
    expect(quoteLike(like(style), value)).toBe(expected);
  });

  test('without a neighbour it is plain', () => {
    expect(quoteLike(undefined, '--a')).toBe('--a');
  });
});

test('the dash of an item is not the first dash of its text', () => {
  const { list } = listIn('args:\n    -   --a=b-c\n');
  expect(dashIndent('args:\n    -   --a=b-c\n', list.node)).toBe('    ');
});

test('separatorOf', () => {
  const of = (text: string) => {
    const { file, list } = listIn(text);
    return separatorOf(file, list.node);
  };
  expect(of('args:\n  - a\n')).toBe('\n  - ');
  expect(of('args: [a]\n')).toBe(', ');
  expect(of('args: [\n    a]\n')).toBe(',\n    ');
});
