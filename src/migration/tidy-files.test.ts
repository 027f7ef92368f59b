import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { openRepository } from '../repository/open.ts';
import { tidiedFiles } from './tidy-files.ts';

describe('tidiedFiles', () => {
  const compare = (before: Record<string, string>, after: Record<string, string>, folders = ['.']) =>
    tidiedFiles(openRepository(testdir(before)), testdir(after), folders);

  it('finds nothing where nothing changed', () => {
    const files = { 'go.mod': 'm', 'go.sum': 's', 'vendor/a/a.go': 'a' };
    expect(compare(files, files).changes).toEqual([]);
  });

  it('finds edits, creations and deletions', () => {
    const { changes } = compare(
      { 'go.mod': 'm', 'vendor/a.go': 'a', 'vendor/gone.go': 'x' },
      { 'go.mod': 'M', 'go.sum': 's', 'vendor/a.go': 'a' },
    );
    expect(changes.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'edit go.mod',
      'create go.sum',
      'delete vendor/gone.go',
    ]);
    expect(changes[0]).toMatchObject({ start: 0, end: 1, expected: 'm', replacement: 'M', step: 'go-mod' });
  });

  it('looks at nothing else', () => {
    const { changes, looked } = compare({ 'main.go': 'a', 'go.mod': 'm' }, { 'main.go': 'b', 'go.mod': 'm' });
    expect(changes).toEqual([]);
    expect(looked.has('main.go')).toBe(false);
    expect(looked.has('go.mod')).toBe(true);
  });

  it('looks below each folder', () => {
    const { changes } = compare({ 'sub/go.mod': 'm', 'go.mod': 'm' }, { 'sub/go.mod': 'M', 'go.mod': 'M' }, [
      'sub',
    ]);
    expect(changes.map(({ path }) => path)).toEqual(['sub/go.mod']);
  });

  it('takes the workspace in', () => {
    expect(compare({}, { 'go.work.sum': 's' }).changes.map(({ path }) => path)).toEqual(['go.work.sum']);
  });

  it('does not care for permissions', () => {
    const after = testdir({ 'go.sum': 's' });
    chmodSync(join(after, 'go.sum'), 0o600);
    expect(tidiedFiles(openRepository(testdir({ 'go.sum': 's' })), after, ['.']).changes).toEqual([]);
  });
});
