import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git } from '../setup/git.ts';
import { snapshot } from '../setup/testdir.ts';
import { parts, resetParts } from './parts.ts';
import { asPerson, BRANCH, onGitHub, report, run, stubEnvironment, TOKEN, written } from './scene.ts';

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

describe('pull-request --open', () => {
  it('pushes with the token, opens one, and does nothing the second time', async () => {
    const scene = await onGitHub();
    const { clone, github, bare } = scene;
    const first = await report(clone, '--open');
    expect(first).toMatchObject({
      ...{ exitCode: 0, status: 'migrated', reason: 'pull-request-created' },
      pullRequest: {
        action: 'created',
        number: 1,
        url: `${github.url}/owner/name/pull/1`,
        pushed: true,
        draft: false,
      },
    });
    const [pull] = github.pulls;
    expect(pull).toMatchObject({
      head: `owner:${BRANCH}`,
      base: 'main',
      draft: false,
      body: first.pullRequest.body,
    });
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(first.pullRequest.commit);
    expect(first.text).not.toContain(TOKEN);
    github.asked.length = 0;
    expect(await report(clone, '--open')).toMatchObject({
      ...{ exitCode: 0, reason: 'pull-request-unchanged' },
      pullRequest: { action: 'unchanged', number: 1, calls: [] },
    });
    expect(written(scene)).toEqual([]);
  });

  it('updates its own when the base has moved, and keeps what people wrote', async () => {
    const scene = await onGitHub();
    const { clone, github, bare } = scene;
    await run(clone, '--open');
    const pull = github.pulls[0] as (typeof github.pulls)[number];
    Object.assign(pull, {
      title: 'Mine',
      body: `Hello.\r\n\r\n${pull.body.replaceAll('\n', '\r\n')}\r\nBye.`,
    });
    expect(await report(clone, '--open')).toMatchObject({ reason: 'pull-request-unchanged' });
    asPerson(scene, (work) => {
      git(work, 'commit', '-q', '--allow-empty', '-m', 'more');
      git(work, 'push', '-q');
    });
    git(clone, 'pull', '-q', bare, 'main');
    expect(await report(clone, '--open')).toMatchObject({
      ...{ exitCode: 0, reason: 'pull-request-updated' },
      pullRequest: { action: 'updated', number: 1 },
    });
    expect(github.pulls).toHaveLength(1);
    expect(pull).toMatchObject({ title: 'Mine' });
    expect(pull.body).toMatch(/^Hello\.[\s\S]*begin[\s\S]*end -->\s+Bye\.$/);
    expect(git(bare, 'rev-parse', `${BRANCH}^`)).toBe(git(bare, 'rev-parse', 'main'));
  });

  it('rewrites the body when more is known, and leaves one that is no longer ours', async () => {
    const { clone, github } = await onGitHub();
    await run(clone, '--open', '--no-verify');
    const pull = github.pulls[0] as (typeof github.pulls)[number];
    expect(pull).toMatchObject({ draft: true });
    expect(pull.body).toContain('--no-verify');
    expect(await report(clone, '--open')).toMatchObject({ pullRequest: { action: 'updated' } });
    expect(pull.body).not.toContain('--no-verify');
    pull.body = 'All mine.';
    expect(await report(clone, '--open', '--no-verify')).toMatchObject({
      pullRequest: { action: 'unchanged' },
    });
    expect(pull.body).toBe('All mine.');
  });

  it('respects one that was closed, until it is told otherwise', async () => {
    const scene = await onGitHub();
    const { clone, github } = scene;
    await run(clone, '--open');
    Object.assign(github.pulls[0] as object, { state: 'closed' });
    git(clone, 'commit', '-q', '--allow-empty', '-m', 'the base moves');
    git(clone, 'push', '-q', scene.bare, 'main');
    github.asked.length = 0;
    parts.tidy.mockClear();
    parts.prove.mockClear();
    const told = await report(clone, '--open');
    expect(told).toMatchObject({
      ...{ exitCode: 0, status: 'pending', reason: 'pull-request-closed' },
      pullRequest: { action: 'respected', number: 1, pushed: false, branch: BRANCH },
    });
    // Neither is needed to know it, and both take minutes.
    expect([parts.tidy.mock.calls, parts.prove.mock.calls, github.asked.length]).toEqual([[], [], 1]);
    expect([written(scene), github.asked.filter(({ url }) => url.includes('git-receive-pack'))]).toEqual([
      [],
      [],
    ]);
    expect(await report(clone, '--open', '--reopen')).toMatchObject({
      pullRequest: { action: 'created', number: 2 },
    });
    expect(await report(clone, '--open')).toMatchObject({ pullRequest: { action: 'unchanged', number: 2 } });
  });

  it('one that was merged: a clone that is older does nothing, a newer one opens another for what is left', async () => {
    const scene = await onGitHub();
    const { clone, github, bare } = scene;
    await run(clone, '--open');
    Object.assign(github.pulls[0] as object, { state: 'closed', merged: true });
    asPerson(scene, (work) => {
      git(work, 'commit', '-q', '--allow-empty', '-m', 'the merge');
      git(work, 'push', '-q');
    });
    expect(await report(clone, '--open')).toMatchObject({
      ...{ exitCode: 0, reason: 'pull-request-merged' },
      pullRequest: { action: 'respected', number: 1 },
    });
    git(clone, 'pull', '-q', bare, 'main');
    expect(await report(clone, '--open')).toMatchObject({ pullRequest: { action: 'created', number: 2 } });
  });

  it('finds its own among many pages of closed ones', async () => {
    const { clone, github } = await onGitHub();
    const other = { title: '', body: '', base: 'main', draft: false, merged: false };
    for (let number = 1; number <= 230; number++)
      github.pulls.push({
        ...other,
        number,
        head: `owner:${BRANCH}`,
        state: number === 5 ? 'open' : 'closed',
      });
    expect(await report(clone, '--open')).toMatchObject({ pullRequest: { action: 'updated', number: 5 } });
    expect(github.pulls).toHaveLength(230);
  });

  it('takes an answer that got lost for what it was', async () => {
    const { clone, github } = await onGitHub();
    await run(clone, '--push');
    // It is looked for twice, before tidying and behind it: both times there is none yet.
    const none = { status: 200, body: [], isDone: true };
    github.faults.push(none, none, { status: 502, isDone: true });
    expect(await report(clone, '--open')).toMatchObject({ exitCode: 0, pullRequest: { number: 1 } });
    expect(github.pulls).toHaveLength(1);
  });

  it('where there are no drafts it opens one that says what it could not verify', async () => {
    const { clone, github } = await onGitHub();
    github.hasDrafts = false;
    expect(await report(clone, '--open', '--no-verify')).toMatchObject({
      pullRequest: { action: 'created', draft: false },
    });
    expect(github.pulls[0]?.body).toContain('could not be verified whole');
  });

  it('from a fork into another repository', async () => {
    const scene = await onGitHub();
    const { clone, github, folder, bare } = scene;
    git(folder, 'clone', '-q', '--bare', bare, join(folder, 'bot/fork.git'));
    const fork = `${github.url}/bot/fork.git`;
    const told = await report(clone, '--open', '--remote', fork, '--into', 'owner/name');
    expect(told).toMatchObject({ exitCode: 0, pullRequest: { action: 'created', base: 'main' } });
    expect(github.pulls[0]).toMatchObject({ head: `bot:${BRANCH}`, base: 'main' });
    expect(git(bare, 'branch', '--list', BRANCH)).toBe('');
    expect(git(join(folder, 'bot/fork.git'), 'branch', '--list', BRANCH)).toContain(BRANCH);
  });
});

