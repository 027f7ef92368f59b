import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostileNames, MARKUP, UNSAFE, withoutCode } from '../../test/setup/hostile-names.ts';
import { testdir } from '../../test/setup/testdir.ts';
import { jsonLine, jsonReport } from '../reports/json.ts';
import { pendingReport } from '../reports/report.testing.ts';
import type { Report, ReportedPullRequest } from '../reports/report.ts';
import { runCommandLine } from './run.ts';

function run(...argv: string[]) {
  const terminal = { stdoutIsTerminal: false, stderrIsTerminal: false, noColor: true };
  return runCommandLine(['summary', ...argv], { terminal, platform: 'linux', committed: () => {} });
}

const pull: ReportedPullRequest = {
  ...{ branch: 'topic', base: 'main', commit: null, action: 'created', pushed: true, number: 7, url: null },
  ...{ draft: false, draftReasons: [], title: '', body: '', message: '', calls: [] },
};

function line(parts: Partial<Report>, durationMs = 100): string {
  return jsonLine(pendingReport(parts), { exitCode: 0, durationMs });
}

const done = { status: 'migrated', reason: 'migrated', repository: '/a' } as const;
const refused = { status: 'refused', reason: 'cluster-api-too-old', repository: '/b' } as const;
const url = 'https://example.org/acme/a/pull/7';

/** Two runs that went well and one that was refused, in two files and both forms. */
function files(): readonly string[] {
  const root = testdir({
    'one.jsonl': line({ ...done, pullRequest: { ...pull, url } }) + line(refused, 2500),
    'two.json': jsonReport(pendingReport({ ...done, repository: '/c' })),
  });
  return [join(root, 'one.jsonl'), join(root, 'two.json')];
}

describe('summary', () => {
  it('counts, and names what needs a person, the slowest, and pull requests', async () => {
    const { exitCode, stdout, stderr } = await run(...files());
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      [
        '3 runs in 2.6 s: 2 migrated, 1 refused.',
        '',
        'Why',
        '       1  refused: cluster-api-too-old',
        '          /b',
        '       2  migrated: migrated',
        '',
        'Slowest',
        '     2.5 s  /b (refused)',
        '     0.1 s  /a (migrated)',
        '',
        'Pull requests',
        `  ${url}  /a`,
        '',
      ].join('\n'),
    );
  });

  it('is JSON', async () => {
    const { stdout } = await run(...files(), '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      command: 'summary',
      exitCode: 0,
      runs: 3,
      statuses: { migrated: 2, refused: 1, failed: 0 },
      groups: [
        { status: 'refused', reason: 'cluster-api-too-old', count: 1, repositories: ['/b'] },
        { status: 'migrated', reason: 'migrated', count: 2, repositories: ['/a', '/c'] },
      ],
      pullRequests: { count: 1, first: [{ repository: '/a', url }] },
      badLines: { count: 0, first: [] },
    });
    const { stdout: oneLine } = await run(...files(), '--format', 'jsonl');
    expect(oneLine.trimEnd()).not.toContain('\n');
    expect(JSON.parse(oneLine)).toEqual(JSON.parse(stdout));
  });

  it('is Markdown', async () => {
    const { stdout } = await run(...files(), '--format', 'markdown');
    expect(stdout).toContain(
      '| 1 | refused | `cluster-api-too-old` | `/b` |\n| 2 | migrated | `migrated` | `/a`, `/c` |',
    );
    expect(stdout).toContain(`### Pull requests\n\n- <${url}>: \`/a\``);
  });

  it('goes to a file, and to several in their formats', async () => {
    const root = testdir();
    const [text, json] = [join(root, 'a'), join(root, 'b')];
    const { stdout } = await run(
      ...files(),
      '--format',
      'text',
      '--output',
      text,
      '--format',
      'json',
      '--output',
      json,
    );
    expect(stdout).toBe('');
    expect(readFileSync(text, 'utf8')).toMatch(/^3 runs/);
    expect(JSON.parse(readFileSync(json, 'utf8')).runs).toBe(3);
  });

  it('exits 1 with --exit-code where a repository needs a person', async () => {
    expect((await run(...files(), '--exit-code')).exitCode).toBe(1);
    const root = testdir({ a: line(done) });
    expect((await run(join(root, 'a'), '--exit-code')).exitCode).toBe(0);
  });

  it('names lines that are no report, counts the others, and exits 1', async () => {
    const file = join(testdir({ a: `${line(done)}Killed\n\n${line(refused)}{"schema":1` }), 'a');
    const { exitCode, stdout } = await run(file);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '2 runs in 2.6 s: 1 migrated, 1 refused. 2 lines were not read.'.replace('2.6', '0.2'),
    );
    expect(stdout).toMatch(new RegExp(`  ${file}:2 {2}no JSON: .*\n  ${file}:5 {2}no JSON: `));
  });

  it('exits 1 where no run was read: that is no success', async () => {
    const { exitCode, stdout } = await run(join(testdir({ a: '' }), 'a'));
    expect([exitCode, stdout]).toEqual([1, 'no run was read.\n']);
  });

  it.each([
    ['a file that is not there', ['gone.jsonl'], 'there is no file gone.jsonl'],
    ['a folder', ['.'], 'is a folder'],
    ['a format for findings', ['x', '--format', 'sarif'], 'summary has no format sarif'],
    ['an option of another command', ['x', '--tidy'], 'summary has no option --tidy'],
  ])('is a usage error for %s', async (_, argv, words) => {
    const { exitCode, stdout, stderr } = await run(...argv);
    expect(exitCode).toBe(2);
    expect((stdout + stderr).replaceAll(/\s+/g, ' ')).toContain(words);
  });
});

describe('summary shows 200 hostile names', () => {
  const shown = async (name: string, format: string) => {
    const parts = { ...refused, repository: name, pullRequest: { ...pull, url: name } };
    const bad = JSON.stringify({ schema: 1, repository: '/', status: name, reason: name });
    const file = join(testdir({ 'a.jsonl': `${line(parts)}${bad}\n` }), 'a.jsonl');
    return (await run(file, '--format', format)).stdout;
  };

  it.each(['text', 'json', 'jsonl', 'markdown'])('as %s: nothing is obeyed', async (format) => {
    for (const name of hostileNames()) {
      const output = await shown(name, format);
      expect(UNSAFE.test(output.replaceAll('\n', '')), JSON.stringify(name)).toBe(false);
      expect(output).not.toMatch(/##\[|^\s*::/m);
      if (format === 'markdown') expect(withoutCode(output)).not.toMatch(MARKUP);
      if (format.startsWith('json')) expect(JSON.parse(output).runs).toBe(1);
    }
  });
});
