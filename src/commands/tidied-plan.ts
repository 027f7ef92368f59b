import type { MigrationPlan } from '../migration/migration.ts';
import type { CommandContext } from './outcome.ts';
import type { Planned } from './planning.ts';

/** A pending plan with what `go mod tidy` makes of its result, run on a copy. The only part of a plan that needs Go and a network. */
export async function tidiedPlan(
  { plan, repository }: Planned,
  { progress }: CommandContext,
): Promise<MigrationPlan> {
  if (plan.status !== 'pending') return plan;
  progress('go mod tidy, on a copy');
  const { tidyPlan } = await import('../migration/tidy.ts');
  return tidyPlan(plan, repository);
}
