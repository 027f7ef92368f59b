import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git } from '../setup/git.ts';
import { testdir, writeTestFile } from '../setup/testdir.ts';
import { resetParts } from './parts.ts';
import { BRANCH, cloned, onGitHub, report, stubEnvironment } from './scene.ts';

vi.mock('../../src/migration/migration.ts', async () => ({
  planMigration: (await import('./parts.ts')).parts.plan,
}));
vi.mock('../../src/migration/tidy.ts', async () => ({ tidyPlan: (await import('./parts.ts')).parts.tidy }));
vi.mock('../../src/proofs/verify.ts', async () => ({
  verifyRepository: (await import('./parts.ts')).parts.prove,
}));

beforeEach(() => {
  resetParts();
  stubEnvironment();
});

afterEach(() => vi.unstubAllEnvs());

const REF = `refs/heads/${BRANCH}`;
const MOVED = { exitCode: 4, status: 'conflict', reason: 'branch-moved' };

/** A commit of somebody else that the server has already, under a name that nobody asks for. */
function commitOfSomebody(bare: string): string {
  const id = git(bare, 'commit-tree', 'main^{tree}', '-p', 'main', '-m', 'of somebody').trim();
  git(bare, 'update-ref', 'refs/hidden/somebody', id);
  return id;
}

/** The base has moved, so that there is something to push again. */
function moveBase(clone: string, bare: string): void {
  git(clone, 'commit', '-q', '--allow-empty', '-m', 'more');
  git(clone, 'push', '-q', bare, 'main');
}

/** Puts a git on the PATH that lets something happen between our looking at the remote and our push to it. */
function beforeOurPush(act: string): void {
  const folder = testdir();
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const script = `#!/bin/sh\ncase " $* " in *" push --porcelain "*) env -i PATH="$PATH" ${act} || exit 99 ;; esac\nexec ${real} "$@"\n`;
  writeTestFile(folder, 'git', script, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}

/** The server does it after it has told where its branches are, and before it moves ours. */
function withinOurPush(bare: string, act: string): void {
  writeTestFile(bare, 'hooks/pre-receive', `#!/bin/sh\nexec env -i PATH="$PATH" ${act}\n`, 0o755);
}

const windows = [
  ['before our push', (_bare: string, act: string) => beforeOurPush(act)],
  ['within our push', withinOurPush],
] as const;

describe.each(windows)('somebody acts %s', (_name, arrange) => {
  it('and makes the branch: it stays theirs', async () => {
    const { clone, bare } = cloned();
    const theirs = commitOfSomebody(bare);
    arrange(bare, `git --git-dir=${bare} update-ref ${REF} ${theirs}`);
    const told = await report(clone, '--push');
    expect(told).toMatchObject({ ...MOVED, pullRequest: { pushed: false, action: 'none', commit: null } });
    expect(told.problem?.hint).toContain('Run again');
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(theirs);
    expect(git(clone, 'branch', '--list', BRANCH)).toBe('');
    expect(await report(clone, '--push')).toMatchObject({ exitCode: 4, reason: 'branch-not-ours' });
  });

  it('and adds a commit to ours: it is not overwritten, and respected from then on', async () => {
    const { clone, bare } = cloned();
    const first = await report(clone, '--push');
    const ours = first.pullRequest.commit ?? '';
    const theirs = git(bare, 'commit-tree', `${ours}^{tree}`, '-p', ours, '-m', 'of somebody').trim();
    moveBase(clone, bare);
    arrange(bare, `git --git-dir=${bare} update-ref ${REF} ${theirs}`);
    expect(await report(clone, '--push')).toMatchObject(MOVED);
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(theirs);
    expect(git(clone, 'rev-parse', BRANCH).trim()).toBe(ours);
    vi.unstubAllEnvs();
    stubEnvironment();
    expect(await report(clone, '--push')).toMatchObject({ exitCode: 0, reason: 'taken-over' });
  });

  it('and deletes ours: it does not come back by that push', async () => {
    const { clone, bare } = cloned();
    await report(clone, '--push');
    moveBase(clone, bare);
    arrange(bare, `git --git-dir=${bare} update-ref -d ${REF}`);
    expect(await report(clone, '--push')).toMatchObject(MOVED);
    expect(git(bare, 'branch', '--list', BRANCH)).toBe('');
  });
});

describe('over http', () => {
  it.each([
    ['before our push', (url: string) => url.includes('info/refs?service=git-receive-pack')],
    ['within our push', (url: string) => url.endsWith('/git-receive-pack')],
  ])('somebody pushes %s: no pull request is opened for what is not ours', async (_name, isThen) => {
    const { clone, bare, github } = await onGitHub();
    const theirs = commitOfSomebody(bare);
    github.meanwhile = ({ url }) => {
      if (isThen(url)) git(bare, 'update-ref', REF, theirs);
    };
    expect(await report(clone, '--open')).toMatchObject(MOVED);
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(theirs);
    expect(github.pulls).toEqual([]);
  });
});

describe('a branch in the way of the name', () => {
  it.each(['diag-codemod', `${BRANCH}/more`])(
    '%s at the remote is told, and not taken for a race',
    async (name) => {
      const { clone, bare } = cloned();
      git(bare, 'branch', name, 'main');
      const told = await report(clone, '--push');
      expect(told).toMatchObject({ exitCode: 4, reason: 'branch-exists', pullRequest: { pushed: false } });
      expect(told.problem?.hint).toContain('--commit-to');
      expect(await report(clone, '--push', '--commit-to', 'other')).toMatchObject({ reason: 'pushed' });
    },
  );
});

describe('somebody moves the branch here while we push', () => {
  it('what is pushed is told, the branch here stays, and the next run goes on', async () => {
    const { clone, bare } = cloned();
    await report(clone);
    moveBase(clone, bare);
    const theirs = git(clone, 'rev-parse', 'main').trim();
    beforeOurPush(`git --git-dir=${join(clone, '.git')} update-ref ${REF} ${theirs}`);
    const told = await report(clone, '--push');
    expect(told).toMatchObject({ ...MOVED, pullRequest: { pushed: true } });
    expect(git(clone, 'rev-parse', BRANCH).trim()).toBe(theirs);
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(told.pullRequest.commit);
  });
});
