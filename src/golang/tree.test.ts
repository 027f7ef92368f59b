import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Node as EngineNode, Language, Parser } from 'web-tree-sitter';
import { loadGoGrammar, parseGo } from './syntax.ts';
import type { Node } from './tree.ts';

await loadGoGrammar();
const language = await Language.load(
  readFileSync(createRequire(import.meta.url).resolve('tree-sitter-go/tree-sitter-go.wasm')),
);

const fixtures = join(import.meta.dirname, '../../fixtures');
const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('main.go'),
);

/** The tree as the engine itself tells it. */
function engineTree(text: string): EngineNode {
  const parser = new Parser();
  parser.setLanguage(language);
  const tree = parser.parse(text);
  if (!tree) throw new Error('not parsed');
  return tree.rootNode;
}

const FIELDS = [
  'name',
  'type',
  'body',
  'left',
  'right',
  'operator',
  'arguments',
  'value',
  'result',
  'function',
];

/** All that a node tells of itself and its neighbours. */
function told(node: Node | EngineNode) {
  const id = (other: Node | EngineNode | null) =>
    other && `${other.type}@${other.startIndex}-${other.endIndex}`;
  return {
    self: id(node),
    text: node.text,
    isNamed: node.isNamed,
    positions: [node.startPosition, node.endPosition],
    parent: id(node.parent),
    siblings: [
      id(node.previousSibling),
      id(node.nextSibling),
      id(node.nextNamedSibling),
      id(node.firstNamedChild),
    ],
    children: node.children.map(id),
    named: node.namedChildren.map(id),
    first: FIELDS.map((name) => id(node.childForFieldName(name))),
    fields: FIELDS.map((name) => node.childrenForFieldName(name).map(id)),
    identifiers: node.descendantsOfType(['identifier', 'call_expression']).map(id),
    signs: node.type === 'source_file' ? node.descendantsOfType('(').map(id) : [],
  };
}

function walk(node: Node, engine: EngineNode, visit: (node: Node, engine: EngineNode) => void): void {
  visit(node, engine);
  for (const [index, child] of node.children.entries())
    walk(child, engine.children[index] as EngineNode, visit);
}

describe('a tree of our own nodes', () => {
  it.each(files.slice(0, 12))('tells of %s what the engine tells', (path) => {
    const text = readFileSync(join(fixtures, path), 'utf8');
    const { root } = parseGo({ path, text, mode: 0o644 });
    let nodes = 0;
    walk(root, engineTree(text), (node, engine) => {
      nodes++;
      expect(told(node)).toEqual(told(engine));
    });
    expect(nodes).toBeGreaterThan(60);
  });

  it.each(files.slice(0, 12))('finds the smallest node over any range of %s', (path) => {
    const text = readFileSync(join(fixtures, path), 'utf8');
    const { root } = parseGo({ path, text, mode: 0o644 });
    const engine = engineTree(text);
    for (let start = 0; start < text.length; start += 3) {
      for (const length of [0, 1, 4, 9, 60]) {
        const end = Math.min(start + length, text.length);
        const found = [root.namedDescendantForIndex(start, end), root.descendantForIndex(start, end)];
        const expected = [engine.namedDescendantForIndex(start, end), engine.descendantForIndex(start, end)];
        expect(found.map((node) => [node.type, node.startIndex, node.endIndex])).toEqual(
          expected.map((node) => [node?.type, node?.startIndex, node?.endIndex]),
        );
      }
    }
  });

  it('gives the same value for the same node, however it is reached', () => {
    const { root } = parseGo({
      path: 'main.go',
      text: 'package main\n\nfunc main() { run(1, 2) }\n',
      mode: 0o644,
    });
    const call = root.descendantsOfType('call_expression')[0];
    const one = root.namedDescendantForIndex(32, 33);
    expect(one.text).toBe('1');
    expect(one.parent?.parent).toBe(call);
    expect(call?.childForFieldName('arguments')?.children[1]).toBe(one);
  });

  it('counts lines and columns beyond ASCII and CRLF as the engine does', () => {
    const text = '\uFEFFpackage main\r\n\r\nvar s = "äö𝄞" // é\r\nvar t = `a\r\nb`\r\n';
    const { root } = parseGo({ path: 'main.go', text, mode: 0o644 });
    walk(root, engineTree(text), (node, engine) => expect(told(node)).toEqual(told(engine)));
  });
});
