import { expect, it, vi } from 'vitest';
import { goFile, nodeOf } from '../../test/setup/go-files.ts';
import { tokensNamed } from './node.ts';
import { Node } from './tree.ts';

const file = goFile(`package main

func first() { address, addresses := 1, address }

func second() { _ = address }
`);

it('looks into the tree for whole words within the scope alone', () => {
  const first = nodeOf(file, 'func first', 'function_declaration');
  const asked = vi.spyOn(Node.prototype, 'namedDescendantForIndex');
  const tokens = tokensNamed(file, 'address', first);
  expect([tokens.map(({ text }) => text), asked.mock.calls.length]).toEqual([['address', 'address'], 2]);
});

it('finds a word beside letters beyond ASCII only where it is whole', () => {
  const other = goFile('package main\n\nvar Übername, name = 1, 2\n');
  expect(tokensNamed(other, 'name').map(({ startIndex }) => startIndex)).toEqual([28]);
});
