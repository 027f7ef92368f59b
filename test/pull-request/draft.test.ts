import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredPull } from '../setup/github-stand-in.ts';
import { resetParts } from './parts.ts';
import { onGitHub, report, run, stubEnvironment } from './scene.ts';

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

const GRAPHQL = '/api/graphql';

/** Has a pull request opened, with these options beside `--open`. */
async function opened(...options: string[]) {
  const scene = await onGitHub();
  await run(scene.clone, '--open', ...options);
  const pull = scene.github.pulls[0] as StoredPull;
  scene.github.asked.length = 0;
  const graphs = () => scene.github.asked.filter(({ url }) => url === GRAPHQL);
  return { ...scene, pull, graphs };
}

describe('a draft that could not be verified', () => {
  it('is made ready for review by the run that can', async () => {
    const { clone, github, pull, graphs } = await opened('--no-verify');
    expect(pull.draft).toBe(true);
    const planned = await report(clone, '--open', '--dry-run');
    expect(planned.pullRequest.calls.map(({ url, what }) => [url, what])).toEqual([
      [github.apiUrl.replace('/v3', '/graphql'), 'it becomes ready for review'],
      [`${github.apiUrl}/repos/owner/name/pulls/1`, 'its body'],
    ]);
    expect([planned.pullRequest.draft, pull.draft]).toEqual([false, true]);
    const told = await report(clone, '--open');
    expect(told).toMatchObject({ exitCode: 0, pullRequest: { action: 'updated', draft: false } });
    expect([pull.draft, pull.body.includes('could not be verified')]).toEqual([false, false]);
    expect(graphs()).toHaveLength(1);
    expect(await report(clone, '--open')).toMatchObject({ reason: 'pull-request-unchanged' });
    expect(graphs()).toHaveLength(1);
  });

  it('stays one with --draft', async () => {
    const { clone, pull, graphs } = await opened('--no-verify');
    expect(await report(clone, '--open', '--draft')).toMatchObject({ pullRequest: { draft: true } });
    expect([pull.draft, graphs()]).toEqual([true, []]);
  });

  it('stays one where the token may not: the summary says so, each time', async () => {
    const { clone, github, pull } = await opened('--no-verify');
    github.mayGraph = false;
    const first = await report(clone, '--open');
    expect(first).toMatchObject({ exitCode: 0, pullRequest: { action: 'updated', draft: true } });
    expect(pull.body).not.toContain('could not be verified');
    for (const { summary } of [first, await report(clone, '--open')])
      expect(summary).toContain('still a draft: it is for you to mark it as ready for review');
  });

  it('is tried again where the server failed', async () => {
    const { clone, github, pull } = await opened('--no-verify');
    github.meanwhile = ({ url }) => {
      if (url === GRAPHQL) github.faults.push({ status: 401 });
    };
    expect(await report(clone, '--open')).toMatchObject({ exitCode: 5, reason: 'api-unauthorized' });
    github.meanwhile = () => undefined;
    expect(await report(clone, '--open')).toMatchObject({ exitCode: 0, pullRequest: { draft: false } });
    expect(pull.draft).toBe(false);
  });

  it('that people made ready stays ready, though it still cannot be verified', async () => {
    const { clone, pull, graphs } = await opened('--no-verify');
    pull.draft = false;
    await run(clone, '--open', '--no-tidy', '--no-verify');
    expect([pull.draft, graphs()]).toEqual([false, []]);
    expect(pull.body).toContain('--no-tidy');
  });
});

describe('a pull request that was verified', () => {
  it('becomes a draft when what is pushed now cannot be', async () => {
    const { clone, pull } = await opened();
    const told = await report(clone, '--open', '--no-verify');
    expect(told).toMatchObject({ exitCode: 0, pullRequest: { action: 'updated', draft: true } });
    expect([pull.draft, pull.body.includes('could not be verified whole')]).toEqual([true, true]);
  });

  it('stays what it is where there are no drafts, and says what could not be verified', async () => {
    const { clone, github, pull } = await opened();
    github.hasDrafts = false;
    const told = await report(clone, '--open', '--no-verify');
    expect(told).toMatchObject({ exitCode: 0, pullRequest: { action: 'updated', draft: false } });
    expect(pull.body).toContain('could not be verified whole');
  });

  it('that people made a draft stays one', async () => {
    const { clone, pull, graphs } = await opened();
    pull.draft = true;
    expect(await report(clone, '--open')).toMatchObject({ reason: 'pull-request-unchanged' });
    expect([pull.draft, graphs()]).toEqual([true, []]);
  });

  it('is left alone where people took our part of the body out', async () => {
    const { clone, pull, graphs } = await opened();
    pull.body = 'All mine.';
    await run(clone, '--open', '--no-verify');
    expect([pull.draft, graphs()]).toEqual([false, []]);
  });
});
