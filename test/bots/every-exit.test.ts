import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { identityOfProcess } from '../../src/repository/process-identity.ts';
import { testdir, writeTestFile } from '../setup/testdir.ts';
import { run } from '../tools/command.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

beforeAll(() => {
  if (!existsSync(cli)) throw new Error(`${cli} is missing: npm run build`);
});

/** A copy of a fixture that nobody has touched. */
function repository(fixture = 'stdlib-flags-in-main'): string {
  const root = testdir();
  cpSync(join(fixtures, fixture, 'before'), root, { recursive: true });
  return root;
}

/** The one line of a run, with the exit code of its process. */
async function lineOf(...args: readonly string[]) {
  const { code, stdout } = await run(process.execPath, [cli, ...args, '--format', 'jsonl']);
  return { code, ...onlyLine(stdout) };
}

function onlyLine(stdout: string) {
  expect(stdout.split('\n')).toHaveLength(2);
  return JSON.parse(stdout);
}

function expectEnd(line: Awaited<ReturnType<typeof lineOf>>, code: number, status: string, reason: string) {
  expect([line.code, line.exitCode, line.status, line.reason]).toEqual([code, code, status, reason]);
  expect(line.durationMs).toBeGreaterThan(0);
  expect(line.schema).toBe(1);
}

describe('one line of JSON comes with exit', () => {
  it('0: migrated, up to date, nothing to do, opted out', async () => {
    const root = repository();
    expectEnd(await lineOf(root), 0, 'migrated', 'migrated');
    const again = await lineOf(root);
    expectEnd(again, 0, 'up-to-date', 'up-to-date');
    expect(again.repository).toBe(root);
    expectEnd(await lineOf(testdir()), 0, 'not-applicable', 'no-controller-manager');
    for (const command of [[], ['check'], ['verify']]) {
      const out = repository();
      writeTestFile(out, '.diag-codemod.yaml', 'enabled: false\n');
      expectEnd(await lineOf(...command, out), 0, 'not-applicable', 'opted-out');
    }
  });

  it('1: something to do', async () => {
    expectEnd(await lineOf('check', repository()), 1, 'pending', 'migration-pending');
    expectEnd(await lineOf('--dry-run', '--exit-code', repository()), 1, 'pending', 'migration-pending');
  });

  it('2: a wrong command line, which names the repository all the same', async () => {
    const root = repository();
    const line = await lineOf('check', root, '--frobnicate');
    expectEnd(line, 2, 'failed', 'wrong-option');
    expect([line.command, line.repository]).toEqual(['check', root]);
    expectEnd(await lineOf(), 2, 'failed', 'no-repository');
  });

  it('2: a wrong configuration, and a folder that is not there', async () => {
    const root = repository();
    writeTestFile(root, '.diag-codemod.yaml', 'port: many\n');
    expect(await lineOf(root)).toMatchObject({ code: 2, exitCode: 2, status: 'failed', repository: root });
    expect(await lineOf(join(root, 'gone'))).toMatchObject({ code: 2, repository: join(root, 'gone') });
  });

  it('3: a refusal', async () => {
    const line = await lineOf(repository('refused-kong'));
    expectEnd(line, 3, 'refused', 'unsupported-flags-kong');
  });

  it('4: a conflict', async () => {
    const root = repository();
    execFileSync('git', ['init', '-q'], { cwd: root });
    expectEnd(await lineOf(root), 4, 'conflict', 'uncommitted-changes');
  });

  it('5: a file system that fails', async () => {
    // No file may be longer than nothing.
    const limited = ['-c', 'ulimit -f 0; exec "$@"', 'bash', process.execPath, cli];
    const { code, stdout } = await run('bash', [...limited, repository(), '--format', 'jsonl']);
    expectEnd({ code, ...onlyLine(stdout) }, 5, 'failed', 'io-error');
  });

  it('5: a fault of ours that nobody catches', async () => {
    const late = `setInterval(() => {
      if (process.listenerCount('SIGTERM') > 0 && process.listenerCount('SIGINT') > 0) throw new Error('odd');
    }, 50);`;
    const thrower = join(testdir({ 'fault.mjs': late }), 'fault.mjs');
    const args = ['--import', thrower, cli, 'summary', '--format', 'jsonl'];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    const { code, stdout } = await ended(child);
    expectEnd({ code, ...onlyLine(stdout) }, 5, 'failed', 'internal-fault');
  });

  it('6: a recovery that needs a person', async () => {
    const root = repository();
    writeTestFile(root, '.diag-codemod/journal/COMMIT', 'broken');
    expectEnd(await lineOf(root), 6, 'failed', 'journal-broken');
  });

  it('75: another run at work', async () => {
    const root = repository();
    writeTestFile(root, `.diag-codemod/lock/${identityOfProcess(process.pid)}`, '');
    expectEnd(await lineOf(root), 75, 'failed', 'busy');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('of a signal: %s', async (signal, code) => {
    const root = repository();
    const bin = testdir();
    // A go that never ends, and says when it began.
    writeTestFile(bin, 'go', `#!/bin/sh\necho > ${bin}/began\nexec sleep 60\n`);
    chmodSync(join(bin, 'go'), 0o755);
    const child = spawn(process.execPath, [cli, root, '--tidy', '--format', 'jsonl'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    });
    const end = ended(child);
    while (!existsSync(join(bin, 'began'))) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    const { code: exitCode, stdout } = await end;
    const line = onlyLine(stdout);
    expectEnd({ code: exitCode, ...line }, code, 'failed', 'interrupted');
    expect([line.command, line.repository]).toEqual(['migrate', root]);
  });
});

describe('a file of many lines', () => {
  it('is summed up in little memory: 100,000 lines, 100 MB, a heap of 48 MB', {
    timeout: 300_000,
  }, async () => {
    const file = join(testdir(), 'many.jsonl');
    const report = { schema: 1, status: 'migrated', reason: 'migrated', summary: 'x'.repeat(900) };
    for (let at = 0; at < 100; at += 1) {
      const lines = Array.from({ length: 1000 }, (_, n) =>
        JSON.stringify({ ...report, repository: `/${at}/${n}`, durationMs: at * n }),
      );
      appendFileSync(file, `${lines.join('\n')}\n`);
    }
    const summary = [cli, 'summary', file, '--format', 'jsonl'];
    const { code, stdout, stderr } = await run(process.execPath, ['--max-old-space-size=48', ...summary]);
    expect([code, stderr]).toEqual([0, '']);
    expect(onlyLine(stdout)).toMatchObject({
      runs: 100_000,
      slowest: [{ repository: '/99/999' }, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    });
  });

  it('may come through a pipe', async () => {
    const report = { schema: 1, status: 'migrated', reason: 'migrated', repository: '/a' };
    const options = { input: `${JSON.stringify(report)}\nKilled\n` };
    for (const operands of [[], ['-']]) {
      const { code, stdout } = await run(process.execPath, [cli, 'summary', ...operands], options);
      expect(code).toBe(1);
      expect(stdout).toContain('1 run in 0.0 s: 1 migrated. 1 line was not read.');
      expect(stdout).toContain('  standard input:2  no JSON');
    }
  });
});

/** What a child process printed, and its exit code. */
function ended(child: ReturnType<typeof spawn>): Promise<{ code: number | null; stdout: string }> {
  let stdout = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout }));
  });
}
