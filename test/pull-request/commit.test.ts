import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/commands/run.ts';
import type { Evidence } from '../../src/proofs/evidence.ts';
import { ProblemError } from '../../src/repository/problem.ts';
import type { Repository } from '../../src/repository/repository.ts';
import { git } from '../setup/git.ts';
import { snapshot, writeTestFile } from '../setup/testdir.ts';
import { parts, planFor, resetParts, typeCheck } from './parts.ts';
import { BRANCH, cloned, report, run, stubEnvironment } from './scene.ts';

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
