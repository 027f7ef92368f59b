import type { MigrationPlan } from '../migration/migration.ts';
import type { Evidence, ProofId } from '../proofs/evidence.ts';
import { ProblemError } from '../repository/problem.ts';
import type { OptionValues } from './command-line.ts';
import type { CommandContext } from './outcome.ts';
import type { Planned } from './planning.ts';
import { proofOptions, provePlan } from './proving.ts';
import { tidiedPlan } from './tidied-plan.ts';

/** A plan that is tidied and proved as far as this machine can, and what it could not. */
export interface ReadyPlan {
  readonly plan: MigrationPlan;
  readonly evidence: readonly Evidence[];
  /** Why nobody can say yet that it is whole: one sentence each. */
  readonly doubts: readonly string[];
}

/** Problems that say that this machine cannot, not that the change is wrong. */
const OUT_OF_REACH = ['go-missing', 'tidy-failed', 'tidy-not-text'];

/** Tidies and proves a plan. What cannot be done here is a doubt; any other problem is thrown. */
export async function readyPlan(
  planned: Planned,
  wanted: { readonly tidies: boolean; readonly verifies: boolean },
  values: OptionValues,
  context: CommandContext,
): Promise<ReadyPlan> {
  const tidied = wanted.tidies
    ? await attempt(() => tidiedPlan(planned, context))
    : { doubt: 'go mod tidy was left out (--no-tidy)' };
  const plan = tidied.value ?? planned.plan;
  const proved = wanted.verifies
    ? await attempt(() => prove({ ...planned, plan }, values, context))
    : { doubt: 'the proofs were left out (--no-verify)' };
  const found = proved.value ?? [];
  const evidence = tidied.doubt === undefined && !found.some(isUntidy) ? found : found.map(asDoubtful);
  const reasons = [tidied.doubt, proved.doubt, ...evidence.flatMap(doubtOf)];
  return { plan, evidence, doubts: [...new Set(reasons.filter((reason) => reason !== undefined))] };
}

interface Attempted<Value> {
  readonly value?: Value;
  readonly doubt?: string;
}

async function attempt<Value>(act: () => Promise<Value>): Promise<Attempted<Value>> {
  try {
    return { value: await act() };
  } catch (error) {
    if (!(error instanceof ProblemError) || !OUT_OF_REACH.includes(error.problem.code)) throw error;
    return { doubt: error.problem.reason };
  }
}

function prove(
  { plan, repository, settings }: Planned,
  values: OptionValues,
  { progress }: CommandContext,
): Promise<readonly Evidence[]> {
  return provePlan(repository, plan, proofOptions(values, settings.migration.managers, progress));
}

/** Without its modules Go can check nothing: what it then says is no word about the change. */
const NEED_MODULES: readonly ProofId[] = ['go-mod-tidy', 'type-check', 'build', 'vet'];

function isUntidy({ proof, status }: Evidence): boolean {
  return proof === 'go-mod-tidy' && status === 'skipped';
}

function asDoubtful(one: Evidence): Evidence {
  if (one.status !== 'failed' || !NEED_MODULES.includes(one.proof)) return one;
  return { ...one, status: 'skipped', reason: `not all modules are within reach: ${one.reason}` };
}

/** What a reviewer cannot do without: that the code compiles with the modules that go.sum names. */
function doubtOf({ proof, subject, status, reason }: Evidence): string[] {
  if (status !== 'skipped') return [];
  if (proof === 'type-check') return [`the types of ${subject} were not checked: ${reason}`];
  return proof === 'go-mod-tidy' ? [`${subject} was not tidied: ${reason}`] : [];
}
