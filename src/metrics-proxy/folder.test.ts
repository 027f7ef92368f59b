import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../test/setup/problems.ts';
import { memoryRepository } from '../repository/memory-repository.ts';
import { planFolder } from './folder.ts';

const generated = new Map([
  ['a.yaml', 'a: 1\n'],
  ['examples/b.yaml', 'b: 1\n'],
]);

/** The folder after a first generation, with some files changed. */
function folderWith(changes: Readonly<Record<string, string>> = {}) {
  const files = planFolder(memoryRepository({}), generated, false).files;
  const first = Object.fromEntries(files.map(({ path, after }) => [path, after ?? '']));
  return memoryRepository({ ...first, ...changes });
}

function changesOf(folder = folderWith(), files: ReadonlyMap<string, string> = generated, force = false) {
  return planFolder(folder, files, force).files.map(({ path, kind }) => `${kind} ${path}`);
}

describe('planFolder', () => {
  it('writes everything into an empty folder, with a record that sha256sum reads', () => {
    const { files } = planFolder(memoryRepository({}), generated, false);
    expect(files.map(({ path }) => path)).toEqual(['a.yaml', 'examples/b.yaml', 'generated.sha256']);
    const hash = createHash('sha256').update('a: 1\n').digest('hex');
    expect(files[2]?.after?.split('\n')[0]).toBe(`${hash}  a.yaml`);
  });

  it('does nothing a second time, nor to a checkout with other line ends', () => {
    expect(changesOf()).toEqual([]);
    expect(changesOf(folderWith({ 'notes.txt': 'mine\n' }))).toEqual([]);
  });

  it('replaces its own files when the options change, and removes those that are no longer made', () => {
    const other = new Map([['a.yaml', 'a: 2\n']]);
    expect(changesOf(folderWith(), other)).toEqual([
      'modify a.yaml',
      'delete examples/b.yaml',
      'modify generated.sha256',
    ]);
    expect(changesOf(folderWith({ 'a.yaml': 'a: 1\r\n' }), other)).toContain('modify a.yaml');
  });

  it('makes a file again that somebody removed', () => {
    const folder = folderWith().overlay(new Map([['a.yaml', undefined]]));
    expect(changesOf(folder)).toEqual(['create a.yaml']);
  });

  it('refuses to overwrite or to delete what was edited, and names it', () => {
    const edited = folderWith({ 'a.yaml': 'mine\n', 'examples/b.yaml': 'mine\n' });
    const { kind, problem } = problemOf(() => changesOf(edited, new Map([['a.yaml', 'a: 2\n']])));
    expect([kind, problem.code, problem.file]).toEqual(['conflict', 'edited-files', 'a.yaml']);
    expect(problem.reason).toContain('a.yaml, examples/b.yaml');
    expect(problem.hint).toContain('--force');
  });

  it('refuses to overwrite a file that it never wrote', () => {
    const foreign = memoryRepository({ 'a.yaml': 'mine\n' });
    expect(problemOf(() => changesOf(foreign)).kind).toBe('conflict');
  });

  it('does as it is told with force', () => {
    expect(changesOf(folderWith({ 'a.yaml': 'mine\n' }), generated, true)).toEqual(['modify a.yaml']);
  });

  it('takes no path outside the folder from a record', () => {
    const record = `${'0'.repeat(64)}  ../../outside\n${'0'.repeat(64)}  /etc/passwd\n`;
    expect(changesOf(folderWith({ 'generated.sha256': record }))).toEqual(['modify generated.sha256']);
  });
});
