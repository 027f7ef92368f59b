import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git } from '../setup/git.ts';
import { parts, resetParts } from './parts.ts';
import { asPerson, BRANCH, cloned, report, run, stubEnvironment } from './scene.ts';

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
