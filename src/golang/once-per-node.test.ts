import { expect, it, vi } from 'vitest';
import { goFile } from '../../test/setup/go-files.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import type { Located } from './node.ts';
import { oncePerNode } from './once-per-node.ts';
import { GoProgram } from './program.ts';

it('finds out once for a node, also that there is nothing, and anew in another program', () => {
  const find = vi.fn((_: GoProgram, { node }: Located) => (node.type === 'source_file' ? undefined : 1));
  const once = oncePerNode(find);
  const file = goFile('package main\n');
  const programs = [1, 2].map(() => new GoProgram(memoryRepository({}), []));
  const answers = [...programs, ...programs].map((program) => once(program, { file, node: file.root }));
  expect([answers, find.mock.calls.length]).toEqual([[undefined, undefined, undefined, undefined], 2]);
});
