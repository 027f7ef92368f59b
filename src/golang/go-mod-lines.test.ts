import { describe, expect, it } from 'vitest';
import { readModLines } from './go-mod-lines.ts';

function read(text: string) {
  return readModLines({ path: 'go.mod', text, mode: 0o644 });
}

describe('readModLines', () => {
  it('gives the verb, the words and the comment of a line', () => {
    expect(read('module example.org/x // here\n').lines).toEqual([
      { verb: 'module', words: ['example.org/x'], comment: 'here', start: 0, end: 28, block: undefined },
    ]);
  });

  it('gives lines of a block its verb and number', () => {
    const { lines } = read('require (\n\ta v1\n)\n\nexclude (\n\tb v2 // no\n\tc v3\n)\n');
    expect(lines.map(({ verb, words, block }) => `${verb} ${words.join(' ')} ${block}`)).toEqual([
      'require a v1 0',
      'exclude b v2 1',
      'exclude c v3 1',
    ]);
  });

  it('says where blocks begin and end', () => {
    const text = 'module x\n\nrequire ( // all\n\ta v1\n) // end\n';
    const [block] = read(text).blocks;
    expect(block?.verb).toBe('require');
    expect(text.slice(block?.opening.start, block?.opening.end)).toBe('require ( // all');
    expect(text.slice(block?.closing.start, block?.closing.end)).toBe(') // end');
  });

  it('passes over comments and blank lines', () => {
    expect(read('// one\n\n  \n\t// two\nrequire (\n\t// three\n\n)\n').lines).toEqual([]);
  });

  it.each([
    ['require a v1.0.0 //indirect', ['a', 'v1.0.0'], 'indirect'],
    ['require "a b" v1', ['a b', 'v1'], undefined],
    ['require `a//b` v1 // c', ['a//b', 'v1'], 'c'],
    ['replace a => ../b', ['a', '=>', '../b'], undefined],
    ['retract [v1.0.0, v1.2.0] // bad', ['[v1.0.0,', 'v1.2.0]'], 'bad'],
    ['require a v1//indirect', ['a', 'v1'], 'indirect'],
    ['toolchain   go1.24.7   ', ['go1.24.7'], undefined],
    ['godebug http2client=0 // see https://example.org', ['http2client=0'], 'see https://example.org'],
  ])('reads %s', (line, words, comment) => {
    expect(read(`${line}\n`).lines[0]).toMatchObject({ words, comment });
  });

  it('counts in UTF-16 units, with CRLF and a byte order mark', () => {
    const text = '\uFEFFmodule x // ä€😀\r\nrequire a v1\r\n';
    const line = read(text).lines[1];
    expect(text.slice(line?.start, line?.end)).toBe('require a v1');
  });

  it('reads a file that ends without a newline', () => {
    expect(read('module x\nrequire (\n\ta v1\n)').blocks).toHaveLength(1);
    expect(read('module x').lines).toHaveLength(1);
    expect(read('').lines).toEqual([]);
  });

  it('takes a bracket with more behind it for words', () => {
    expect(read('require ( a v1 )\n').lines[0]?.words).toEqual(['(', 'a', 'v1', ')']);
  });

  it('refuses a block that stays open, with its line', () => {
    expect(() => read('module x\n\nrequire (\n\ta v1\n')).toThrow('the block require ( is not closed');
  });
});
