import { type MigrationPlan, planMigration } from '../migration/migration.ts';
import { makeReport, type Run } from '../reports/report.ts';
import { openRepository, realDirectory } from '../repository/open.ts';
import { recoverInterrupted } from '../repository/recovery.ts';
import type { Repository } from '../repository/repository.ts';
import type { OptionValues } from './command-line.ts';
import { readConfig } from './config.ts';
import type { Outcome } from './outcome.ts';
import { type Settings, settle } from './settings.ts';

/** A repository that was opened and planned. */
export interface Planned {
  readonly repository: Repository;
  readonly settings: Settings;
  readonly plan: MigrationPlan;
}

/** What `migrate` and `check` begin with. Undefined for a repository that opted out. */
export async function planRepository(root: string, values: OptionValues): Promise<Planned | undefined> {
  recoverInterrupted(realDirectory(root));
  const repository = openRepository(root);
  const settings = settle(values, readConfig(repository, values.config as string | undefined));
  if (!settings.enabled) return undefined;
  return { repository, settings, plan: await planMigration(repository, settings.migration) };
}

/** The answer for a repository with `enabled: false`. */
export function optedOut(run: Run): Outcome {
  const summary = 'The configuration of this repository opts out (enabled: false).';
  const report = makeReport(run, { status: 'not-applicable', reason: 'opted-out', summary });
  return { exitCode: 0, report };
}
