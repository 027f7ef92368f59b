import { loadGoGrammar } from '../golang/syntax.ts';
import { buildChangeSet, type ChangeSet } from '../repository/change-set.ts';
import { type Problem, ProblemError, refusal } from '../repository/problem.ts';
import type { Repository } from '../repository/repository.ts';
import { mayMakeManagers } from '../survey/go-managers.ts';
import { surveyRepository } from '../survey/index.ts';
import type { Survey } from '../survey/model.ts';
import { afterMergeOf } from './after-merge.ts';
import { asOwnFault, checkIdempotence, checkSyntax } from './check.ts';
import { chooseManagers } from './choose-managers.ts';
import { decideManagers } from './decide-managers.ts';
import type { Decision, DecisionSummary } from './decision.ts';
import type { Finding } from './finding.ts';
import { type Inspection, inspect, noInspection } from './inspection.ts';
import type { MigrationOptions } from './options.ts';
import { placeProblems } from './place-findings.ts';
import type { RuleInput } from './rule.ts';
import { rules } from './rules.ts';
import { planStages, type StagedPlan } from './stages.ts';
import type { NextCommand } from './step.ts';

/** What a run would do, complete and checked: nothing has been written. */
export interface MigrationPlan {
  readonly status: 'pending' | 'up-to-date' | 'not-applicable' | 'refused';
  /** Stable code for bots: the first refusal's code, else one that goes with the status. */
  readonly reason: string;
  /** One sentence for a person. */
  readonly summary: string;
  readonly decisions: readonly DecisionSummary[];
  readonly changeSet: ChangeSet;
  /** What the steps say; what is wrong today stands in {@link inspection}. */
  readonly findings: readonly Finding[];
  readonly inspection: Inspection;
  readonly next: readonly NextCommand[];
  readonly afterMerge: readonly string[];
  /** Why managers were refused. With `--skip-refused` others may still be migrated. */
  readonly refusals: readonly Problem[];
}

/**
 * Survey, decide, plan, check (design §3). Writes nothing.
 * Refusals are part of the answer; a wrong option throws a usage problem.
 */
export async function planMigration(
  repository: Repository,
  options: MigrationOptions,
): Promise<MigrationPlan> {
  try {
    // A repository that makes no manager needs no parser: a fleet has many of them.
    if (mayMakeManagers(repository)) await loadGoGrammar();
    return planAll(repository, options);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.kind !== 'refused') throw error;
    return refusedPlan(repository, [error.problem]);
  }
}

function planAll(repository: Repository, options: MigrationOptions): MigrationPlan {
  const survey = surveyRepository(repository);
  if (survey.managers.length === 0) return notApplicable(repository);
  const managers = chooseManagers(survey.managers, options.managers);
  const decided = decideManagers(survey, managers, options);
  if (decided.decisions.length === 0 && decided.refusals.length === 0)
    return nothingServed(repository, decided.findings);
  const attempt = planDecisions(survey, decided.decisions, options);
  const refusals = [...decided.refusals, ...attempt.refusals];
  const before = { survey, decisions: decided.decisions };
  // What is wrong is told, whatever can be done about it.
  const refused = (problems: readonly Problem[]) => ({
    ...refusedPlan(repository, problems),
    inspection: inspect(rules, before, [], undefined, options.ignore ?? []),
  });
  if (!attempt.plan || (refusals.length > 0 && !options.skipRefused)) return refused(refusals);
  const { changeSet } = attempt.plan;
  const checked = refusalOr(() => checkResult(repository, changeSet, attempt.decisions, options));
  if (checked instanceof ProblemError) return refused([checked.problem]);
  const others = [...decided.findings, ...attempt.plan.findings];
  const left = checked.after && withRefused(checked.after, before, options);
  const inspection = inspect(rules, before, others, left, options.ignore ?? []);
  return {
    ...planned(attempt.plan, attempt.decisions, refusals),
    findings: inspection.others,
    inspection,
  };
}

/** The refusal that a stage throws, as a value. */
function refusalOr<Value>(stage: () => Value): Value | ProblemError {
  try {
    return stage();
  } catch (error) {
    if (error instanceof ProblemError && error.kind === 'refused') return error;
    throw error;
  }
}

interface Attempt {
  readonly plan: StagedPlan | undefined;
  readonly decisions: readonly Decision[];
  readonly refusals: readonly Problem[];
}

