import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { git } from '../setup/git.ts';
import { provider } from '../setup/provider.ts';
import { snapshot, writeTestFile } from '../setup/testdir.ts';
import { type CommandResult, run, describe as told } from '../tools/command.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { differingPaths, emptyFolder, readTree } from '../tools/tree.ts';
import { type Setup, setups, type Target } from './setups.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const gitIsThere = (await run('git', ['--version'])).code === 0;
if (!gitIsThere && toolsAreRequired) throw new Error('git is missing');

/** What the same set-ups do to a program that simply calls git in the repository. */
const obeyed: string[] = [];

afterAll(() => {
  console.log(`${setups.length} hostile repositories: an ordinary flow executed ${obeyed.length} of them`);
});

describe.skipIf(!gitIsThere)('a hostile repository executes nothing and writes nothing outside:', () => {
  test('fifty at least, each with a name of its own', () => {
    expect(new Set(setups.map(({ name }) => name)).size).toBe(setups.length);
    expect(setups.length).toBeGreaterThanOrEqual(50);
  });

  test.each(setups)('$name', { timeout: 120_000 }, async (setup) => {
    for (const args of [['--commit-to', 'topic'], []]) {
      await withTarget(setup, async (target) => {
        const command = [cli, ...args, target.root];
        const before = gitState(target);
        const result = await run(process.execPath, command, { env: environment(setup, target) });
        expect(existsSync(traceOf(target)), `executed by ${args.join(' ')}: ${told(result)}`).toBe(false);
        expect(readTree(target.outside).size, `written outside by ${args.join(' ')}`).toBe(0);
        expect(gitState(target), `changed by ${args.join(' ')}`).toEqual(before);
        expect([0, 1, 3, 4], told(result)).toContain(result.code);
        expect(told(result)).not.toMatch(/unexpected fault|^ {4}at /m);
      });
    }
    await withTarget(setup, async (target) => {
      await ordinaryFlow(setup, target);
      if (existsSync(traceOf(target))) obeyed.push(setup.name);
    });
  });

  test('and most set-ups are real: git run in the repository obeys them', () => {
    expect(obeyed.length).toBeGreaterThanOrEqual(20);
  });

  test('--commit-to leaves the work tree of a hostile repository as it is', async () => {
    const setup = setups.find(({ name }) => name === 'a clean filter by .gitattributes') as Setup;
    await withTarget(setup, async (target) => {
      const before = readTree(target.root);
      const result = await run(process.execPath, [cli, '--commit-to', 'topic', target.root], {
        env: environment(setup, target),
      });
      expect(result.code, told(result)).toBe(0);
      expect(differingPaths(before, readTree(target.root))).toEqual([]);
      expect(existsSync(join(target.root, '.git/refs/heads/topic'))).toBe(true);
    });
  });
});

async function withTarget(setup: Setup, use: (target: Target) => Promise<void>): Promise<void> {
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
  return { root, outside, home, canary: `touch ${join(folder, 'executed')}; cat` };
}

/** What no run may change: settings, HEAD, index and hooks, and what lies at home. */
function gitState({ root, home }: Target): Readonly<Record<string, string>> {
  const kept = /^(?:config|config\.worktree|HEAD|index|commondir|packed-refs|hooks\/.*|info\/.*)$/;
  const own = existsSync(join(root, '.git')) && statSync(join(root, '.git')).isDirectory();
  const files = own ? Object.entries(snapshot(join(root, '.git'))) : [];
  const settings = files.filter(([path]) => kept.test(path));
  return { ...Object.fromEntries(settings), ...prefixed('home/', snapshot(home)) };
}

function prefixed(prefix: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [prefix + path, text]));
}

function traceOf({ root }: Target): string {
  return join(root, '../executed');
}

function environment(setup: Setup, target: Target): Record<string, string | undefined> {
  return {
    HOME: target.home,
    XDG_CONFIG_HOME: undefined,
    GIT_CONFIG_GLOBAL: undefined,
    GIT_CONFIG_NOSYSTEM: undefined,
    NO_COLOR: '1',
    ...setup.environment?.(target),
  };
}

/** What a tool does that asks git for the state, makes a branch and commits. */
async function ordinaryFlow(setup: Setup, target: Target): Promise<CommandResult> {
  const steps =
    'git status; (cd config && git status); (cd pkg && git status); git diff HEAD; git checkout -q -b topic; echo >> main.go; git add -A; git -c user.name=t -c user.email=t@e commit -qm x; git log -1 -p';
  return run('sh', ['-c', steps], { cwd: target.root, env: environment(setup, target), timeout: 30_000 });
}
