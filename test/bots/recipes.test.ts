import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { testdir, writeTestFile } from '../setup/testdir.ts';
import { run } from '../tools/command.ts';
import { act, workspaceWith } from './act.ts';
import { blocksOf, workflowsIn } from './pages.ts';
import { expand, projectRoot, runStep, type Step, type StepResult, writeProgram } from './steps.ts';

const PAGE = 'docs/for-bots.md';
const cli = join(projectRoot, 'dist/cli.js');

/** What is cloned in the recipes, by what it shows. */
const FIXTURES = {
  good: 'stdlib-flags-in-main',
  'with space; touch canary': 'pflag-in-main',
  refused: 'refused-kong',
  out: 'cobra-internal-package',
  killed: 'stdlib-flags-in-main',
} as const;

/** Repositories with one commit each; one has opted out. */
function origins(): string {
  const root = testdir();
  for (const [name, fixture] of Object.entries(FIXTURES)) {
    cpSync(join(projectRoot, 'fixtures', fixture, 'before'), join(root, name), { recursive: true });
    if (name === 'out') writeTestFile(root, `${name}/.diag-codemod.yaml`, 'enabled: false\n');
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: join(root, name),
      });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'all');
  }
  return root;
}

/** A folder for the PATH with diag-codemod, which dies without a word on the repository `killed`. */
function program(): string {
  const bin = testdir();
  const text = `#!/bin/bash\ncase $* in *killed*) kill -9 $$ ;; esac\nexec ${process.execPath} ${cli} "$@"\n`;
  writeProgram(join(bin, 'diag-codemod'), text);
  return bin;
}

describe('the plain loop', () => {
  it('does what the page says, and loses no repository', async () => {
    const root = origins();
    const cwd = testdir();
    const list = [...Object.keys(FIXTURES).map((name) => join(root, name)), join(root, 'gone')];
    writeTestFile(cwd, 'repositories.txt', `${list.join('\n')}\n`);
    const [script] = blocksOf(PAGE).filter(({ language }) => language === 'bash');
    const env = { PATH: `${program()}:${process.env.PATH}` };
    const { stdout } = await run('bash', ['-c', script?.text ?? 'exit 9'], { cwd, env, timeout: 300_000 });
    expect(stdout).toMatch(/^6 runs in \d+\.\d s: 2 migrated, 1 not-applicable, 1 refused, 2 failed\.\n/);
    expect(stdout).toContain('2  failed: no-report');
    expect(stdout).toContain('1  refused: unsupported-flags-kong');
    expect(stdout).toContain('1  not-applicable: opted-out');
    expect(existsSync(join(cwd, 'canary'))).toBe(false);
  });
});

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

describe('the matrix of jobs', () => {
  const [block] = workflowsIn([PAGE]);
  const { jobs } = parse(block?.text ?? '') as Workflow;
  const scripts = (job: string) => (jobs[job]?.steps ?? []).filter((step) => step.run !== undefined);
  const environment = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: projectRoot };

  async function onlyScript(job: string, contexts: Record<string, string>, cwd: string): Promise<StepResult> {
    const [step, ...more] = scripts(job);
    expect(more).toEqual([]);
    return runStep(step ?? {}, contexts, { environment, cwd });
  }

  it('lists, checks each with a line, and sums up', async () => {
    const names = ['acme/good', 'acme/refused', 'acme/lost'];
    const home = testdir({ 'repositories.json': JSON.stringify(names) });
    const listed = await onlyScript('list', {}, home);
    expect(JSON.parse(listed.outputs.repositories ?? '')).toEqual(names);

    const lines = join(home, 'lines');
    mkdirSync(lines);
    for (const [index, repository] of names.entries()) {
      const report = repository === 'acme/lost' ? '' : await reportOf(repository);
      const contexts = {
        'steps.run.outputs.report': report,
        'matrix.repository': repository,
        'strategy.job-index': String(index),
      };
      const cwd = testdir();
      expect((await onlyScript('check', contexts, cwd)).code).toBe(0);
      cpSync(join(cwd, 'line'), lines, { recursive: true });
    }

    cpSync(join(projectRoot, 'dist'), join(home, '.github/actions/diag-codemod/dist'), { recursive: true });
    const { code, summary } = await onlyScript('summary', {}, home);
    expect(code).toBe(0);
    expect(summary).toContain('3 runs');
    expect(summary).toContain('| 1 | failed | `no-report` | `acme/lost` |');
    expect(summary).toMatch(
      /\| 1 \| refused \| `unsupported-flags-kong` \| `.*\/repositories\/acme\/refused` \|/,
    );
    expect(summary).toMatch(/\| 1 \| pending \| `migration-pending` \| `.*\/repositories\/acme\/good` \|/);
  });

  /** Runs the step that uses the action, with what it is given there. */
  async function reportOf(repository: string): Promise<string> {
    const step = jobs.check?.steps.find(({ id }) => id === 'run');
    const given = Object.entries(step?.with ?? {});
    const inputs = Object.fromEntries(
      given.map(([name, value]) => [name, expand(value, { 'matrix.repository': repository })]),
    );
    const fixture = repository === 'acme/refused' ? 'refused-kong' : 'stdlib-flags-in-main';
    const { outputs } = await act({
      inputs,
      workspace: workspaceWith(fixture, `repositories/${repository}`),
      event: 'schedule',
    });
    return outputs.report ?? '';
  }
});