/** Plans all managers together; when a step refuses, finds out which managers it refuses by planning each alone. */
function planDecisions(survey: Survey, decisions: readonly Decision[], options: MigrationOptions): Attempt {
  if (decisions.length === 0) return { plan: undefined, decisions, refusals: [] };
  try {
    return { plan: planStages(survey, decisions, options), decisions, refusals: [] };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.kind !== 'refused') throw error;
    if (decisions.length === 1) return { plan: undefined, decisions: [], refusals: [error.problem] };
  }
  const alone = decisions.map((decision) => planDecisions(survey, [decision], options));
  const accepted = alone.flatMap((attempt) => attempt.decisions);
  const refusals = alone.flatMap((attempt) => attempt.refusals);
  if (accepted.length === decisions.length) throw new Error('managers are refused together but not alone');
  return { ...planDecisions(survey, accepted, options), refusals };
}

/** The checks of design §3: files parse, and planning again on the result gives nothing. */
function checkResult(
  repository: Repository,
  changeSet: ChangeSet,
  decisions: readonly Decision[],
  options: MigrationOptions,
): { readonly after: RuleInput | undefined } {
  if (changeSet.files.length === 0) return { after: undefined };
  checkSyntax(repository, changeSet);
  const after = repository.overlay(changeSet.result);
  return asOwnFault(() => {
    const again = decideAgain(after, decisions, options);
    checkIdempotence(planStages(again.survey, again.decisions, options).changeSet);
    return { after: again };
  });
}

/** The managers that steps refused are still what they were: their findings stay. */
function withRefused(after: RuleInput, before: RuleInput, options: MigrationOptions): RuleInput {
  if (after.decisions.length === before.decisions.length) return after;
  const chosen = new Set(before.decisions.map(({ manager }) => manager.entryPoint));
  const managers = after.survey.managers.filter(({ entryPoint }) => chosen.has(entryPoint));
  return { ...after, decisions: decideManagers(after.survey, managers, options).decisions };
}

/** What a second run would have to do with the managers of the first one. */
function decideAgain(
  after: Repository,
  decisions: readonly Decision[],
  options: MigrationOptions,
): RuleInput {
  const survey = surveyRepository(after);
  const chosen = new Set(decisions.map((decision) => decision.manager.entryPoint));
  const managers = survey.managers.filter((manager) => chosen.has(manager.entryPoint));
  const again = decideManagers(survey, managers, options);
  if (again.refusals[0]) throw refusal(again.refusals[0]);
  return { survey, decisions: again.decisions };
}

function planned(
  plan: StagedPlan,
  decisions: readonly Decision[],
  refusals: readonly Problem[],
): Omit<MigrationPlan, 'inspection' | 'findings'> {
  const { changeSet } = plan;
  const pending = changeSet.files.length > 0;
  const names = decisions.map((decision) => decision.manager.entryPoint).join(', ');
  return {
    status: pending ? 'pending' : 'up-to-date',
    reason: pending ? 'migration-pending' : 'up-to-date',
    summary: pending
      ? `${names}: ${filesOf(changeSet)}`
      : `${names}: the metrics are secure already, nothing to do`,
    decisions,
    changeSet,
    next: plan.next,
    afterMerge: [...(pending ? afterMergeOf(decisions) : []), ...plan.afterMerge],
    refusals,
  };
}

/** How many files a change set changes, in words. */
export function filesOf({ files }: ChangeSet): string {
  return files.length === 1 ? '1 file' : `${files.length} files`;
}

/** Every manager has its metrics switched off. */
function nothingServed(repository: Repository, findings: readonly Finding[]): MigrationPlan {
  return {
    ...emptyPlan(repository),
    status: 'up-to-date',
    reason: 'metrics-switched-off',
    summary: 'The metrics are switched off everywhere: nothing to secure.',
    findings,
  };
}

function notApplicable(repository: Repository): MigrationPlan {
  return {
    ...emptyPlan(repository),
    status: 'not-applicable',
    reason: 'no-controller-manager',
    summary:
      'No controller manager found: no package main reaches a call of controller-runtime’s NewManager.',
  };
}

function refusedPlan(repository: Repository, refusals: readonly Problem[]): MigrationPlan {
  return {
    ...emptyPlan(repository),
    status: 'refused',
    reason: refusals[0]?.code ?? 'refused',
    summary: refusals[0]?.reason ?? 'refused',
    refusals: placeProblems(repository, refusals),
  };
}

function emptyPlan(repository: Repository) {
  const changeSet = buildChangeSet(repository, []);
  const inspection = noInspection;
  return { decisions: [], changeSet, findings: [], inspection, next: [], afterMerge: [], refusals: [] };
}
