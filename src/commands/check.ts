import type { MigrationPlan } from '../migration/migration.ts';
import { reportPlan } from '../reports/report.ts';
import { onBuildTooling } from './build-tooling.ts';
import type { OptionValues } from './command-line.ts';
import { optedOut } from './opted-out.ts';
import { type CommandContext, EXIT_CODES, type Outcome } from './outcome.ts';
import { planRepository } from './planning.ts';

/** `diag-codemod check <repository>`: what is missing or half done. Writes nothing. */
export async function check(root: string, values: OptionValues, context: CommandContext): Promise<Outcome> {
  const other = await onBuildTooling(root, values, context);
  if (other) return other;
  const { run } = context;
  const planned = await planRepository(root, values);
  if (!planned) return optedOut(run);
  return { exitCode: exitCodeOf(planned.plan), report: reportPlan(run, planned.plan) };
}

/** 1 for a pending migration, an error or a warning; notes alone are no work. */
function exitCodeOf({ status, findings, inspection }: MigrationPlan): number {
  if (status === 'refused') return EXIT_CODES.refused;
  return status === 'pending' || [...findings, ...inspection.findings].some(({ level }) => level !== 'note')
    ? 1
    : 0;
}
