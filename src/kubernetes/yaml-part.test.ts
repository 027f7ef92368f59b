import { describe, expect, test, vi } from 'vitest';
import { Lexer, type Scalar } from 'yaml';
import { nodeAt, parseYaml, textAt } from './yaml-file.ts';
import { documentParts, parseEmbedded, parseYamlPart } from './yaml-part.ts';

const file = (text: string) => ({ path: 'a.yaml', text, mode: 0o644 });

function partsOf(text: string): string[] {
  return documentParts(text).map((part) => text.slice(part.start, part.end));
}

describe('documentParts', () => {
  test('splits at marker lines', () => {
    expect(partsOf('a: 1\n---\nb: 2\n--- # third\nc: 3\n')).toEqual(['a: 1\n', 'b: 2\n', 'c: 3\n']);
  });

  test('a file that begins with a marker has an empty first part: parts are not numbered as documents are', () => {
    expect(partsOf('---\na: 1\n')).toEqual(['', 'a: 1\n']);
  });

  test('keeps CRLF', () => {
    expect(partsOf('a: 1\r\n---\r\nb: 2\r\n')).toEqual(['a: 1\r\n', 'b: 2\r\n']);
  });

  test('a marker with content, or inside a block scalar, divides nothing', () => {
    expect(partsOf('--- {a: 1}\n')).toEqual(['--- {a: 1}\n']);
    expect(partsOf('a: |\n  ---\n  b\n')).toEqual(['a: |\n  ---\n  b\n']);
  });
});

describe('parseYamlPart', () => {
  test('positions are those of the file', () => {
    const text = 'first: "é😀"\n---\nkind: Pod\nname: x\n';
    const part = documentParts(text)[1];
    const parsed = part && parseYamlPart(file(text), part);
    const [start = 0, end = 0] = nodeAt(parsed?.documents[0]?.contents, ['name'])?.range ?? [];
    expect(text.slice(start, end)).toBe('x');
    expect(parsed?.text).toBe(text);
  });

  const pod = (name: string) => `kind: Pod\nmetadata:\n  name: ${name}\n`;

  test('a short file is parsed once for all its parts, in each the documents that stand there', () => {
    const source = file(`# of all\n---\n${pod('a')}---\n# none\n---\n${pod('b')}`);
    const parts = documentParts(source.text).map((part) => parseYamlPart(source, part)?.documents ?? []);
    expect(parts.map((documents) => documents.length)).toEqual([0, 1, 0, 1]);
    const whole = parseYaml(source).documents;
    expect(parts.flat().every((document) => whole.some((it) => it === document))).toBe(true);
  });

  test('of a long file only the part is parsed, and once', () => {
    const source = file(`${pod('a')}---\n${'- a\n'.repeat(10_000)}---\n${pod('b')}`);
    const [part = { start: 0, end: 0 }] = documentParts(source.text);
    const lex = vi.spyOn(Lexer.prototype, 'lex');
    expect(parseYamlPart(source, part)).toBe(parseYamlPart(source, part));
    expect(lex.mock.calls.map(([text]) => text)).toEqual([pod('a')]);
    lex.mockRestore();
  });

  test('a document beside a broken one, or beside a template', () => {
    for (const beside of ['a: [\n', '{{ if }}\na: 1\n{{ end }}\n']) {
      const source = file(`${pod('a')}---\n${beside}`);
      expect(parseYamlPart(source, { start: 0, end: pod('a').length })?.documents).toHaveLength(1);
    }
  });

  test('broken text gives nothing', () => {
    expect(parseYamlPart(file('a: [\n'), { start: 0, end: 5 })).toBeUndefined();
  });
});

describe('parseEmbedded', () => {
  function embedded(text: string) {
    const outer = parseYaml(file(text));
    return parseEmbedded(outer, nodeAt(outer.documents[0]?.contents, ['patch']));
  }

  test('a literal block, indented as it stands', () => {
    const text = 'patch: |-\n  - op: add\n    path: /a\n    value: --x=1\n';
    const parsed = embedded(text);
    const value = nodeAt(parsed?.documents[0]?.contents, [0, 'value']) as Scalar;
    expect(text.slice(value.range?.[0], value.range?.[1])).toBe('--x=1');
    expect(textAt(parsed?.documents[0]?.contents, [0, 'op'])).toBe('add');
  });

  test.each([
    ['single quotes', `patch: '[{"op": "add", "path": "/a", "value": "b"}]'\n`],
    ['plain text', 'patch: op\n'],
  ])('%s', (_, text) => {
    expect(embedded(text)?.documents).toHaveLength(1);
  });

  test('quoted text with escapes is left alone: its positions differ', () => {
    expect(embedded('patch: "a: \\"b\\""\n')).toBeUndefined();
  });

  test('folded text is left alone', () => {
    expect(embedded('patch: >-\n  a:\n  b\n')).toBeUndefined();
  });

  test('a missing node gives nothing', () => {
    expect(parseEmbedded(file('a: 1\n'), undefined)).toBeUndefined();
  });
});
