import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { snapshot, testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { noInspection } from '../migration/inspection.ts';
import type { MigrationPlan } from '../migration/migration.ts';
import { edit } from '../repository/change.ts';
import { buildChangeSet } from '../repository/change-set.ts';
import { openRepository } from '../repository/open.ts';
import { ProblemError } from '../repository/problem.ts';
import { identityOfProcess } from '../repository/process-identity.ts';
import type { Repository } from '../repository/repository.ts';
import { applyChangeSet } from '../repository/transaction.ts';
import { faultOutput, interruptedOutput, runCommandLine } from './run.ts';

/** What the planner answers in a test: the command line is tested without the migration itself. */
const planner = vi.hoisted(() => ({ plan: vi.fn(), tidy: vi.fn() }));
vi.mock('../migration/migration.ts', () => ({ planMigration: planner.plan }));
vi.mock('../migration/tidy.ts', () => ({ tidyPlan: planner.tidy }));

const note = { rule: 'n', level: 'note', path: 'a.txt', line: 1, column: 1, message: 'm' } as const;

/** A migration that turns the word old into new. */
function planFor(repository: Repository): MigrationPlan {
  const file = repository.read('a.txt');
  const start = file?.text.indexOf('old') ?? -1;
  const why = { step: 'renew', reason: 'old is no longer supported' };
  const changes = file && start >= 0 ? [edit(file, { start, end: start + 3 }, 'new', why)] : [];
  const changeSet = buildChangeSet(repository, changes);
  const pending = changes.length > 0;
  return {
    status: pending ? 'pending' : 'up-to-date',
    reason: pending ? 'migration-pending' : 'up-to-date',
    summary: 'main.go: summary',
    decisions: [],
    changeSet,
    findings: [],
    inspection: noInspection,
    next: [],
    afterMerge: [],
    refusals: [],
  };
}

beforeEach(() => {
  planner.plan.mockReset().mockImplementation(async (repository: Repository) => planFor(repository));
  planner.tidy.mockReset();
});

const terminal = { stdoutIsTerminal: false, stderrIsTerminal: false, noColor: false };

function run(...argv: string[]) {
  return runCommandLine(argv, { terminal, platform: 'linux', committed: () => {} });
}

async function report(...argv: string[]) {
  const { exitCode, stdout, stderr } = await run(...argv, '--format', 'json');
  expect(stderr).toBe('');
  return { exitCode, ...JSON.parse(stdout) };
}

function repositoryWith(text = 'an old file\n'): string {
  return testdir({ 'a.txt': text });
}

describe('migrate', () => {
  it('writes, reports and says how to take it back', async () => {
    const root = repositoryWith();
    const { exitCode, stdout, stderr } = await run(root);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('an new file\n');
    expect(stdout).toContain('Migrated: main.go: summary');
    expect(stdout).toContain('old is no longer supported');
    expect(stdout).toContain(`diag-codemod undo ${root}`);
  });

  it('tells the moment from which a signal no longer counts', async () => {
    const root = repositoryWith();
    const committed = vi.fn(() => expect(readFileSync(join(root, 'a.txt'), 'utf8')).toContain('new'));
    await runCommandLine([root], { terminal, platform: 'linux', committed });
    expect(committed).toHaveBeenCalledTimes(1);
    await runCommandLine(['--dry-run', root], { terminal, platform: 'linux', committed });
    expect(committed).toHaveBeenCalledTimes(1);
  });

  it('reports in JSON', async () => {
    const root = repositoryWith();
    expect(await report(root)).toMatchObject({
      exitCode: 0,
      schema: 1,
      command: 'migrate',
      repository: root,
      status: 'migrated',
      reason: 'migrated',
      changes: [{ path: 'a.txt', kind: 'modify', step: 'renew', steps: ['renew'], added: 1, removed: 1 }],
      undo: `diag-codemod undo ${root}`,
      problem: null,
    });
  });

  it('has nothing to do the second time, and leaves no change', async () => {
    const root = repositoryWith();
    await run(root);
    const now = snapshot(root);
    expect(await report(root)).toMatchObject({ exitCode: 0, status: 'up-to-date', changes: [], undo: null });
    expect(snapshot(root)).toEqual(now);
  });

  it('passes the options on, from the command line and from .diag-codemod.yaml', async () => {
    const root = repositoryWith();
    writeTestFile(root, '.diag-codemod.yaml', 'skip: [go-mod]\nport: 9443\n');
    await run(
      root,
      '--only',
      'a,b',
      '--manager',
      'cmd',
      '--manager',
      'x/main.go',
      '--port',
      '8444',
      '--dry-run',
    );
    expect(planner.plan.mock.calls[0]?.[1]).toEqual({
      only: ['a', 'b'],
      skip: ['go-mod'],
      managers: ['cmd', 'x/main.go'],
      skipRefused: false,
      keepFlags: false,
      style: 'auto',
      port: 8444,
    });
  });

  it('takes in what go mod tidy changes', async () => {
    const root = repositoryWith();
    planner.tidy.mockImplementation(async (plan: MigrationPlan) => ({ ...plan, summary: 'tidied' }));
    expect(await report(root, '--tidy')).toMatchObject({ exitCode: 0, summary: 'tidied' });
  });

  it('tells a person at a terminal that go mod tidy is at work, and nobody else', async () => {
    const lines: string[] = [];
    planner.tidy.mockImplementation(async (plan: MigrationPlan) => plan);
    const tidy = (root: string, stderrIsTerminal: boolean, ...argv: string[]) =>
      runCommandLine([root, '--tidy', ...argv], {
        ...{ terminal: { ...terminal, stderrIsTerminal }, platform: 'linux', committed: () => {} },
        progress: (line) => lines.push(line),
      });
    await tidy(repositoryWith(), false);
    await tidy(repositoryWith(), true, '--quiet');
    await tidy(repositoryWith('new already\n'), true);
    expect(lines).toEqual([]);
    await tidy(repositoryWith(), true);
    expect(lines).toEqual(['go mod tidy, on a copy']);
  });

  it('lets a repository opt out', async () => {
    const root = repositoryWith();
    writeTestFile(root, '.diag-codemod.yaml', 'enabled: false\n');
    expect(await report(root)).toMatchObject({ exitCode: 0, status: 'not-applicable', reason: 'opted-out' });
    expect(planner.plan).not.toHaveBeenCalled();
  });

  it.each([['migrate'], ['check'], ['--dry-run'], ['undo']])(
    'rolls an interrupted run back first: %s',
    async (...argv) => {
      const root = repositoryWith();
      writeTestFile(root, '.diag-codemod/journal/0.old', 'half');
      await run(...argv, root);
      expect(existsSync(join(root, '.diag-codemod/journal'))).toBe(false);
    },
  );
});

describe('migrate --dry-run', () => {
  it('prints the diff alone on stdout, and the report on stderr; git apply takes it', async () => {
    const root = repositoryWith();
    const original = snapshot(root);
    const { exitCode, stdout, stderr } = await run('--dry-run', root);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-an old file\n+an new file\n',
    );
    expect(stderr).toContain('Migration pending: main.go: summary');
    expect(snapshot(root)).toEqual(original);
    execFileSync('git', ['apply', '-'], { cwd: root, input: stdout });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('an new file\n');
  });

  it('has the diff in JSON', async () => {
    const root = repositoryWith();
    const { stdout } = await run('--dry-run', root);
    expect(await report('--dry-run', root)).toMatchObject({
      exitCode: 0,
      status: 'pending',
      diff: stdout,
      undo: null,
    });
  });

  it('exits 1 with --exit-code when there is something to do, else 0', async () => {
    expect((await run('--dry-run', '--exit-code', repositoryWith())).exitCode).toBe(1);
    expect((await run('--dry-run', '--exit-code', repositoryWith('new'))).exitCode).toBe(0);
  });

  it('shows control characters on a terminal, and passes them on to a pipe', async () => {
    const root = repositoryWith('old \u001b[2J\n');
    const shown = {
      terminal: { ...terminal, stdoutIsTerminal: true },
      platform: 'linux',
      committed: () => {},
    } as const;
    expect((await runCommandLine(['--dry-run', root], shown)).stdout).toContain('+new \\u{1b}[2J');
    expect((await run('--dry-run', root)).stdout).toContain('+new \u001b[2J');
  });
});

