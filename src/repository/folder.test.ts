import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testdir } from '../../test/setup/testdir.ts';
import { ensureFolder, inFolder } from './folder.ts';

/** How many folders of this test are held open. */
function openFolders(): number {
  return readdirSync('/proc/self/fd').filter((name) => existsSync(join('/proc/self/fd', name, MARKER)))
    .length;
}

const MARKER = 'marker-of-this-test';

describe('inFolder', () => {
  it('holds one folder open while it is used, and none afterwards', () => {
    const files = ['', 'a/', 'a/b/'].map((folder) => [folder + MARKER, ''] as const);
    const root = testdir(Object.fromEntries(files));
    expect(inFolder(root, 'a/b', () => openFolders())).toBe(1);
    expect(openFolders()).toBe(0);
    expect(() => inFolder(root, 'a/none', () => 1)).toThrow('ENOENT');
    expect(() =>
      inFolder(root, 'a', () => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(openFolders()).toBe(0);
  });
});

describe('ensureFolder', () => {
  it('makes a folder that only we may enter, and keeps one that is there', () => {
    const root = testdir({ 'there/f': '' });
    ensureFolder(root, '', 'made');
    ensureFolder(root, '', 'there');
    expect(statSync(join(root, 'made')).mode & 0o777).toBe(0o700);
    expect([readdirSync(join(root, 'made')), readdirSync(join(root, 'there'))]).toEqual([[], ['f']]);
  });
});
