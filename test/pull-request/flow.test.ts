import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runCommandLine } from '../../src/commands/run.ts';
import type { Evidence } from '../../src/proofs/evidence.ts';
import { ProblemError } from '../../src/repository/problem.ts';
import type { Repository } from '../../src/repository/repository.ts';
import { git } from '../setup/git.ts';
import { githubStandIn } from '../setup/github-stand-in.ts';
import { snapshot, testdir, writeTestFile } from '../setup/testdir.ts';
import { parts, planFor, resetParts, typeCheck } from './parts.ts';
import { asPerson, BRANCH, cloned, onGitHub, report, run, stubEnvironment, TOKEN, written } from './scene.ts';

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

describe('pull-request without --push', () => {
  it('commits to a branch, prints title and body, and leaves the work tree as it is', async () => {
    const { clone } = cloned();
    const now = snapshot(clone);
    const { exitCode, stdout, stderr } = await run(clone);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Serve the metrics over https, to authorized clients only\n\n<!-- diag-codemod: begin/,
    );
    expect(stdout).toContain('## After the merge');
    expect(stderr).toContain(`Committed: main.go: 1 file, on the branch ${BRANCH}`);
    expect(git(clone, 'show', `${BRANCH}:a.txt`)).toBe('an new file\n');
    expect(git(clone, 'log', '--format=%s', BRANCH).split('\n')[0]).toBe(stdout.split('\n')[0]);
    const added = Object.keys(snapshot(clone)).filter((path) => !(path in now));
    expect(added.every((path) => /^\.git\/(?:objects|refs)\//.test(path))).toBe(true);
    expect(git(clone, 'status', '--porcelain')).toBe('');
  });

  it('tells a person at a terminal what takes its time', async () => {
    const { clone, bare } = cloned();
    const lines: string[] = [];
    await runCommandLine(['pull-request', clone, '--push'], {
      ...{ terminal: { stdoutIsTerminal: false, stderrIsTerminal: true, noColor: true } },
      ...{ platform: 'linux', committed: () => {}, progress: (line) => void lines.push(line) },
    });
    expect(lines).toEqual(['go mod tidy, on a copy', `looking at ${bare}`]);
  });

  it('writes title and body to --output', async () => {
    const { clone, folder } = cloned();
    const { stdout } = await run(clone, '--output', join(folder, 'pr.md'));
    expect(stdout).toBe('');
    expect(readFileSync(join(folder, 'pr.md'), 'utf8')).toMatch(/^Serve the metrics[^\n]*\n\n<!--/);
  });

  it('changes nothing the second time, and moves its branch when the base has moved', async () => {
    const { clone } = cloned();
    const first = await report(clone);
    expect(first).toMatchObject({
      status: 'migrated',
      reason: 'committed',
      pullRequest: { action: 'created' },
    });
    const now = snapshot(clone);
    const second = await report(clone);
    expect(second).toMatchObject({ exitCode: 0, reason: 'unchanged', pullRequest: { action: 'unchanged' } });
    expect(second.pullRequest.commit).toBe(first.pullRequest.commit);
    expect(snapshot(clone)).toEqual(now);
    writeTestFile(clone, 'other.txt', 'other\n');
    git(clone, 'add', '-A');
    git(clone, 'commit', '-qm', 'other');
    for (const pack of [false, true]) {
      if (pack) git(clone, 'pack-refs', '--all');
      const third = await report(clone);
      expect(third).toMatchObject({ reason: 'committed', pullRequest: { action: 'updated' } });
      expect(git(clone, 'rev-parse', `${BRANCH}^`)).toBe(git(clone, 'rev-parse', 'main'));
      git(clone, 'commit', '-q', '--allow-empty', '-m', 'more');
    }
  });

  it('takes author, sign-off, trailers and a title of the command line', async () => {
    const { clone } = cloned();
    const trailers = ['--trailer', 'Release-note: none', '--trailer', 'Issue: 7', '--sign-off'];
    const options = [
      '--author',
      'A Bot <bot@example.org>',
      ...trailers,
      '--title',
      ':seedling: Secure metrics',
    ];
    const { pullRequest } = await report(clone, ...options, '--commit-to', 'topic');
    expect(pullRequest).toMatchObject({ branch: 'topic', title: ':seedling: Secure metrics' });
    const told = git(clone, 'log', '-1', '--format=%an <%ae>|%cn|%s|%(trailers:only,unfold)', 'topic');
    expect(told).toMatch(
      /^A Bot <bot@example\.org>\|A Bot\|:seedling: Secure metrics\|Release-note: none\nIssue: 7\nSigned-off-by: A Bot <bot@example\.org>\nDiag-codemod: \S+ [0-9a-f]{16}\n/,
    );
    expect((await report(clone, ...options, '--commit-to', 'topic')).reason).toBe('unchanged');
  });

  it.each([
    ['--sign-off'],
    ['--author', 'A Bot <bot@example.org>'],
    ['--trailer', 'Release-note: none'],
    ['--title', 'Another title'],
  ])('makes its commit anew for %s %s', async (...options) => {
    const { clone, bare } = cloned();
    const first = await report(clone, '--push');
    const second = await report(clone, '--push', ...options);
    expect(second).toMatchObject({ reason: 'pushed', pullRequest: { action: 'updated' } });
    expect(git(bare, 'rev-parse', `${BRANCH}^`)).toBe(git(bare, 'rev-parse', 'main'));
    expect(second.pullRequest.commit).not.toBe(first.pullRequest.commit);
    expect(await report(clone, '--push', ...options)).toMatchObject({ reason: 'unchanged' });
  });

  it.each([
    ['--author', 'Somebody'],
    ['--author', 'A\nB <a@b>'],
    ['--trailer', 'no trailer'],
    ['--trailer', 'A: b\nC: d'],
    ['--title', 'two\nlines'],
    ['--commit-to', 'a..b'],
    ['--commit-to', '-x'],
  ])('refuses %s %j', async (option, value) => {
    const { clone } = cloned();
    expect(await report(clone, `${option}=${value}`)).toMatchObject({ exitCode: 2, reason: 'wrong-value' });
  });

  it('does nothing where nothing is to be done', async () => {
    const { clone } = cloned({ 'a.txt': 'an new file\n' });
    expect(await report(clone)).toMatchObject({
      exitCode: 0,
      status: 'up-to-date',
      pullRequest: { action: 'none' },
    });
    expect(parts.prove).not.toHaveBeenCalled();
  });

  it('does nothing where the repository opts out', async () => {
    const { clone } = cloned();
    writeTestFile(clone, '.diag-codemod.yaml', 'enabled: false\n');
    expect(await report(clone)).toMatchObject({
      exitCode: 0,
      reason: 'opted-out',
      pullRequest: { action: 'none', branch: BRANCH },
    });
  });

  it('tells a refusal with its exit code', async () => {
    const { clone } = cloned();
    const refusals = [{ code: 'x', reason: 'r', hint: 'h' }];
    parts.plan.mockImplementation(async (repository: Repository) => {
      return { ...planFor(repository), status: 'refused', reason: 'x', refusals };
    });
    expect(await report(clone)).toMatchObject({ exitCode: 3, reason: 'x', pullRequest: { action: 'none' } });
  });

  it('makes no branch of what a proof refutes', async () => {
    const { clone } = cloned();
    parts.prove.mockResolvedValue([{ ...typeCheck, status: 'failed', reason: 'undefined: x' }]);
    expect(await report(clone)).toMatchObject({
      exitCode: 1,
      reason: 'proof-failed',
      pullRequest: { action: 'none' },
    });
    expect(git(clone, 'branch', '--list', BRANCH)).toBe('');
  });

  it('is told of work that is not committed', async () => {
    const { clone } = cloned();
    writeFileSync(join(clone, 'a.txt'), 'an old file, edited\n');
    expect(await report(clone)).toMatchObject({ exitCode: 4, reason: 'uncommitted-changes' });
  });

  it('does not move the branch that HEAD stands on', async () => {
    const { clone } = cloned();
    await run(clone);
    git(clone, 'checkout', '-q', BRANCH);
    writeFileSync(join(clone, 'a.txt'), 'an old file again\n');
    git(clone, 'commit', '-qam', 'again');
    expect(await report(clone, '--commit-to', BRANCH)).toMatchObject({ exitCode: 0, reason: 'taken-over' });
    git(clone, 'checkout', '-q', '--orphan', 'empty');
    git(clone, 'commit', '-qm', 'start');
    expect(await report(clone, '--commit-to', 'empty')).toMatchObject({ exitCode: 4 });
  });
});

describe('pull-request is a draft that says why', () => {
  const missing = new ProblemError('usage', { code: 'go-missing', reason: 'Go is not installed', hint: 'h' });
  const skipped = (proof: Evidence['proof'], reason: string): Evidence => {
    return { ...typeCheck, proof, status: 'skipped', reason };
  };

  it.each([
    ['without Go', () => void parts.tidy.mockRejectedValue(missing), 'Go is not installed'],
    ['without Go for the proofs', () => void parts.prove.mockRejectedValue(missing), 'Go is not installed'],
    [
      'when types could not be checked',
      () => void parts.prove.mockResolvedValue([skipped('type-check', 'too old')]),
      'the types of main.go were not checked: too old',
    ],
    [
      'when modules are out of reach, whatever the checker then says',
      () =>
        void parts.prove.mockResolvedValue([
          skipped('go-mod-tidy', 'modules are out of reach: private.example.org'),
          { ...typeCheck, status: 'failed', reason: 'no required module provides package' },
        ]),
      'not all modules are within reach: no required module',
    ],
  ])('%s', async (_name, prepare, reason) => {
    prepare();
    const { clone } = cloned();
    const { exitCode, pullRequest } = await report(clone);
    expect([exitCode, pullRequest.draft]).toEqual([0, true]);
    expect(pullRequest.draftReasons.join('\n')).toContain(reason);
    expect(pullRequest.body).toContain('**It could not be verified whole.**');
  });

  it.each(['--no-tidy', '--no-verify'])('with %s', async (option) => {
    const { clone } = cloned();
    expect((await report(clone, option)).pullRequest.draftReasons.join()).toContain(option);
    expect(option === '--no-tidy' ? parts.tidy : parts.prove).not.toHaveBeenCalled();
  });

  it('and no draft where all is well, unless asked for', async () => {
    const { clone } = cloned();
    expect((await report(clone)).pullRequest).toMatchObject({ draft: false, draftReasons: [] });
    const asked = await report(clone, '--draft');
    expect(asked.pullRequest.draft).toBe(true);
    expect(asked.pullRequest.body).not.toContain('could not be verified');
  });

  it('but any other problem of tidying is one of the run', async () => {
    parts.prove.mockRejectedValue(
      new ProblemError('usage', { code: 'unset-variable', reason: 'r', hint: 'h' }),
    );
    const { clone } = cloned();
    expect(await report(clone)).toMatchObject({ exitCode: 2, reason: 'unset-variable' });
  });
});

describe('pull-request --push to a folder', () => {
  it('pushes, and pushes nothing the second time', async () => {
    const { clone, bare } = cloned();
    const first = await report(clone, '--push');
    expect(first).toMatchObject({
      exitCode: 0,
      reason: 'pushed',
      pullRequest: { action: 'created', base: 'main', pushed: true },
    });
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(first.pullRequest.commit);
    expect(await report(clone, '--push')).toMatchObject({
      reason: 'unchanged',
      pullRequest: { action: 'unchanged', calls: [] },
    });
    git(clone, 'branch', '-D', BRANCH);
    const third = await report(clone, '--push');
    expect(third).toMatchObject({ reason: 'unchanged', pullRequest: { commit: first.pullRequest.commit } });
  });

  it('that is named by a path from where one stands', async () => {
    const { clone, bare } = cloned();
    git(clone, 'remote', 'remove', 'origin');
    const told = await report(clone, '--push', '--remote', relative(process.cwd(), bare));
    expect(told).toMatchObject({ exitCode: 0, reason: 'pushed' });
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(told.pullRequest.commit);
  });

  it('from a shallow clone, and from a full one that is behind', async () => {
    const scene = cloned();
    const shallow = join(scene.folder, 'shallow');
    git(scene.folder, 'clone', '-q', '--depth', '1', `file://${scene.bare}`, shallow);
    asPerson(scene, (work) => {
      git(work, 'commit', '-q', '--allow-empty', '-m', 'more');
      git(work, 'push', '-q');
    });
    const first = await report(shallow, '--push');
    expect(first).toMatchObject({ exitCode: 0, reason: 'pushed' });
    expect(await report(scene.clone, '--push')).toMatchObject({ exitCode: 0, reason: 'unchanged' });
    git(shallow, 'fetch', '-q', '--depth', '1');
    git(shallow, 'reset', '-q', '--hard', 'origin/main');
    expect(await report(shallow, '--push')).toMatchObject({
      reason: 'pushed',
      pullRequest: { action: 'updated' },
    });
    expect(git(scene.bare, 'rev-parse', `${BRANCH}^`)).toBe(git(scene.bare, 'rev-parse', 'main'));
  });

  it.each([
    ['added a commit', (work: string) => git(work, 'commit', '-q', '--allow-empty', '-m', 'mine')],
    [
      'amended ours',
      (work: string) => {
        writeFileSync(join(work, 'a.txt'), 'an even newer file\n');
        git(work, 'commit', '-q', '-a', '--amend', '--no-edit');
      },
    ],
    [
      'reworded ours',
      (work: string) => {
        const message = git(work, 'log', '-1', '--format=%B').replace('Serve', 'Really serve');
        git(work, 'commit', '-q', '--amend', '-m', message);
      },
    ],
    [
      'rebased ours',
      (work: string) => {
        git(work, 'checkout', '-q', 'main');
        git(work, 'commit', '-q', '--allow-empty', '-m', 'more');
        git(work, 'rebase', '-q', 'main', BRANCH);
      },
    ],
  ])('respects a maintainer who %s', async (_name, act) => {
    const scene = cloned();
    await run(scene.clone, '--push');
    asPerson(scene, (work) => {
      git(work, 'checkout', '-q', BRANCH);
      act(work);
      git(work, 'push', '-q', '-f', 'origin', BRANCH);
    });
    const theirs = git(scene.bare, 'rev-parse', BRANCH);
    git(scene.clone, 'commit', '-q', '--allow-empty', '-m', 'the base moves');
    git(scene.clone, 'push', '-q', '-f', 'origin', 'main');
    const told = await report(scene.clone, '--push');
    expect(told).toMatchObject({
      exitCode: 0,
      status: 'pending',
      reason: 'taken-over',
      pullRequest: { action: 'respected' },
    });
    expect(told.summary).toContain('t <t@example.org> works on the branch');
    expect(git(scene.bare, 'rev-parse', BRANCH)).toBe(theirs);
  });

  it('leaves a branch that never was ours', async () => {
    const scene = cloned();
    asPerson(scene, (work) => {
      git(work, 'checkout', '-q', '-b', BRANCH);
      git(work, 'commit', '-q', '--allow-empty', '-m', 'mine');
      git(work, 'push', '-q', 'origin', BRANCH);
    });
    const theirs = git(scene.bare, 'rev-parse', BRANCH);
    expect(await report(scene.clone, '--push')).toMatchObject({ exitCode: 4, reason: 'branch-not-ours' });
    expect(git(scene.bare, 'rev-parse', BRANCH)).toBe(theirs);
  });

  it('publishes no commits of HEAD that nobody published', async () => {
    const { clone, bare } = cloned();
    git(clone, 'commit', '-q', '--allow-empty', '-m', 'secret');
    expect(await report(clone, '--push')).toMatchObject({ exitCode: 4, reason: 'unpublished-commits' });
    expect(git(bare, 'branch', '--list', BRANCH)).toBe('');
  });

  it('--base must be there, and another branch', async () => {
    const { clone } = cloned();
    expect(await report(clone, '--push', '--base', 'nowhere')).toMatchObject({
      exitCode: 3,
      reason: 'no-base',
    });
    expect(await report(clone, '--push', '--base', 'x', '--commit-to', 'x')).toMatchObject({ exitCode: 2 });
  });

  it('says what is wrong with the remote before anything that takes its time', async () => {
    const { clone } = cloned();
    expect(await report(clone, '--push', '--remote', 'fork')).toMatchObject({
      exitCode: 3,
      reason: 'no-remote',
    });
    const folder = await report(clone, '--open', '--dry-run');
    expect(folder).toMatchObject({ exitCode: 2, reason: 'unknown-server' });
    expect(folder.problem?.hint).toContain('Push without --open');
    expect([parts.tidy.mock.calls, parts.prove.mock.calls]).toEqual([[], []]);
  });
});

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
    github.faults.push({ status: 200, body: [], isDone: true }, { status: 502, isDone: true });
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

describe('pull-request --open fails with a code', () => {
  it.each([
    ['401', 'api-unauthorized', [{ status: 401 }]],
    ['403', 'api-forbidden', [{ status: 403, body: { message: 'Resource not accessible' } }]],
    ['404', 'api-not-found', [{ status: 404 }]],
    [
      '422',
      'api-refused',
      [
        { status: 200, body: [] },
        { status: 422, body: { message: 'Validation Failed', errors: [{ field: 'base', code: 'invalid' }] } },
      ],
    ],
    ['a limit that ends too late', 'rate-limited', [{ status: 429, headers: { 'retry-after': '4000' } }]],
    [
      'a redirect to another host',
      'api-redirected',
      [{ status: 302, headers: { location: 'http://127.0.0.1:9/' } }],
    ],
  ])('%s', async (_name, code, faults) => {
    const { clone, github } = await onGitHub();
    github.faults.push(...faults);
    const told = await report(clone, '--open');
    expect(told).toMatchObject({ exitCode: 5, status: 'failed', reason: code, problem: { code } });
    expect(told.text).not.toContain(TOKEN);
    expect(github.pulls).toEqual([]);
  });

  it('a token that may not open: the branch is there, and the next run goes on', async () => {
    const { clone, github, bare } = await onGitHub();
    github.faults.push(
      { status: 200, body: [] },
      { status: 200, body: [] },
      { status: 403, body: { message: 'Resource not accessible' } },
    );
    const told = await report(clone, '--open');
    expect(told).toMatchObject({
      ...{ exitCode: 5, reason: 'api-forbidden' },
      pullRequest: { pushed: true, action: 'created', url: null },
    });
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(told.pullRequest.commit);
    expect(await report(clone, '--open')).toMatchObject({
      exitCode: 0,
      pullRequest: { action: 'created', number: 1 },
    });
  });

  it('a token that may not push', async () => {
    const { clone, github, bare } = await onGitHub();
    github.mayWrite = false;
    expect(await report(clone, '--open')).toMatchObject({
      ...{ exitCode: 5, reason: 'remote-denied' },
      pullRequest: { pushed: false, action: 'none', commit: null },
    });
    expect([
      github.pulls,
      git(bare, 'branch', '--list', BRANCH),
      git(clone, 'branch', '--list', BRANCH),
    ]).toEqual([[], '', '']);
  });

  it('no token at all, before anything is done', async () => {
    const { clone } = await onGitHub();
    vi.stubEnv('GITHUB_TOKEN', ' ');
    expect(await report(clone, '--open')).toMatchObject({ exitCode: 2, reason: 'no-token' });
    expect(parts.plan).not.toHaveBeenCalled();
  });

  it('a server that nobody named gets no token', async () => {
    const { clone, github } = await onGitHub();
    vi.stubEnv('GITHUB_API_URL', 'https://api.github.com');
    expect(await report(clone, '--open')).toMatchObject({ exitCode: 2, reason: 'unknown-server' });
    expect((await report(clone, '--push')).exitCode).toBe(5);
    expect(github.asked.filter(({ authorization }) => authorization !== '')).toEqual([]);
    git(clone, 'remote', 'set-url', 'origin', 'https://gitlab.example.org/owner/name.git');
    expect(await report(clone, '--open')).toMatchObject({ exitCode: 2, reason: 'no-github' });
  });

  it('a server that redirects git elsewhere gets the token alone', async () => {
    const { clone, github } = await onGitHub();
    const thief = await githubStandIn(testdir(), TOKEN);
    const redirecting = await redirectingTo(thief.url);
    git(clone, 'remote', 'set-url', 'origin', `${redirecting}/owner/name.git`);
    expect(await report(clone, '--push', '--api-url', `${redirecting}/api/v3`)).toMatchObject({
      exitCode: 5,
    });
    expect([thief.asked, github.asked]).toEqual([[], []]);
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

describe('pull-request keeps the token', () => {
  it('out of title, body and message, wherever it came from', async () => {
    const { clone, github, bare } = await onGitHub();
    parts.plan.mockImplementation(async (repository: Repository) => {
      return { ...planFor(repository), afterMerge: [`Log in with ${TOKEN}.`] };
    });
    const told = await report(clone, '--open', '--title', `Of ${TOKEN}`, '--trailer', `Key: ${TOKEN}`);
    expect(told).toMatchObject({ exitCode: 0, reason: 'pull-request-created' });
    const [pull] = github.pulls;
    expect([pull?.title, pull?.body]).toEqual(['Of ***', expect.stringContaining('Log in with')]);
    const left = [told.text, JSON.stringify(pull), git(bare, 'log', '-1', '--format=%B', BRANCH)];
    expect(left.filter((text) => text.includes(TOKEN))).toEqual([]);
  });

  it('out of every command line and report, and obeys no setting of the repository', async () => {
    const { clone } = await onGitHub();
    const bin = testdir();
    const ran = join(bin, 'ran');
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const watch = `for i in 1 2 3 4 5 6 7 8; do cat /proc/[0-9]*/cmdline 2>/dev/null >> ${bin}/seen; sleep 0.05; done`;
    writeTestFile(
      bin,
      'git',
      `#!/bin/sh\necho "$*" >> ${bin}/seen\n(${watch}) &\nexec ${real} "$@"\n`,
      0o755,
    );
    writeTestFile(bin, 'hooks/pre-push', `#!/bin/sh\ntouch ${ran}\n`, 0o755);
    for (const [key, value] of [
      ['credential.helper', `!touch ${ran};`],
      ['core.sshCommand', `touch ${ran}`],
      ['core.askPass', `touch ${ran}`],
      ['core.hooksPath', `${bin}/hooks`],
      ['url.https://example.org/.insteadOf', 'http://127.0.0.1'],
      ['remote.origin.pushurl', `ext::touch ${ran}`],
      ['http.proxy', 'http://127.0.0.1:9'],
    ] as const)
      git(clone, 'config', key, value);
    vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
    const told = await report(clone, '--open');
    expect(told).toMatchObject({ exitCode: 0, reason: 'pull-request-created' });
    const seen = readFileSync(join(bin, 'seen'), 'latin1') + told.text;
    expect(seen).toContain('push');
    for (const secret of [TOKEN, Buffer.from(`x-access-token:${TOKEN}`).toString('base64')])
      expect(seen.includes(secret)).toBe(false);
    expect(existsSync(ran)).toBe(false);
  });
});

/** A server that sends every request to another one. */
async function redirectingTo(url: string): Promise<string> {
  const server = createServer((request, response) =>
    response.writeHead(302, { location: url + request.url }).end(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