describe('check', () => {
  const withFindings = (...levels: ('note' | 'warning' | 'error')[]) => {
    const findings = levels.map((level) => ({ ...note, level }));
    planner.plan.mockImplementation(async (repository: Repository) => ({ ...planFor(repository), findings }));
  };

  it('exits 1 for a pending migration and writes nothing', async () => {
    const root = repositoryWith();
    const original = snapshot(root);
    expect(await report('check', root)).toMatchObject({ exitCode: 1, status: 'pending', command: 'check' });
    expect(snapshot(root)).toEqual(original);
  });

  it.each([
    [0, []],
    [0, ['note', 'note']],
    [1, ['note', 'warning']],
    [1, ['error']],
  ] as const)('exits %i for findings %j', async (exitCode, levels) => {
    withFindings(...levels);
    expect((await run('check', repositoryWith('new'))).exitCode).toBe(exitCode);
  });
});

describe('undo', () => {
  it('takes the migration back and reports it', async () => {
    const root = repositoryWith();
    const original = snapshot(root);
    await run(root);
    expect(await report('undo', root)).toMatchObject({
      exitCode: 0,
      status: 'pending',
      reason: 'undone',
      changes: [{ path: 'a.txt', kind: 'modify', step: 'undo', added: 1, removed: 1 }],
    });
    expect(snapshot(root)).toEqual(original);
  });

  it('says so when there is nothing to take back', async () => {
    expect(await report('undo', repositoryWith())).toMatchObject({
      exitCode: 0,
      status: 'not-applicable',
      reason: 'nothing-to-undo',
    });
  });

  it('is a conflict when a file was edited since', async () => {
    const root = repositoryWith();
    await run(root);
    writeFileSync(join(root, 'a.txt'), 'mine');
    expect(await report('undo', root)).toMatchObject({
      exitCode: 4,
      status: 'conflict',
      reason: 'edited-since',
      problem: { file: 'a.txt' },
      problems: [{ file: 'a.txt', code: 'edited-since' }],
    });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('mine');
  });

  it('names every file that was edited since, one problem each, in every format', async () => {
    const root = repositoryWith();
    const files = ['a.txt', 'b.txt'].map((path) => ({ path, text: 'old', mode: 0o644 }));
    for (const { path, text } of files) writeFileSync(join(root, path), text);
    const change = (file: (typeof files)[number]) =>
      edit(file, { start: 0, end: 3 }, 'new', { step: 'renew', reason: 'r' });
    const repository = openRepository(root);
    applyChangeSet(repository, buildChangeSet(repository, files.map(change)));
    for (const { path } of files) writeFileSync(join(root, path), 'mine');
    const { exitCode, summary, problem, problems } = await report('undo', root);
    expect([exitCode, summary, problem.file]).toEqual([4, '2 files are in the way', 'a.txt']);
    expect(problems).toEqual(
      ['a.txt', 'b.txt'].map((file, at) => ({
        code: 'edited-since',
        file,
        reason: 'this file was edited since the migration',
        hint: `Nothing was taken back, of no file. Its bytes of before are in .diag-codemod/undo/${at}.old. Take your edit back, and run undo again.`,
      })),
    );
    for (const format of ['text', 'markdown', 'github', 'sarif']) {
      const { stdout } = await run('undo', root, '--format', format);
      expect([stdout.includes('a.txt'), stdout.includes('b.txt')], format).toEqual([true, true]);
    }
  });
});

