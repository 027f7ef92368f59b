import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { memoryRepository } from './memory-repository.ts';
import { openRepository } from './open.ts';
import { search } from './search.ts';

const base = memoryRepository({ 'a.go': 'old', 'b.go': 'gone', 'c.go': 'kept' });
const changed = base.overlay(
  new Map([
    ['a.go', { path: 'a.go', text: 'new', mode: 0o755 }],
    ['b.go', undefined],
    ['d.go', { path: 'd.go', text: 'added', mode: 0o644 }],
  ]),
);

describe('overlay', () => {
  it('replaces, removes and adds files', () => {
    expect(changed.paths).toEqual(['a.go', 'c.go', 'd.go']);
    expect(changed.read('a.go')).toEqual({ path: 'a.go', text: 'new', mode: 0o755 });
    expect(changed.read('b.go')).toBeUndefined();
    expect(changed.tryRead('c.go')?.text).toBe('kept');
    expect([changed.has('b.go'), changed.has('c.go'), changed.has('d.go')]).toEqual([false, true, true]);
  });

  it('leaves the base as it was', () => {
    expect(base.paths).toEqual(['a.go', 'b.go', 'c.go']);
    expect(base.read('a.go')?.text).toBe('old');
  });

  it('has the list of its base where no file comes or goes, and says what differs', () => {
    const edited = base.overlay(new Map([['a.go', { path: 'a.go', text: 'new', mode: 0o644 }]]));
    expect([edited.paths === base.paths, changed.paths === base.paths]).toEqual([true, false]);
    expect(changed.beneath).toEqual({ repository: base, paths: ['a.go', 'b.go', 'd.go'] });
  });

  it('can be overlaid again', () => {
    const again = changed.overlay(new Map([['b.go', { path: 'b.go', text: 'back', mode: 0o644 }]]));
    expect(again.paths).toEqual(['a.go', 'b.go', 'c.go', 'd.go']);
    expect(again.read('a.go')?.text).toBe('new');
    expect(again.root).toBe(base.root);
  });

  it('is searched as it is, not as its base', () => {
    expect(search(changed, 'old', () => true)).toEqual([]);
    expect(search(changed, 'new', () => true)).toEqual(['a.go']);
    expect(search(changed, 'kept', () => true)).toEqual(['c.go']);
  });

  it('holds nothing of a file that is gone, nor of one that never was', () => {
    expect([changed.contains('b.go', ''), changed.contains('z.go', '')]).toEqual([false, false]);
    expect([changed.tryRead('z.go'), changed.has('z.go')]).toEqual([undefined, false]);
  });

  it('of memory has no changes by others; of a directory it has those of the files that were read', () => {
    expect(changed.changedSinceRead()).toEqual([]);
    const root = testdir({ 'a.go': 'old' });
    const overlaid = openRepository(root).overlay(new Map([['b.go', undefined]]));
    overlaid.read('a.go');
    writeFileSync(join(root, 'a.go'), 'of somebody else');
    expect(overlaid.changedSinceRead()).toEqual(['a.go']);
  });
});
