import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose, type LackingProject } from '../bump/lacking.ts';
import { isBuildTooling, PROJECTS_FILE } from '../bump/project.ts';
import type { Finding } from '../migration/finding.ts';
import { makeReport, type Run } from '../reports/report.ts';
import { openRepository } from '../repository/open.ts';
import type { OptionValues } from './command-line.ts';
import { readConfig } from './config.ts';
import { optedOut } from './opted-out.ts';
import type { CommandContext, Outcome } from './outcome.ts';
import { usageProblem } from './usage.ts';

/** Options of `migrate` that mean something with `--bump` only. */
const NEED_BUMP = ['project', 'to', 'oldest', 'upstream'];

/**
 * What `migrate` and `check` do on a repository that builds other projects: its own code has no controllers to migrate. They say which
 * projects lack diagnostics; `migrate --bump` moves one to a release that has them. Undefined for every other repository.
 */
export async function onBuildTooling(
  root: string,
  values: OptionValues,
  context: CommandContext,
): Promise<Outcome | undefined> {
  checkOptions(values);
  if (values.bump === true) return (await import('./bump.ts')).bump(root, values, context);
  if (!existsSync(join(root, PROJECTS_FILE))) return undefined;
  const repository = openRepository(root);
  if (!isBuildTooling(repository)) return undefined;
  const config = readConfig(repository, values.config as string | undefined);
  if (config.enabled === false) return optedOut(context.run);
  return told(context.run, diagnose(repository));
}

function checkOptions(values: OptionValues): void {
  const lonely = NEED_BUMP.find((name) => values[name] !== undefined);
  if (values.bump !== true && lonely !== undefined) {
    throw usageProblem('misplaced-option', `--${lonely} needs --bump, or the command bump`);
  }
}

function told(run: Run, { lacking, controllers }: ReturnType<typeof diagnose>): Outcome {
  const some = lacking.length > 0;
  const names = lacking.map(({ project }) => project.name).join(', ');
  const summary = some
    ? `of ${controllers} projects that link controller-runtime, ${lacking.length} cannot secure their metrics: ${names}`
    : `none of the ${controllers} projects that link controller-runtime is known to lack diagnostics`;
  const report = makeReport(run, {
    status: some ? 'pending' : 'up-to-date',
    reason: some ? 'projects-without-diagnostics' : 'no-project-without-diagnostics',
    summary,
    findings: lacking.map(findingOf),
  });
  return { exitCode: run.command === 'check' && some ? 1 : 0, report };
}

function findingOf({ project, path, line, controllerRuntime }: LackingProject): Finding {
  return {
    rule: 'project-without-diagnostics',
    level: 'warning',
    path,
    line,
    column: 1,
    message: `${project.name} links controller-runtime ${controllerRuntime} but not k8s.io/apiserver, which every way to secure the metrics endpoint needs`,
    fix: `diag-codemod bump . --project ${project.name} --upstream CLONE, where a release has diagnostics.`,
  };
}
