import { chooseManagers } from '../migration/choose-managers.ts';
import type { MigrationPlan } from '../migration/migration.ts';
import { type Evidence, type ProofId, proofIds } from '../proofs/evidence.ts';
import { type VerifyInput, type VerifyOptions, verifyRepository } from '../proofs/verify.ts';
import type { Repository } from '../repository/repository.ts';
import { filesBefore } from '../repository/undo.ts';
import type { OptionValues } from './command-line.ts';
import { listOf } from './settings.ts';
import { usageProblem } from './usage.ts';
import { tool } from './version.ts';

/** What of the command line is about proofs. Throws a usage problem for a proof that there is not. */
export function proofOptions(
  values: OptionValues,
  managers: readonly string[],
  progress: (text: string) => void,
): VerifyOptions {
  const names = listOf(values.require) ?? [];
  const named = requiredProofs(names);
  const live = values.live === true || named.has('live');
  return {
    live,
    build: live || values.build === true || BUILT.some((id) => named.has(id)),
    require: names.includes('all') ? new Set(proofIds) : named,
    env: (values.env as readonly string[] | undefined) ?? [],
    cache: values['no-cache'] !== true,
    toolVersion: tool.version,
    progress,
    choose: (found) => chooseManagers(found, managers),
  };
}

const BUILT = ['build', 'vet', 'arguments-known'] as const;

/** Proves a repository as it is on the disk. */
export function proveAsItIs(repository: Repository, options: VerifyOptions): Promise<readonly Evidence[]> {
  const earlier = filesBefore(repository.root);
  const input: VerifyInput = earlier ? { repository, earlier } : { repository };
  return verifyRepository(input, options);
}

/** Proves what a migration would leave, before it is written. */
export function provePlan(
  repository: Repository,
  plan: MigrationPlan,
  options: VerifyOptions,
): Promise<readonly Evidence[]> {
  const announcesTidy = plan.next.some(({ command }) => /^go (?:mod|work) /.test(command));
  return verifyRepository(
    { repository, planned: { changes: plan.changeSet.result, announcesTidy } },
    options,
  );
}

/** Named proofs are run, too; `all` is about those that are asked for anyway. */
function requiredProofs(names: readonly string[]): ReadonlySet<ProofId> {
  const unknown = names.find((name) => name !== 'all' && !proofIds.some((id) => id === name));
  if (unknown === undefined) return new Set(proofIds.filter((id) => names.includes(id)));
  throw usageProblem(
    'wrong-value',
    `--require names no proof ${JSON.stringify(unknown)}`,
    `The proofs are: ${proofIds.join(', ')}, or all.`,
  );
}
