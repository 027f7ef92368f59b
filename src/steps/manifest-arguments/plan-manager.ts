import { removeItem } from '../../kubernetes/item-removal.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import { seqAt } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointNames, secureValueOf } from '../../migration/endpoint-flags.ts';
import type { Repository } from '../../repository/repository.ts';
import type { SourceFile } from '../../repository/source-file.ts';
import { staleProxiesOf } from '../stale-auth-proxies.ts';
import { planCharts } from './chart-arguments.ts';
import { type ContainerTarget, type FlagChange, planContainer } from './container-plan.ts';
import { planEnvironment } from './environment.ts';
import { indexChangeOf } from './index-change.ts';
import { refuseCountedArguments } from './index-replacements.ts';
import { companionOperations } from './json-companion.ts';
import { planJsonIndexes } from './json-indexes.ts';
import { planJsonValues } from './json-values.ts';
import { targetOf, targetsOf } from './targets.ts';
import { goneFlags, wantedArguments } from './wanted-arguments.ts';

/** A splice and the file it is for. */
export interface PlacedSplice {
  readonly file: SourceFile;
  readonly splice: Splice;
  /** Why, where the splice itself does not show it. */
  readonly reason?: string;
}

/** All splices that one manager's arguments need: lists, environment, JSON6902 patches, chart values. */
export function planManager(repository: Repository, decision: Decision): readonly PlacedSplice[] {
  const flags: FlagChange = {
    gone: goneFlags(decision),
    endpoint: endpointNames(decision.flags),
    revalue: (name, value) => secureValueOf(decision, name, value),
    becomesPflag: decision.becomesPflag,
  };
  const targets = targetsOf(decision);
  const lists = targets.flatMap((target) => place(target.file, planContainer(target, flags)));
  return [
    ...sidecars(decision),
    ...lists,
    ...environment(decision, targets, flags),
    ...jsonPatches(repository, decision, targets, flags),
    ...planCharts(repository, decision),
  ];
}

/** The container of a sidecar that the manager itself stands in for; in manifests of another era. */
function sidecars(decision: Decision): readonly PlacedSplice[] {
  return staleProxiesOf(decision).flatMap(({ workload, sidecar, obstacle }) => {
    const list = seqAt(workload.podSpec, ['containers']);
    if (obstacle || !list) return [];
    const splice = removeItem(workload.file, list, sidecar.index);
    return [
      { file: workload.file, splice, reason: 'the manager itself serves what this kube-rbac-proxy did' },
    ];
  });
}

function environment(
  decision: Decision,
  targets: readonly ContainerTarget[],
  flags: FlagChange,
): readonly PlacedSplice[] {
  if (!decision.manager.source.envFlags) return [];
  const templates = decision.manager.manifests.templates.flatMap(({ file, container }) =>
    container ? [{ file, container }] : [],
  );
  return [...targets, ...templates].flatMap(({ file, container }) =>
    place(file, planEnvironment(file, container, flags.gone)),
  );
}

function jsonPatches(
  repository: Repository,
  decision: Decision,
  targets: readonly ContainerTarget[],
  flags: FlagChange,
): readonly PlacedSplice[] {
  const { renderings, jsonPatches: applied, unreachedJsonPatches, substitutes } = decision.manager.manifests;
  const companions = companionOperations(renderings, targets, flags);
  const wanted = wantedArguments(decision, substitutes);
  const literal = wantedArguments(decision, false);
  const indexes = renderings.flatMap((rendering) => {
    const target = targetOf(targets, rendering);
    if (!target) return [];
    const change = indexChangeOf(target, flags);
    refuseCountedArguments(repository, rendering, change);
    return planJsonIndexes(rendering, change, companions);
  });
  return [
    ...applied.flatMap((patch) => place(patch.file, planJsonValues(patch, wanted, flags, companions))),
    ...unreachedJsonPatches.flatMap((patch) =>
      place(patch.file, planJsonValues(patch, literal, flags, companions)),
    ),
    ...indexes,
  ];
}

function place(file: SourceFile, splices: readonly Splice[]): readonly PlacedSplice[] {
  return splices.map((splice) => ({ file, splice }));
}
