import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { testdir, writeTestFile } from './testdir.ts';

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'init.defaultBranch=main'];

/** Runs git for a test, without anything of the machine's configuration. Answers its standard output. */
export function git(root: string, ...args: string[]): string {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return execFileSync('git', [...identity, ...args], { cwd: root, env, encoding: 'utf8', stdio: 'pipe' });
}

/** A git repository with one commit and one tag for each release, holding exactly its files; in a folder that goes when the test ends. */
export function releasedRepository(
  releases: readonly (readonly [tag: string, files: Readonly<Record<string, string>>])[],
  root = testdir(),
): string {
  git(root, 'init', '-q');
  let held: readonly string[] = [];
  for (const [tag, files] of releases) {
    for (const path of held) rmSync(join(root, path), { force: true });
    for (const [path, text] of Object.entries(files)) writeTestFile(root, path, text);
    held = Object.keys(files);
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '--allow-empty', '-m', tag);
    git(root, 'tag', '-a', '-m', tag, tag);
  }
  return root;
}
