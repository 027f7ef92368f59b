import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../setup/git.ts';
import { provider } from '../setup/provider.ts';
import { snapshot, writeTestFile } from '../setup/testdir.ts';
import { emptyFolder } from '../tools/tree.ts';
import type { Setup, Target } from './setups.ts';

/** Gives a spoiled repository to `use`, and removes it. */
export async function withTarget(setup: Setup, use: (target: Target) => Promise<void>): Promise<void> {
  const folder = emptyFolder();
  try {
    const target = makeTarget(folder);
    setup.prepare(target);
    await use(target);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function makeTarget(folder: string): Target {
  const [root, outside, home] = ['repository', 'outside', 'home'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [root, outside, home]) mkdirSync(path);
  for (const [path, text] of Object.entries(provider())) writeTestFile(root, path, text);
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'first');
  const bare = join(folder, 'server/owner/name.git');
  git(root, 'clone', '-q', '--bare', '.', bare);
  return { root, outside, bare, home, canary: `touch ${join(folder, 'executed')}; cat` };
}

/** What no run may change: settings, HEAD, index and hooks, and what lies at home. */
export function gitState({ root, home }: Target): Readonly<Record<string, string>> {
  const kept = /^(?:config|config\.worktree|HEAD|index|commondir|packed-refs|hooks\/.*|info\/.*)$/;
  const own = existsSync(join(root, '.git')) && statSync(join(root, '.git')).isDirectory();
  const files = own ? Object.entries(snapshot(join(root, '.git'))) : [];
  const settings = files.filter(([path]) => kept.test(path));
  return { ...Object.fromEntries(settings), ...prefixed('home/', snapshot(home)) };
}

function prefixed(prefix: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [prefix + path, text]));
}

/** What a run of the canary leaves. */
export function traceOf({ root }: Target): string {
  return join(root, '../executed');
}

/** The environment of a run: nothing of whoever runs the tests, and what the set-up sets. */
export function environment(setup: Setup, target: Target): Record<string, string | undefined> {
  return {
    HOME: target.home,
    XDG_CONFIG_HOME: undefined,
    GIT_CONFIG_GLOBAL: undefined,
    GIT_CONFIG_NOSYSTEM: undefined,
    NO_COLOR: '1',
    ...setup.environment?.(target),
  };
}
