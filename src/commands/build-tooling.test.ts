import { describe, expect, it } from 'vitest';
import { attribution, buildTooling, providerUpstream } from '../../test/setup/build-tooling.ts';
import { snapshot, testdir, writeTestFile } from '../../test/setup/testdir.ts';
import { ProblemError } from '../repository/problem.ts';
import { onBuildTooling } from './build-tooling.ts';
import type { OptionValues } from './command-line.ts';
import type { CommandContext } from './outcome.ts';
import { tool } from './version.ts';

function told(command: 'migrate' | 'check', root: string, values: OptionValues = {}) {
  const run = { tool, command, repository: root };
  const context: CommandContext = { run, committed: () => {}, progress: () => {} };
  return onBuildTooling(root, values, context);
}

describe('migrate and check on a build-tooling repository', () => {
  it('say which projects lack diagnostics, and write nothing', async () => {
    const other = { 'projects/other/follows/ATTRIBUTION.txt': attribution('0.20.0', true) };
    const root = testdir({ ...buildTooling(), ...other });
    const before = snapshot(root);
    const migrated = await told('migrate', root);
    expect(migrated?.exitCode).toBe(0);
    expect(migrated?.report).toMatchObject({
      status: 'pending',
      reason: 'projects-without-diagnostics',
      summary: 'of 2 projects that link controller-runtime, 1 cannot secure their metrics: acme/provider',
      findings: [
        { rule: 'project-without-diagnostics', path: 'projects/acme/provider/ATTRIBUTION.txt', line: 2 },
      ],
    });
    expect((await told('check', root))?.exitCode).toBe(1);
    expect(snapshot(root)).toEqual(before);
  });

  it('have nothing to say where none is known to lack it', async () => {
    const files = {
      ...buildTooling(),
      'projects/acme/provider/ATTRIBUTION.txt': attribution('0.20.0', true),
    };
    const root = testdir(files);
    const checked = await told('check', root);
    expect([checked?.exitCode, checked?.report.status]).toEqual([0, 'up-to-date']);
    writeTestFile(root, '.diag-codemod.yaml', 'enabled: false\n');
    expect((await told('migrate', root))?.report.reason).toBe('opted-out');
  });

  it('--bump does it', async () => {
    const root = testdir(buildTooling());
    const values = { bump: true, project: 'acme/provider', upstream: providerUpstream() };
    expect((await told('migrate', root, values))?.report.reason).toBe('bumped');
    expect(snapshot(root)['projects/acme/provider/GIT_TAG']).toBe('644:v1.10.0\n');
  });

  it('options of a bump without it are a mistake', async () => {
    const asked = told('migrate', testdir(buildTooling()), { to: 'v1.9.1' });
    const problem = await asked.catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ProblemError);
    expect(problem).toMatchObject({ kind: 'usage', problem: { code: 'misplaced-option' } });
  });

  it('leave every other repository to the migration', async () => {
    expect(await told('migrate', testdir({ 'go.mod': 'module a\n' }))).toBeUndefined();
    expect(await told('check', testdir({ 'UPSTREAM_PROJECTS.yaml': 'projects: []\n' }))).toBeUndefined();
  });
});
