import type { MigrationPlan } from '../migration/migration.ts';
import type { Evidence } from '../proofs/evidence.ts';
import { reportPlan } from '../reports/report.ts';
import { commitToBranch } from '../repository/git-commit.ts';
import type { CommandContext, Outcome } from './outcome.ts';
import type { Planned } from './planning.ts';

/** `--commit-to BRANCH`: the migration becomes a commit on a new branch; the work tree stays as it is. */
export async function commitPlan(
  { plan, repository, settings }: Planned,
  branch: string,
  evidence: readonly Evidence[],
  context: CommandContext,
): Promise<Outcome> {
  const request = { branch, message: commitMessage(plan), allowDirty: settings.allowDirty };
  const commit = await commitToBranch(repository, plan.changeSet, request);
  context.committed();
  const summary = `${plan.summary}, committed to the branch ${branch} as ${commit}`;
  return {
    exitCode: 0,
    report: reportPlan(context.run, plan, { status: 'migrated', reason: 'committed', summary, evidence }),
  };
}

/** A subject of one line, and why: each reason once. Text of the repository stays within its line. */
function commitMessage({ changeSet }: MigrationPlan): string {
  const reasons = new Set(changeSet.files.flatMap((file) => file.reasons));
  const lines = [...reasons].map((reason) => `- ${reason.replaceAll(/\s+/g, ' ')}`);
  return ['Serve the metrics over https, to authorized clients only', '', ...lines, ''].join('\n');
}
