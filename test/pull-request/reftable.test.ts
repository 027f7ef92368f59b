import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { git } from '../setup/git.ts';
import { refStores, taught, useOldGit } from '../setup/ref-stores.ts';
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

/** How a store tells a branch. */
const line = (commit: string | null) => `${commit} refs/heads/${BRANCH}`;

describe.each(refStores)('a clone whose refs are in $name', (store) => {
  it('gets its branch, keeps it the second time, and moves it when the base has moved', async () => {
    const { clone } = cloned();
    const base = git(clone, 'rev-parse', 'main').trim();
    git(clone, 'commit', '-q', '--allow-empty', '-m', 'more');
    const more = git(clone, 'rev-parse', 'main').trim();
    git(clone, 'update-ref', 'refs/heads/main', base);
    store.keep(clone);
    store.use();
    const first = await report(clone);
    expect(first).toMatchObject({ reason: 'committed', pullRequest: { action: 'created', base: 'main' } });
    expect(store.refs(clone)).toContain(line(first.pullRequest.commit));
    expect(await report(clone)).toMatchObject({ reason: 'unchanged', pullRequest: { action: 'unchanged' } });
    store.move(clone, 'main', more);
    const third = await report(clone);
    expect(third).toMatchObject({ reason: 'committed', pullRequest: { action: 'updated' } });
    expect(store.refs(clone)).toContain(line(third.pullRequest.commit));
    expect(store.refs(clone)).not.toContain(line(first.pullRequest.commit));
  });

  it('is pushed, and its pull request opened and then left', async () => {
    const { clone, bare, github } = await onGitHub();
    store.keep(clone);
    store.use();
    const first = await report(clone, '--open');
    expect(first).toMatchObject({ exitCode: 0, reason: 'pull-request-created', pullRequest: { number: 1 } });
    expect(git(bare, 'rev-parse', BRANCH).trim()).toBe(first.pullRequest.commit);
    expect(await report(clone, '--open')).toMatchObject({ reason: 'pull-request-unchanged' });
    expect(github.pulls).toHaveLength(1);
  });

  it('does not move the branch that HEAD stands on', async () => {
    const { clone } = cloned();
    git(clone, 'checkout', '-q', '--orphan', BRANCH);
    git(clone, 'commit', '-qm', 'start');
    store.keep(clone);
    store.use();
    const before = store.refs(clone);
    expect(await report(clone)).toMatchObject({ exitCode: 4 });
    expect(store.refs(clone)).toBe(before);
  });
});

it('a git that is too old for them is told of, and nothing is done', async () => {
  const { clone } = cloned();
  taught.keep(clone);
  useOldGit();
  const before = taught.refs(clone);
  const told = await report(clone);
  expect(told).toMatchObject({ exitCode: 4, reason: 'git-too-old', pullRequest: { action: 'none' } });
  expect(told.problem?.hint).toContain('2.45');
  expect(taught.refs(clone)).toBe(before);
});