describe('pull-request --dry-run', () => {
  it('tells everything and changes nothing anywhere', async () => {
    const scene = await onGitHub();
    const { clone, github, bare } = scene;
    const now = [snapshot(clone), snapshot(bare)];
    const { exitCode, stdout } = await run(clone, '--open', '--dry-run');
    expect(exitCode).toBe(0);
    for (const part of [
      `Branch: ${BRANCH} for main (created)`,
      `git push ${github.url}/owner/name.git: `,
      `POST ${github.apiUrl}/repos/owner/name/pulls: a pull request from owner:${BRANCH} to main`,
      'a.txt | +1 -1',
      '  - old is no longer supported',
      'Title: Serve the metrics over https',
      '## After the merge',
    ])
      expect(stdout).toContain(part);
    expect([snapshot(clone), snapshot(bare)]).toEqual(now);
    expect([written(scene), github.pulls]).toEqual([[], []]);
    expect(await report(clone, '--open', '--dry-run', '--exit-code')).toMatchObject({
      ...{ exitCode: 1, status: 'pending', reason: 'migration-pending' },
      pullRequest: { action: 'created', commit: null, pushed: false },
    });
  });

  it('knows the pull request that is there, and needs no token to tell what it would do', async () => {
    const { clone, github, bare } = await onGitHub();
    await run(clone, '--open', '--no-verify');
    const told = await report(clone, '--open', '--dry-run');
    expect(told.pullRequest).toMatchObject({
      action: 'updated',
      number: 1,
      calls: [{ method: 'POST' }, { method: 'PATCH' }],
    });
    vi.stubEnv('GITHUB_TOKEN', undefined);
    git(clone, 'remote', 'set-url', 'origin', bare);
    const blind = await report(
      clone,
      '--open',
      '--dry-run',
      '--api-url',
      github.apiUrl,
      '--into',
      'owner/name',
    );
    expect(blind).toMatchObject({ exitCode: 0, pullRequest: { number: null } });
    expect(blind.pullRequest.calls.map(({ method }) => method)).toEqual(['POST']);
  });
});