describe('every exit code comes with a report:', () => {
  it('2 for a wrong command line, on stderr in text format', async () => {
    expect(await report(repositoryWith(), '--frobnicate')).toMatchObject({
      exitCode: 2,
      status: 'failed',
      reason: 'wrong-option',
    });
    const { exitCode, stdout, stderr } = await run('--frobnicate');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain("unknown option '--frobnicate'");
  });

  it('2 for a directory that is not there', async () => {
    expect(await report('/nowhere/at/all')).toMatchObject({
      exitCode: 2,
      reason: 'no-directory',
      repository: '/nowhere/at/all',
    });
  });

  it('2 on Windows', async () => {
    const output = await runCommandLine(['.'], { terminal, platform: 'win32', committed: () => {} });
    expect(output.exitCode).toBe(2);
    expect(output.stderr).toContain('WSL');
  });

  it('2 for a usage problem of the planner', async () => {
    const problem = { code: 'unknown-step', reason: 'there is no step "x"', hint: 'h' };
    planner.plan.mockRejectedValue(new ProblemError('usage', problem));
    expect(await report(repositoryWith(), '--only', 'x')).toMatchObject({ exitCode: 2, problem });
  });

  it('3 for a refusal: nothing is written', async () => {
    const root = repositoryWith();
    const original = snapshot(root);
    const problem = { code: 'too-old', reason: 'too old', hint: 'h', file: 'go.mod', line: 3 };
    const refuse = (plan: MigrationPlan) => ({
      ...plan,
      status: 'refused',
      reason: 'too-old',
      refusals: [problem],
    });
    planner.plan.mockImplementation(async (repository: Repository) => refuse(planFor(repository)));
    for (const argv of [[root], ['--dry-run', root], ['check', root]]) {
      expect(await report(...argv)).toMatchObject({
        exitCode: 3,
        status: 'refused',
        reason: 'too-old',
        problem,
      });
    }
    expect(snapshot(root)).toEqual(original);
  });

  it('4 for uncommitted changes; --allow-dirty goes on', async () => {
    const root = repositoryWith();
    execFileSync('git', ['init', '-q'], { cwd: root });
    expect(await report(root)).toMatchObject({
      exitCode: 4,
      status: 'conflict',
      reason: 'uncommitted-changes',
      problem: { file: 'a.txt' },
    });
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('an old file\n');
    expect((await run(root, '--allow-dirty')).exitCode).toBe(0);
  });

  it('5 for a fault of ours, without a stack trace unless asked for', async () => {
    planner.plan.mockRejectedValue(new TypeError('x is undefined'));
    expect(await report(repositoryWith())).toMatchObject({
      exitCode: 5,
      status: 'failed',
      reason: 'internal-fault',
    });
    expect((await run(repositoryWith())).stderr).toBe('');
    expect((await run(repositoryWith(), '--debug')).stderr).toMatch(/TypeError: x is undefined\n.* at /s);
  });

  it('5 for a disk that fails', async () => {
    const failure = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    planner.plan.mockRejectedValue(failure);
    expect(await report(repositoryWith())).toMatchObject({ exitCode: 5, reason: 'io-error' });
  });

  it('6 when recovery needs a person', async () => {
    const root = repositoryWith();
    writeTestFile(root, '.diag-codemod/journal/COMMIT', 'broken');
    expect(await report(root)).toMatchObject({ exitCode: 6, status: 'failed', reason: 'journal-broken' });
  });

  it('75 while another run is at work', async () => {
    const root = repositoryWith();
    writeTestFile(root, `.diag-codemod/lock/${identityOfProcess(process.ppid)}`, '');
    expect(await report(root)).toMatchObject({ exitCode: 75, status: 'failed', reason: 'busy' });
  });

  it('130 for a signal', () => {
    const { exitCode, stdout } = interruptedOutput(['.', '--format', 'json'], 130, terminal);
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, status: 'failed', reason: 'interrupted' });
  });

  it('5 for a fault that no command could catch, with its report', () => {
    const argv = ['check', '.', '--format', 'json'];
    const { exitCode, stdout } = faultOutput(argv, new Error('odd'), terminal);
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'check', exitCode: 5, reason: 'internal-fault' });
  });
});

