import { describe, expect, it } from 'vitest';
import { type Document, isCollection, isNode, isPair } from 'yaml';
import * as documents from './yaml-documents.ts';

const composeDocuments = (text: string, start: number) =>
  documents.composeDocuments({ path: 'all.yaml', mode: 0o644, text }, start);

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: "1"\n  list: [x, &anchor y, *anchor]\n';
const ACCOUNT = '# who\nkind: ServiceAccount\nmetadata: {name: manager}\n';

/** The texts of all nodes, by their ranges: what a splice would hit. */
function spans(text: string, documents: readonly Document.Parsed[], start = 0): readonly string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (isPair(node)) {
      visit(node.key);
      visit(node.value);
    } else if (isNode(node)) {
      const [from = 0, to = 0] = node.range ?? [];
      found.push(text.slice(from - start, to - start));
      if (isCollection(node)) node.items.forEach(visit);
    }
  };
  for (const { contents } of documents) visit(contents);
  return found;
}

const values = (documents: readonly Document.Parsed[]) => documents.map((document) => document.toJS());

describe('composeDocuments', () => {
  it.each([
    ['one behind the other', `${CONFIG}---\n${ACCOUNT}`, 2],
    ['a marker in front', `---\n${CONFIG}---\n${ACCOUNT}`, 2],
    ['a comment in front of the first marker', `# all\n---\n${CONFIG}---\n${ACCOUNT}`, 2],
    ['a comment on the marker', `${CONFIG}--- # next\n${ACCOUNT}`, 2],
    ['CRLF', `${CONFIG}---\n${ACCOUNT}`.replaceAll('\n', '\r\n'), 2],
    ['an end that is written', `${CONFIG}...\n---\n${ACCOUNT}`, 2],
    ['a directive', `%YAML 1.2\n---\n${CONFIG}---\n${ACCOUNT}`, 2],
    ['content on the marker', `${CONFIG}--- {a: 1}\n`, 2],
    ['dashes that are no marker', `a: |\n  ---\n  text\nb: ---x\n`, 1],
  ])('finds them with their places: %s', (_, text, count) => {
    const documents = composeDocuments(text, 0);
    expect(documents.filter(({ contents }) => contents)).toHaveLength(count);
    expect(spans(text, documents)).toContain(
      text.includes('{a: 1}') ? '{a: 1}' : count === 1 ? '---x' : 'manager',
    );
  });

  it('composes a document once, also where it has moved, and gives the places that it has there', () => {
    const before = `${CONFIG}---\n${ACCOUNT}---\n${CONFIG}`;
    const after = before.replace('a: "1"', 'a: "1"\n  added: 2');
    const first = composeDocuments(before, 0);
    const second = composeDocuments(after, 0);
    expect(second[1]).not.toBe(first[1]);
    expect(values(second).slice(1)).toEqual(values(first).slice(1));
    expect(spans(after, second)).toEqual(spans(after, composeDocuments(` ${after}`.slice(1), 0)));
    expect(spans(after, second).slice(-12)).toEqual(spans(before, first).slice(-12));
    // What was found first has kept its own places.
    expect(spans(before, first)).toContain('{name: manager}');
  });

  it('counts from where the text stands', () => {
    const documents = composeDocuments(`${ACCOUNT}---\n${CONFIG}`, 100);
    expect(spans(`${ACCOUNT}---\n${CONFIG}`, documents, 100)).toContain('[x, &anchor y, *anchor]');
  });

  it('tells what is wrong by the place where it is now', () => {
    const broken = 'a: [1\nb: 2\n';
    const [early] = composeDocuments(`x: 1\n---\n${broken}`, 0).slice(-1);
    const [late] = composeDocuments(`x: 1\ny: 2\n---\n${broken}`, 0).slice(-1);
    expect(early?.errors[0]?.pos[0]).toBe((late?.errors[0]?.pos[0] ?? 0) - 'y: 2\n'.length);
  });
});
