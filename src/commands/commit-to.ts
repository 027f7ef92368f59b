import type { Evidence } from '../proofs/evidence.ts';
import { commitMessage, DEFAULT_TITLE } from '../pull-request/commit-message.ts';
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
  const message = commitMessage(plan.changeSet, { title: DEFAULT_TITLE, trailers: [] });
  const request = { branch, message, allowDirty: settings.allowDirty };
  const commit = await commitToBranch(repository, plan.changeSet, request);
  context.committed();
  const summary = `${plan.summary}, committed to the branch ${branch} as ${commit}`;
  return {
    exitCode: 0,
    report: reportPlan(context.run, plan, { status: 'migrated', reason: 'committed', summary, evidence }),
  };
}
