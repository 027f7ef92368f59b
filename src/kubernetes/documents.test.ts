import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { documentRanges, isWholeFile } from './documents.ts';
import { objectsOf } from './objects.ts';

const doc = (name: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}}\n`;

/** The text without the objects of these names. */
function without(text: string, ...names: string[]): string {
  const objects = objectsOf(memoryRepository({ 'a.yaml': text }), 'a.yaml').filter((it) =>
    names.includes(it.name),
  );
  expect(objects).toHaveLength(names.length);
  return documentRanges(objects).reduceRight(
    (left, it) => left.slice(0, it.start) + left.slice(it.end),
    text,
  );
}

describe('documentRanges', () => {
  const THREE = `${doc('a')}---\n${doc('b')}---\n${doc('c')}`;

  it.each([
    [['a'], `${doc('b')}---\n${doc('c')}`],
    [['b'], `${doc('a')}---\n${doc('c')}`],
    [['c'], `${doc('a')}---\n${doc('b')}`],
    [['a', 'b'], doc('c')],
    [['b', 'c'], doc('a')],
    [['a', 'c'], doc('b')],
  ])('takes %j out with one separator each', (names, left) => {
    expect(without(THREE, ...names)).toBe(left);
  });

  it('keeps the separator that a file begins with', () => {
    expect(without(`---\n${doc('a')}---\n${doc('b')}`, 'a')).toBe(`---\n${doc('b')}`);
    expect(without(`---\n${doc('a')}---\n${doc('b')}`, 'b')).toBe(`---\n${doc('a')}`);
  });

  it('keeps a comment above the first separator', () => {
    expect(without(`# Made by hand.\n---\n${doc('a')}---\n${doc('b')}`, 'a')).toBe(
      `# Made by hand.\n---\n${doc('b')}`,
    );
  });

  it('keeps CRLF, and a last line without an ending', () => {
    const crlf = `${doc('a')}---\n${doc('b')}---\n${doc('c').trimEnd()}`.replaceAll('\n', '\r\n');
    expect(without(crlf, 'a', 'b')).toBe(doc('c').trimEnd().replaceAll('\n', '\r\n'));
  });

  it('is not misled by dashes inside of a block scalar', () => {
    const text = `${doc('a')}data:\n  x: |\n    ---\n    y\n---\n${doc('b')}`;
    expect(without(text, 'b')).toBe(`${doc('a')}data:\n  x: |\n    ---\n    y\n`);
  });
});

describe('isWholeFile', () => {
  const whole = (text: string) => {
    const objects = objectsOf(memoryRepository({ 'a.yaml': text }), 'a.yaml');
    return isWholeFile(objects.filter((it) => it.name === 'a'));
  };

  it.each([
    ['one object', doc('a'), true],
    ['an object and empty documents', `---\n---\n${doc('a')}---\n# nothing\n`, true],
    ['another object', `${doc('a')}---\n${doc('b')}`, false],
    ['a document that is no object', `${doc('a')}---\nx: y\n`, false],
  ])('reads %s', (_, text, expected) => {
    expect(whole(text)).toBe(expected);
  });
});
