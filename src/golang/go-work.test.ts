import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { surveyModules } from './go-mod.ts';
import { workspaceOf } from './go-work.ts';

function workspaces(files: Record<string, string>): (string | undefined)[] {
  const repository = memoryRepository(files);
  return surveyModules(repository).map((module) => workspaceOf(repository, module));
}

const modules = { 'go.mod': 'module a\n', 'sub/go.mod': 'module a/sub\n' };

describe('workspaceOf', () => {
  it('is nothing without a go.work', () => {
    expect(workspaces(modules)).toEqual([undefined, undefined]);
  });

  it('is the go.work that uses the module', () => {
    expect(workspaces({ ...modules, 'go.work': 'go 1.24\n\nuse (\n\t.\n\t./sub\n)\n' })).toEqual([
      'go.work',
      'go.work',
    ]);
    expect(workspaces({ ...modules, 'go.work': 'go 1.24\n\nuse ./sub/\n' })).toEqual([undefined, 'go.work']);
  });

  it('is the nearest one', () => {
    const files = { ...modules, 'go.work': 'use .\nuse ./sub\n', 'sub/go.work': 'use .\n' };
    expect(workspaces(files)).toEqual(['go.work', 'sub/go.work']);
    expect(workspaces({ ...files, 'sub/go.work': 'use ./x\n' })).toEqual(['go.work', undefined]);
  });

  it('is nothing where it is broken', () => {
    expect(workspaces({ ...modules, 'go.work': 'use (\n' })).toEqual([undefined, undefined]);
  });
});
