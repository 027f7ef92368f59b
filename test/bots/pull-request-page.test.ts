import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git } from '../setup/git.ts';
import { githubStandIn } from '../setup/github-stand-in.ts';
import { testdir } from '../setup/testdir.ts';
import { run, describe as told } from '../tools/command.ts';
import { toolsAreRequired } from '../tools/required.ts';
import { blocksOf } from './pages.ts';
import { projectRoot, writeProgram } from './steps.ts';

const PAGE = 'src/pull-request/pages/pull-request.md';
const BRANCH = 'diag-codemod/secure-metrics';
const TOKEN = 'ghx_canary0123456789canary';
const hasJq = (await run('jq', ['--version'])).code === 0;
if (!hasJq && toolsAreRequired) throw new Error('jq is missing');

/** The blocks of the page, by a word in them. */
function blockWith(word: string): string {
  return (
    blocksOf(PAGE).find(({ language, text }) => language === 'sh' && text.includes(word))?.text ?? 'exit 9'
  );
}

/** A folder with `repo`, a clone of the bare repository `server/owner/name.git`, and programs for the PATH. Go is left out: it needs a network. */
function workshop() {
  const folder = testdir();
  const bin = testdir();
  const cli = join(projectRoot, 'dist/cli.js');
  writeProgram(
    join(bin, 'diag-codemod'),
    `#!/bin/bash\nexec ${process.execPath} ${cli} "$@" --no-tidy --no-verify\n`,
  );
  writeProgram(join(bin, 'glab'), '#!/bin/bash\nprintf "%s\\0" "$@" > glab.txt\n');
  const first = join(folder, 'first');
  cpSync(join(projectRoot, 'fixtures/stdlib-flags-in-main/before'), first, { recursive: true });
  git(first, 'init', '-q', '-b', 'main');
  git(first, 'add', '-A');
  git(first, 'commit', '-qm', 'first');
  const bare = join(folder, 'server/owner/name.git');
  git(first, 'clone', '-q', '--bare', '.', bare);
  git(folder, 'clone', '-q', bare, 'repo');
  return { folder, bin, bare };
}

describe('the page of pull-request', () => {
  it('shows how a pull request is opened', async () => {
    const { folder, bin, bare } = workshop();
    const github = await githubStandIn(join(folder, 'server'), TOKEN);
    git(join(folder, 'repo'), 'remote', 'set-url', 'origin', `${github.url}/owner/name.git`);
    const result = await run('bash', ['-ec', blockWith('--sign-off')], {
      cwd: folder,
      env: {
        ...{ PATH: `${bin}:${process.env.PATH}`, HOME: folder, GIT_AUTHOR_NAME: 'A Bot', NO_COLOR: '1' },
        ...{ GITHUB_TOKEN: TOKEN, GH_TOKEN: undefined, GITHUB_API_URL: github.apiUrl },
      },
    });
    expect(result.code, told(result)).toBe(0);
    expect(github.pulls).toMatchObject([{ head: `owner:${BRANCH}`, base: 'main', draft: true }]);
    expect(git(bare, 'log', '-1', '--format=%B', BRANCH)).toMatch(/^Signed-off-by: .+ <.+>$/m);
  });

  it.skipIf(!hasJq)('shows how a merge request of GitLab is opened', async () => {
    const { folder, bin, bare } = workshop();
    const result = await run('bash', ['-ec', blockWith('glab')], {
      cwd: folder,
      env: { PATH: `${bin}:${process.env.PATH}`, HOME: folder, NO_COLOR: '1' },
    });
    expect(result.code, told(result)).toBe(0);
    const { pullRequest } = JSON.parse(readFileSync(join(folder, 'pr.json'), 'utf8'));
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(pullRequest.commit);
    expect(readFileSync(join(folder, 'glab.txt'), 'utf8').split('\0')).toEqual([
      ...['mr', 'create', '--source-branch', BRANCH, '--target-branch', 'main'],
      ...['--title', pullRequest.title, '--description', pullRequest.body.trimEnd(), '--yes', ''],
    ]);
  });
});
