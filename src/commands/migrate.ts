import type { MigrationPlan } from '../migration/migration.ts';
import type { Evidence } from '../proofs/evidence.ts';
import { reportPlan } from '../reports/report.ts';
import { unifiedDiff } from '../repository/diff.ts';
import { ProblemError } from '../repository/problem.ts';
import { applyChangeSet } from '../repository/transaction.ts';
import { onBuildTooling } from './build-tooling.ts';
import type { OptionValues } from './command-line.ts';
import { optedOut } from './opted-out.ts';
import { type CommandContext, EXIT_CODES, type Outcome } from './outcome.ts';
import { type Planned, planRepository } from './planning.ts';
import { tidiedPlan } from './tidied-plan.ts';
import { guardUncommitted, quoteForShell } from './uncommitted.ts';
import { usageProblem } from './usage.ts';
import { failedParts } from './verify.ts';

/** `diag-codemod [migrate] <repository>`: in place, all or nothing; with `--dry-run` nothing is written. */
export async function migrate(root: string, values: OptionValues, context: CommandContext): Promise<Outcome> {
  const other = await onBuildTooling(root, values, context);
  if (other) return other;
  const found = await planRepository(root, values);
  if (!found) return optedOut(context.run);
  const planned = values.interactive === true ? await chosenPart(root, found, values, context) : found;
  if (!planned) return declined(found.plan, context);
  const plan = values.tidy === true ? await tidiedPlan(planned, context) : planned.plan;
  if (plan.status === 'refused')
    return { exitCode: EXIT_CODES.refused, report: reportPlan(context.run, plan) };
  const evidence = values.verify === true ? await proved({ ...planned, plan }, values, context) : [];
  if (evidence.some(({ status }) => status === 'failed')) return unproved(plan, evidence, context);
  if (values['dry-run'] === true) return dryRun(plan, evidence, values, context);
  if (plan.status !== 'pending') return { exitCode: 0, report: reportPlan(context.run, plan, { evidence }) };
  if (values['commit-to'] !== undefined) {
    const { commitPlan } = await import('./commit-to.ts');
    return commitPlan({ ...planned, plan }, String(values['commit-to']), evidence, context);
  }
  try {
    return await apply({ ...planned, plan }, evidence, context);
  } catch (error) {
    return upToDateByNow(root, values, context, error);
  }
}

/** The part of a plan that a person wants; undefined for none of it. */
async function chosenPart(
  root: string,
  found: Planned,
  values: OptionValues,
  { ask }: CommandContext,
): Promise<Planned | undefined> {
  if (!ask) throw usageProblem('no-terminal', '--interactive asks, and there is no terminal to answer at');
  if (found.plan.status !== 'pending') return found;
  const { chooseSteps } = await import('./choose-steps.ts');
  const only = await chooseSteps(found.plan.changeSet, ask);
  return only && planRepository(root, { ...values, only, skip: undefined });
}

function declined(plan: MigrationPlan, { run }: CommandContext): Outcome {
  return {
    exitCode: 0,
    report: reportPlan(run, plan, { summary: 'nothing was written: no step was chosen' }),
  };
}

/**
 * A run that lost against another run of ours finds its files changed: when they are migrated by now, there is nothing
 * to do. Anybody else's change is a conflict.
 */
async function upToDateByNow(
  root: string,
  values: OptionValues,
  context: CommandContext,
  error: unknown,
): Promise<Outcome> {
  if (!(error instanceof ProblemError) || error.problem.code !== 'changed-meanwhile') throw error;
  const again = await planRepository(root, values);
  if (again?.plan.status !== 'up-to-date') throw error;
  return { exitCode: 0, report: reportPlan(context.run, again.plan) };
}

async function proved(
  { plan, repository, settings }: Planned,
  values: OptionValues,
  { progress }: CommandContext,
): Promise<readonly Evidence[]> {
  const { proofOptions, provePlan } = await import('./proving.ts');
  // Proofs take minutes: what would keep the result from being written is better known before.
  const writes = values['dry-run'] !== true && values['commit-to'] === undefined;
  if (writes && !settings.allowDirty) await guardUncommitted(repository, plan.changeSet);
  return provePlan(repository, plan, proofOptions(values, settings.migration.managers, progress));
}

/** What a proof refutes is not written. */
export function unproved(
  plan: MigrationPlan,
  evidence: readonly Evidence[],
  { run }: Pick<CommandContext, 'run'>,
): Outcome {
  const { summary, ...parts } = failedParts(evidence);
  return {
    exitCode: 1,
    report: reportPlan(run, plan, { ...parts, summary: `nothing was written. ${summary}`, evidence }),
  };
}

function dryRun(
  plan: MigrationPlan,
  evidence: readonly Evidence[],
  values: OptionValues,
  { run }: CommandContext,
): Outcome {
  const diff = unifiedDiff(plan.changeSet);
  const found = values['exit-code'] === true && plan.status === 'pending';
  return { exitCode: found ? 1 : 0, report: reportPlan(run, plan, { diff, evidence }), diff };
}

async function apply(
  { plan, repository, settings }: Planned,
  evidence: readonly Evidence[],
  context: CommandContext,
): Promise<Outcome> {
  const remarks = settings.allowDirty ? [] : await guardUncommitted(repository, plan.changeSet);
  const undo = `diag-codemod undo ${quoteForShell(repository.root)}`;
  const report = reportPlan(context.run, plan, {
    status: 'migrated',
    reason: 'migrated',
    undo,
    evidence,
  });
  applyChangeSet(repository, plan.changeSet);
  context.committed();
  return { exitCode: 0, report, remarks };
}
