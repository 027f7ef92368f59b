import { type MigrationPlan, planMigration } from '../migration/migration.ts';
import { openRepository, realDirectory } from '../repository/open.ts';
import { changedMeanwhile } from '../repository/operation.ts';
import { recoverInterrupted } from '../repository/recovery.ts';
import type { Repository } from '../repository/repository.ts';
import type { OptionValues } from './command-line.ts';
import { readConfig } from './config.ts';
import { type Settings, settle } from './settings.ts';

/** A repository that was opened and planned. */
export interface Planned {
  readonly repository: Repository;
  readonly settings: Settings;
  readonly plan: MigrationPlan;
}

/** How often a repository is read anew that another program writes meanwhile. */
const ATTEMPTS = 3;

/**
 * What `migrate` and `check` begin with. Undefined for a repository that opted out.
 * An answer that would be the last word on files that changed while it was found is not given: it is found anew.
 */
export async function planRepository(root: string, values: OptionValues): Promise<Planned | undefined> {
  for (let attempt = 1; ; attempt++) {
    recoverInterrupted(realDirectory(root));
    const repository = openRepository(root);
    const settings = settle(values, readConfig(repository, values.config as string | undefined));
    if (!settings.enabled) return undefined;
    const plan = await planMigration(repository, settings.migration);
    const [changed] = plan.status === 'pending' ? [] : repository.changedSinceRead();
    if (changed === undefined) return { repository, settings, plan };
    if (attempt === ATTEMPTS) throw changedMeanwhile(changed);
  }
}
