import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { snapshot } from '../setup/testdir.ts';
import { type CommandResult, run, describe as told } from '../tools/command.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { differingPaths, readTree } from '../tools/tree.ts';
import { type Setup, setups, type Target } from './setups.ts';
import { environment, gitState, traceOf, withTarget } from './target.ts';

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
        expect(snapshot(target.outside), `written outside by ${args.join(' ')}`).toEqual({});
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

/** What a tool does that asks git for the state, makes a branch and commits. */
async function ordinaryFlow(setup: Setup, target: Target): Promise<CommandResult> {
  const steps =
    'git status; (cd config && git status); (cd pkg && git status); git diff HEAD; git checkout -q -b topic; echo >> main.go; git add -A; git -c user.name=t -c user.email=t@e commit -qm x; git log -1 -p';
  return run('sh', ['-c', steps], { cwd: target.root, env: environment(setup, target), timeout: 30_000 });
}
