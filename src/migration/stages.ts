import { sidecarOf } from '../kubernetes/sidecar.ts';
import { buildChangeSet, type ChangeSet, chainChangeSets } from '../repository/change-set.ts';
import { refusal } from '../repository/problem.ts';
import { surveyRepository } from '../survey/index.ts';
import type { Survey } from '../survey/model.ts';
import { decideManagers } from './decide-managers.ts';
import type { Decision } from './decision.ts';
import { placesBefore, refusedBefore } from './former-places.ts';
import type { MigrationOptions } from './options.ts';
import { checkSelection, joinResults, type Plan, resultsOf, selectSteps } from './plan.ts';
import { preparations, steps } from './steps.ts';

/** The plan of one run, and what it makes of the repository. */
export interface StagedPlan extends Omit<Plan, 'changes'> {
  readonly changeSet: ChangeSet;
}

/**
 * Plans in two stages. A running kube-rbac-proxy decides what an argument, a port or the index of a container means: the
 * preparations take it out, and all other steps look at the repository as it is then. The user sees one change set, and
 * findings in the text that is there.
 *
 * Throws the first step's refusal, or a usage problem when `--only`/`--skip` is wrong.
 */
export function planStages(
  survey: Survey,
  decisions: readonly Decision[],
  options: MigrationOptions,
): StagedPlan {
  const selected = selectSteps([...preparations, ...steps], options);
  const prepared = resultsOf(preparations, survey, decisions);
  const removal = buildChangeSet(survey.repository, joinResults(preparations, prepared).changes);
  const stage =
    removal.files.length === 0 ? { survey, decisions } : lookAgain(survey, decisions, removal, options);
  const main = refusedBefore(removal, () => resultsOf(steps, stage.survey, stage.decisions));
  checkSelection([...preparations, ...steps], selected, new Map([...prepared, ...main]));
  const chosen = <Value>(results: ReadonlyMap<string, Value>) =>
    new Map([...results].filter(([id]) => selected.has(id)));
  const [before, plan] = [joinResults(preparations, chosen(prepared)), joinResults(steps, chosen(main))];
  const first = buildChangeSet(survey.repository, before.changes);
  const base = first.files.length === 0 ? survey.repository : stage.survey.repository;
  return {
    changeSet: chainChangeSets(first, buildChangeSet(base, plan.changes)),
    findings: [...before.findings, ...placesBefore(removal, plan.findings)],
    next: [...before.next, ...plan.next],
    afterMerge: [...before.afterMerge, ...plan.afterMerge],
  };
}

/** The same managers in the repository without what the preparations take out. */
function lookAgain(
  { repository }: Survey,
  decisions: readonly Decision[],
  removal: ChangeSet,
  options: MigrationOptions,
): { readonly survey: Survey; readonly decisions: readonly Decision[] } {
  const survey = surveyRepository(repository.overlay(removal.result));
  const former = new Map(decisions.map((decision) => [decision.manager.entryPoint, decision]));
  const managers = survey.managers.filter((manager) => former.has(manager.entryPoint));
  const again = decideManagers(survey, managers, options);
  if (again.refusals[0]) throw refusal(again.refusals[0]);
  return {
    survey,
    // The name of the port is that of the sidecar, which cannot be seen any more.
    decisions: again.decisions.map((decision) => {
      const before = former.get(decision.manager.entryPoint);
      const freed = before?.manager.manifests.renderings.some((it) => sidecarOf(it) !== undefined) ?? false;
      return { ...decision, freed, portName: before?.portName ?? decision.portName };
    }),
  };
}
