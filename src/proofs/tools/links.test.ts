import { existsSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testdir } from '../../../test/setup/testdir.ts';
import { copyLinks } from './links.ts';

it('makes links again that stay inside the repository, and no others', () => {
  const root = testdir({ 'a/file': '1', 'secret/x': '2' });
  const tree = testdir({ 'a/file': '1' });
  mkdirSync(join(root, 'b'));
  symlinkSync('../a/file', join(root, 'b', 'inside'));
  symlinkSync('../..', join(root, 'b', 'outside'));
  symlinkSync('/etc/passwd', join(root, 'absolute'));
  symlinkSync('nowhere', join(root, 'dangling'));
  copyLinks(root, tree);
  expect(readlinkSync(join(tree, 'b', 'inside'))).toBe('../a/file');
  expect(['b/outside', 'absolute', 'dangling'].filter((path) => existsSync(join(tree, path)))).toEqual([]);
});
