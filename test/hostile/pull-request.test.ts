import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { git } from '../setup/git.ts';
import { githubStandIn } from '../setup/github-stand-in.ts';
import { snapshot } from '../setup/testdir.ts';
import { type CommandResult, run, describe as told } from '../tools/command.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { readTree } from '../tools/tree.ts';
import { type Setup, setups, type Target } from './setups.ts';
import { environment, gitState, traceOf, withTarget } from './target.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const gitIsThere = (await run('git', ['--version'])).code === 0;
if (!gitIsThere && toolsAreRequired) throw new Error('git is missing');

const BRANCH = 'diag-codemod/secure-metrics';
const TOKEN = 'ghx_canary0123456789canary';
/** As it goes over the wire to git. */
const SECRETS = [TOKEN, Buffer.from(`x-access-token:${TOKEN}`).toString('base64')];
/** Go runs nothing of the set-ups: what is tried here is git, the network and the reports. */
const WITHOUT_GO = ['--no-tidy', '--no-verify'];

/** How many set-ups came to a pull request: a test in which all are refused shows nothing. */
let opened = 0;

afterAll(() => console.log(`${setups.length} hostile repositories: a pull request was opened for ${opened}`));

describe.skipIf(!gitIsThere)(
  'pull-request on a hostile repository executes, writes and tells nothing:',
  () => {
    test.each(setups)('$name', { timeout: 120_000 }, async (setup) => {
      await withTarget(setup, async (target) => {
        const { bare } = target;
        const github = await githubStandIn(dirname(dirname(bare)), TOKEN);
        const before = gitState(target);
        const attempt = async (...args: string[]) => {
          const result = await pullRequest(setup, target, github.apiUrl, args);
          expectHarmless(target, before, result);
          expect([0, 3, 4, 5], told(result)).toContain(result.code);
        };
        const untouched = snapshot(bare);
        const server = ['--open', '--remote', `${github.url}/owner/name.git`];
        await attempt('--open');
        await attempt(...server, '--dry-run');
        expect([snapshot(bare), github.pulls]).toEqual([untouched, []]);
        const main = git(bare, 'rev-parse', 'main');
        await attempt(...server);
        // The branch alone where links keep it from being written here: the next run opens the pull request.
        const refs = git(bare, 'for-each-ref', '--format=%(refname:short)').trim().split('\n');
        expect([['main'], [BRANCH, 'main']]).toContainEqual(refs);
        expect(git(bare, 'rev-parse', 'main')).toBe(main);
        opened += github.pulls.length;
        expect(JSON.stringify(github.pulls)).not.toContain(TOKEN);
      });
    });

    test('and most of them get their pull request all the same', () => {
      expect(opened).toBeGreaterThanOrEqual(40);
    });
  },
);

function pullRequest(
  setup: Setup,
  target: Target,
  apiUrl: string,
  args: readonly string[],
): Promise<CommandResult> {
  const env = {
    ...environment(setup, target),
    GITHUB_TOKEN: TOKEN,
    GITHUB_API_URL: apiUrl,
    GH_TOKEN: undefined,
  };
  const formats = ['--format', 'text', '--format', 'json', '--output', join(target.root, '../report.json')];
  return run(process.execPath, [cli, 'pull-request', target.root, ...WITHOUT_GO, ...formats, ...args], {
    env,
  });
}

function expectHarmless(target: Target, before: ReturnType<typeof gitState>, result: CommandResult): void {
  expect(existsSync(traceOf(target)), `executed: ${told(result)}`).toBe(false);
  expect(readTree(target.outside).size, 'written outside').toBe(0);
  expect(gitState(target)).toEqual(before);
  expect(told(result)).not.toMatch(/unexpected fault|^ {4}at /m);
  const report = readFileSync(join(target.root, '../report.json'), 'utf8');
  const files = Object.values(snapshot(target.root)).join('\n');
  for (const secret of SECRETS)
    expect([told(result), report, files].some((it) => it.includes(secret))).toBe(false);
}
