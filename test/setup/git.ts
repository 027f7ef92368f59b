import { execFileSync } from 'node:child_process';
import { testdir } from './testdir.ts';

const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always'];

/** Runs the real git in a directory, without the configuration of whoever runs the tests. Answers what it prints. */
export function git(root: string, ...args: string[]): string {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return execFileSync('git', [...identity, ...args], { cwd: root, env, encoding: 'utf8', stdio: 'pipe' });
}

/** A git repository with everything committed. */
export function committed(
  files: Readonly<Record<string, string | Buffer>>,
  ...init: readonly string[]
): string {
  const root = testdir(files);
  git(root, 'init', '-q', '-b', 'main', ...init);
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'first');
  return root;
}
