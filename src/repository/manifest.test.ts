import { describe, expect, it } from 'vitest';
import { problemOf } from '../../test/setup/problems.ts';
import { type Manifest, readManifest } from './manifest.ts';

const operation = { path: 'a/b.txt', before: { sha256: 'x', mode: 0o644 }, after: null };
const manifest: Manifest = {
  version: 1,
  purpose: 'migrate',
  inode: '7',
  folders: ['a'],
  emptied: [],
  operations: [operation, { path: 'c', before: null, after: { sha256: 'y', mode: 0o7777 } }],
};

describe('readManifest', () => {
  it.each(['migrate', 'undo'] as const)('reads that of a %s', (purpose) => {
    expect(readManifest(JSON.stringify({ ...manifest, purpose }), 'p')).toEqual({ ...manifest, purpose });
  });

  it.each<[string, unknown]>([
    ['no object', null],
    ['a number', 1],
    ['a list', []],
    ['another version', { ...manifest, version: 2 }],
    ['another purpose', { ...manifest, purpose: 'delete' }],
    ['no inode', { ...manifest, inode: 7 }],
    ['folders that are no list', { ...manifest, folders: 'a' }],
    ['a folder outside', { ...manifest, folders: ['a', '../b'] }],
    ['an emptied folder that is no text', { ...manifest, emptied: [1] }],
    ['an emptied folder that is ours', { ...manifest, emptied: ['.diag-codemod'] }],
    ['operations that are no list', { ...manifest, operations: {} }],
    ['an operation that is nothing', withOperation(null)],
    ['a path that is no text', withOperation({ ...operation, path: 1 })],
    ['an absolute path', withOperation({ ...operation, path: '/etc/passwd' })],
    ['a path in .git', withOperation({ ...operation, path: 'sub/.GIT/config' })],
    ['nothing said of before', withOperation({ path: 'a', after: null })],
    ['nothing said of after', withOperation({ path: 'a', before: null })],
    ['a record that is a text', withOperation({ ...operation, before: 'x' })],
    ['a hash that is no text', withOperation({ ...operation, before: { sha256: 1, mode: 0 } })],
    ['no mode', withOperation({ ...operation, before: { sha256: 'x' } })],
    ['half a mode', withOperation({ ...operation, before: { sha256: 'x', mode: 0.5 } })],
    ['a mode below zero', withOperation({ ...operation, before: { sha256: 'x', mode: -1 } })],
    [
      'a mode beyond permission bits',
      withOperation({ ...operation, before: { sha256: 'x', mode: 0o10000 } }),
    ],
  ])('takes no manifest with %s', (_name, value) => {
    expect(
      problemOf(() => readManifest(JSON.stringify(value), '.diag-codemod/journal/COMMIT')),
    ).toMatchObject({
      kind: 'recovery',
      problem: { code: 'journal-broken', file: '.diag-codemod/journal/COMMIT' },
    });
  });

  it('takes none that is no JSON', () => {
    expect(problemOf(() => readManifest('{', 'p')).problem.code).toBe('journal-broken');
  });
});

function withOperation(value: unknown) {
  return { ...manifest, operations: [operation, value] };
}
