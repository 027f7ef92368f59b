import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import { removeExplanation } from '../../kubernetes/kustomize-removal.ts';
import { type Sidecar, sidecarOf } from '../../kubernetes/sidecar.ts';
import { type Splice, startOf } from '../../kubernetes/splice.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Decision } from '../../migration/decision.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { type Change, edit } from '../../repository/change.ts';
import { joinRemovals } from '../../repository/join-removals.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { withoutRepeats } from '../../repository/without-repeats.ts';
import { mentionsOf } from '../../survey/mentions.ts';
import { type Fold, planFolds } from './fold.ts';
import { planJsonPatches } from './json-operations.ts';
import { refuseLoss } from './refuse-loss.ts';
import { takeOut } from './remainder.ts';
import { type RemovedText, removeTexts } from './removed-texts.ts';
import { planServices } from './services.ts';
import { textKey } from './texts.ts';
import { WHY } from './why.ts';

/**
 * Takes a running kube-rbac-proxy out of every source of a manager's Deployment. It runs before the other steps, which
 * see the repository without it: what it leaves is what `auth-proxy-leftovers` puts right in repositories where somebody
 * took the sidecar out by hand.
 */
export const step: Step = {
  id: 'kube-rbac-proxy',
  title: 'Take a running kube-rbac-proxy out; the manager serves its own metrics',
  needs: ['manager-code', 'manifest-arguments', 'manifest-port', 'role-rules'],
  plan,
};

function plan({ survey, decisions }: StepInput): StepResult {
  const changes = decisions.flatMap((decision) => planManager(survey.repository, decision));
  return stepResult({ changes: joinRemovals(withoutRepeats(changes)) });
}

function planManager(repository: Repository, decision: Decision): readonly Change[] {
  const { renderings } = decision.manager.manifests;
  const sidecars = renderings.map(sidecarOf).filter((it) => it !== undefined);
  if (sidecars.length === 0) return [];
  for (const sidecar of sidecars) refuseLoss(sidecar, decision);
  const texts = textsWith(sidecars);
  const named = new Set(texts.filter((it) => isNamedByBuild(repository, it)).map(textKey));
  const folds = planFolds(
    decision,
    texts.filter((it) => it.role === 'patch' && !named.has(textKey(it))),
  );
  const json = planJsonPatches(renderings);
  const rest = texts.map((it) => ({ workload: it, splices: takeOutOf(it, sidecars, folds, named) }));
  return [
    ...folds.flatMap(({ target, splices }) => edits(target.file, splices)),
    ...rest.flatMap(({ workload, splices }) => (splices === 'whole' ? [] : edits(workload.file, splices))),
    ...json.flatMap(({ patch, splices }) => (splices === 'whole' ? [] : edits(patch.file, splices))),
    ...removeTexts(repository, [
      ...rest.filter((it) => it.splices === 'whole').map(({ workload }) => placeOf(workload)),
      ...json
        .filter((it) => it.splices === 'whole')
        .map(({ patch }) => ({ path: patch.path, start: startOf(patch.operations[0]?.node) })),
    ]),
    ...explanations(
      repository,
      rest.filter((it) => it.splices !== 'whole').map((it) => it.workload),
    ),
    ...freshCopies(decision, sidecars),
    ...planServices(repository, decision, sidecars),
  ];
}

/** Each Deployment and strategic patch that speaks of a sidecar, once. */
function textsWith(sidecars: readonly Sidecar[]): readonly WorkloadSource[] {
  const workloads = sidecars.flatMap((it) => it.parts.flatMap((part) => part.workload ?? []));
  return [...new Map(workloads.map((it) => [textKey(it), it])).values()];
}

/** A Makefile may edit a patch: then the file stays, with the arguments that are edited. */
function isNamedByBuild(repository: Repository, { path, role }: WorkloadSource): boolean {
  return role === 'patch' && mentionsOf(repository, path, 'build').length > 0;
}

function takeOutOf(
  workload: WorkloadSource,
  sidecars: readonly Sidecar[],
  folds: readonly Fold[],
  named: ReadonlySet<string>,
): readonly Splice[] | 'whole' {
  const key = textKey(workload);
  return takeOut(workload, {
    sidecars: new Set(sidecars.flatMap((it) => [...it.names])),
    arguments: folds.some((it) => it.carriers.has(key)),
    stays: named.has(key),
  });
}

function placeOf({ path, node }: WorkloadSource): RemovedText {
  return { path, start: startOf(node) };
}

/** Above the entry of a patch that stays: "Protect the /metrics endpoint by putting it behind auth". */
function explanations(repository: Repository, staying: readonly WorkloadSource[]): readonly Change[] {
  const graph = buildKustomizeGraph(repository);
  const patches = staying.filter((it) => it.role === 'patch' && graph.find(it.path)?.path !== it.path);
  return patches.flatMap(({ path }) =>
    graph
      .entriesNaming(path)
      .flatMap(({ kustomization, entry }) =>
        removeExplanation(kustomization, entry).map((range) => edit(kustomization, range, '', WHY)),
      ),
  );
}

/** Committed output of an overlay with the sidecar is the output of it without. */
function freshCopies({ manager }: Decision, sidecars: readonly Sidecar[]): readonly Change[] {
  return manager.manifests.rendered
    .filter((copy) => copy.argumentsFresh)
    .flatMap(({ workload }) => {
      const names = new Set(sidecars.flatMap((it) => [...it.names]));
      const splices = takeOut(workload, { sidecars: names, arguments: false, stays: true });
      return splices === 'whole' ? [] : edits(workload.file, splices);
    });
}

function edits(file: SourceFile, splices: readonly Splice[]): readonly Change[] {
  return splices.map((splice) => edit(file, splice, splice.text, WHY));
}
