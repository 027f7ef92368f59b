import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Repository } from '../../src/repository/repository.ts';
import { git } from '../setup/git.ts';
import { githubStandIn } from '../setup/github-stand-in.ts';
import { testdir, writeTestFile } from '../setup/testdir.ts';
import { parts, planFor, resetParts } from './parts.ts';
import { BRANCH, onGitHub, report, stubEnvironment, TOKEN } from './scene.ts';

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
