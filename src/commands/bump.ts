import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TagRequest } from '../bump/choose-tag.ts';
import { diagnose } from '../bump/lacking.ts';
import { type BumpPlan, planBump } from '../bump/plan-bump.ts';
import { isBuildTooling, PROJECTS_FILE, type Project, projectNamed } from '../bump/project.ts';
import { type Upstream, upstreamOf } from '../bump/upstream.ts';
import { makeReport, type Report, type Run, reportedChange } from '../reports/report.ts';
import { unifiedDiff } from '../repository/diff.ts';
import { branchAt } from '../repository/git-branch.ts';
import { withClone } from '../repository/git-clone.ts';
import { findClone } from '../repository/git-directory.ts';
import { isUrl, withDownload } from '../repository/git-download.ts';
import { openRepository, realDirectory } from '../repository/open.ts';
import { refusal } from '../repository/problem.ts';
import { recoverInterrupted } from '../repository/recovery.ts';
import type { Repository } from '../repository/repository.ts';
import { applyChangeSet } from '../repository/transaction.ts';
import type { OptionValues } from './command-line.ts';
import { readConfig } from './config.ts';
import { optedOut } from './opted-out.ts';
import type { CommandContext, Outcome } from './outcome.ts';
import { guardUncommitted, quoteForShell } from './uncommitted.ts';
import { usageProblem } from './usage.ts';

/** `diag-codemod bump <repository> --project ORG/REPO`: moves a pinned upstream release, and what goes with it. */
export async function bump(root: string, values: OptionValues, context: CommandContext): Promise<Outcome> {
  recoverInterrupted(realDirectory(root));
  const repository = openRepository(root);
  const config = readConfig(repository, values.config as string | undefined);
  if (config.enabled === false) return optedOut(context.run);
  if (!isBuildTooling(repository)) throw noBuildTooling();
  const project = chosenProject(repository, values.project as string | undefined);
  const request = await requestOf(repository, project, values);
  const plan = await withUpstream(repository, project, values.upstream as string | undefined, (upstream) =>
    planBump(repository, project, request, upstream),
  );
  if (values['dry-run'] === true) return dryRun(plan, values, context.run);
  const allowDirty = values['allow-dirty'] === true || config.allowDirty === true;
  return apply(repository, plan, allowDirty, context);
}

function noBuildTooling() {
  return refusal({
    code: 'no-build-tooling',
    reason: `there is no ${PROJECTS_FILE} with projects/<org>/<repo>/GIT_TAG: nothing here pins upstream releases`,
    hint: 'Give the root directory of a build-tooling repository.',
  });
}

/** Without a name: the one project that is known to lack diagnostics. */
function chosenProject(repository: Repository, name: string | undefined): Project {
  if (name !== undefined) return projectNamed(repository, name.replace(/\/+$/, ''));
  const { lacking } = diagnose(repository);
  const [only] = lacking;
  if (only && lacking.length === 1) return only.project;
  const names = lacking.map(({ project }) => project.name).join(', ');
  const hint =
    names === '' ? 'Give --project ORG/REPO.' : `Give --project; these lack diagnostics: ${names}.`;
  throw usageProblem('no-project', 'no project was named', hint);
}

async function requestOf(
  repository: Repository,
  project: Project,
  values: OptionValues,
): Promise<TagRequest> {
  const to = values.to as string | undefined;
  const oldest = values.oldest === true;
  if (to !== undefined && oldest) throw usageProblem('wrong-option', '--to and --oldest exclude each other');
  const sameMinor =
    project.branch !== undefined || (to === undefined && (await isOnReleaseBranch(repository)));
  return { to, oldest, sameMinor };
}

async function isOnReleaseBranch({ root }: Repository): Promise<boolean> {
  return (await branchAt(root))?.startsWith('release-') ?? false;
}

/** A clone that was named, or the checkout that the repository's own make has left in the project's folder. */
async function withUpstream<Value>(
  repository: Repository,
  project: Project,
  given: string | undefined,
  use: (upstream: Upstream | undefined) => Promise<Value>,
): Promise<Value> {
  const open = (path: string) => withClone(path, (clone) => use(upstreamOf(clone)));
  if (given !== undefined) return isUrl(given) ? withDownload(given, open) : open(given);
  const checkout = join(repository.root, project.home, project.repo);
  return existsSync(checkout) && findClone(checkout) ? open(checkout) : use(undefined);
}

function dryRun(plan: BumpPlan, values: OptionValues, run: Run): Outcome {
  const diff = unifiedDiff(plan.changeSet);
  const pending = plan.changeSet.files.length > 0;
  const exitCode = values['exit-code'] === true && pending ? 1 : 0;
  return { exitCode, report: reportBump(run, plan, { diff }), diff };
}

async function apply(
  repository: Repository,
  plan: BumpPlan,
  allowDirty: boolean,
  context: CommandContext,
): Promise<Outcome> {
  if (plan.changeSet.files.length === 0) return { exitCode: 0, report: reportBump(context.run, plan) };
  const remarks = allowDirty ? [] : await guardUncommitted(repository, plan.changeSet);
  const undo = `diag-codemod undo ${quoteForShell(repository.root)}`;
  const report = reportBump(context.run, plan, { status: 'migrated', reason: 'bumped', undo });
  applyChangeSet(repository, plan.changeSet);
  context.committed();
  return { exitCode: 0, report, remarks };
}

function reportBump(run: Run, plan: BumpPlan, parts: Partial<Report> = {}): Report {
  const { project, from, to, changeSet, findings, next } = plan;
  const pending = changeSet.files.length > 0;
  const summaries = {
    has: `${project.name} at ${from} has diagnostics already; --to names another tag.`,
    same: `${project.name} is at ${from} everywhere.`,
    moves: `${project.name} from ${from} to ${to}`,
  };
  return makeReport(run, {
    status: pending ? 'pending' : 'up-to-date',
    reason: pending ? 'bump-pending' : to === undefined ? 'has-diagnostics' : 'up-to-date',
    summary: pending ? summaries.moves : to === undefined ? summaries.has : summaries.same,
    changes: changeSet.files.map(reportedChange),
    findings,
    next,
    ...parts,
  });
}
