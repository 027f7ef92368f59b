import { describe, expect, it } from 'vitest';
import { splitCommands, unquote } from './shell-words.ts';

function commandsOf(text: string): string[][] {
  return splitCommands(text, { start: 0, end: text.length }).map((words) => words.map((word) => word.raw));
}

describe('splitCommands', () => {
  it.each([
    ['a b  c', [['a', 'b', 'c']]],
    ['a && b; c | d', [['a'], ['b'], ['c'], ['d']]],
    ['(cd x && a)', [['cd', 'x'], ['a']]],
    ['a "b c" \'d;e\'', [['a', '"b c"', "'d;e'"]]],
    ['a b="c d"e', [['a', 'b="c d"e']]],
    [`a $(X Y) \${Z} $$(pwd)`, [['a', '$(X Y)', `\${Z}`, '$$(pwd)']]],
    ['a "$(x "y z")" b', [['a', '"$(x "y z")"', 'b']]],
    ['a \\\n\tb \\\r\n c', [['a', 'b', 'c']]],
    ['a # b c', [['a']]],
    ['a b#c', [['a', 'b#c']]],
    ['a {b,c} {{.TASK}}', [['a', '{b,c}', '{{.TASK}}']]],
    ['a b\\ c', [['a', 'b\\ c']]],
    ['a `b c`', [['a', '`b c`']]],
    ['', []],
    ['  ;; ', []],
  ])('%j', (text, expected) => {
    expect(commandsOf(text)).toEqual(expected);
  });

  it('names the place of each word in the whole text', () => {
    const text = 'x = 1\n\ta "b c"\n';
    const [words] = splitCommands(text, { start: 6, end: 14 });
    expect(words?.map((word) => text.slice(word.start, word.end))).toEqual(['a', '"b c"']);
  });

  it('ends an open quote or parenthesis at the end of the range', () => {
    expect(commandsOf('a "b c')).toEqual([['a', '"b c']]);
    expect(commandsOf('a $(b c')).toEqual([['a', '$(b c']]);
  });
});

describe('unquote', () => {
  it.each([
    ['a', 'a'],
    ['"a b"', 'a b'],
    ['\'a "b"\'', 'a "b"'],
    ['a"b"c', 'abc'],
    ['a\\;b', 'a;b'],
    ['"a\\"b"', 'a"b'],
    ['"$(x "y")"', '$(x "y")'],
    ["'$(x)'", '$(x)'],
    [`"\${A}/b"`, `\${A}/b`],
  ])('%j becomes %j', (raw, value) => {
    expect(unquote(raw)).toBe(value);
  });
});