describe('the report', () => {
  it('goes to --output instead of stdout', async () => {
    const file = join(testdir(), 'report.json');
    const { exitCode, stdout } = await run(repositoryWith(), '--format', 'json', '--output', file);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ status: 'migrated' });
  });

  it('leaves the diff on stdout with --output', async () => {
    const file = join(testdir(), 'report.txt');
    const { stdout, stderr } = await run('--dry-run', repositoryWith(), '--output', file);
    expect([stdout.startsWith('diff --git'), stderr]).toEqual([true, '']);
    expect(readFileSync(file, 'utf8')).toContain('Migration pending');
  });

  it('is printed when it can no longer be saved: the migration is written, so it is no failure', async () => {
    const folder = testdir({ 'sub/keep': '' });
    planner.plan.mockImplementation(async (repository: Repository) => {
      rmSync(join(folder, 'sub'), { recursive: true });
      return planFor(repository);
    });
    const { exitCode, stdout, stderr } = await run(
      repositoryWith(),
      '--output',
      join(folder, 'sub/report.txt'),
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Migrated');
    expect(stderr).toContain('ENOENT');
  });

  it('is not written through a link, or into a folder that is not there; nothing is migrated then', async () => {
    const root = repositoryWith();
    const outside = testdir({ 'victim.txt': 'untouched' });
    symlinkSync(join(outside, 'victim.txt'), join(root, 'report.json'));
    for (const output of [join(root, 'report.json'), join(outside, 'no/report.json')]) {
      expect(await report(root, '--output', output)).toMatchObject({ exitCode: 2, reason: 'wrong-value' });
    }
    expect(readFileSync(join(outside, 'victim.txt'), 'utf8')).toBe('untouched');
    expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('an old file\n');
  });

  it('is silent with --quiet when all is well, and tells problems', async () => {
    const root = repositoryWith();
    expect((await run('check', root, '--quiet')).stdout).toContain('Migration pending');
    expect(await run(root, '--quiet')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('has colour on a terminal only, and not with NO_COLOR or --no-color', async () => {
    const on = { ...terminal, stdoutIsTerminal: true };
    const output = (argv: string[], shown = on) =>
      runCommandLine(argv, { terminal: shown, platform: 'linux', committed: () => {} });
    const root = repositoryWith();
    expect((await output(['check', root])).stdout).toContain('\u001b[');
    expect((await output(['check', root, '--no-color'])).stdout).not.toContain('\u001b[');
    expect((await output(['check', root], { ...on, noColor: true })).stdout).not.toContain('\u001b[');
    expect((await output(['check', root], terminal)).stdout).not.toContain('\u001b[');
  });
});

describe('--help and --version', () => {
  it('go to stdout with exit 0', async () => {
    expect(await run('--version')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    expect((await run('--help')).stdout).toContain('Usage');
  });
});

describe('explain', () => {
  it('refuses an id that is not there', async () => {
    expect(await report('explain', 'no-such-step')).toMatchObject({ exitCode: 2, reason: 'unknown-topic' });
  });
});
