import { documentRanges, isWholeFile } from '../../kubernetes/documents.ts';
import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import type { Finding } from '../../migration/finding.ts';
import type { StepInput } from '../../migration/step.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { mentionsOf } from '../../survey/mentions.ts';
import { forgetFiles } from '../forget-files.ts';
import { missingReviews, proxyRolesInCopies } from './copies.ts';
import type { LeftOver } from './left-overs.ts';
import { keptBecause, nowGone } from './mention-findings.ts';
import { type Part, STEP } from './part.ts';
import type { Subject } from './subject.ts';

/** Deletes left-over roles and bindings, and every kustomization entry that names their files. */
export function planRemoval(
  input: StepInput,
  subjects: readonly Subject[],
  leftOvers: readonly LeftOver[],
): Part {
  const { repository } = input.survey;
  const findings: Finding[] = [];
  const going = leftOvers.filter((leftOver) => {
    const inUse = leftOver.objects.flatMap((it) => mentionsOf(repository, it.file.path, 'build'));
    findings.push(...inUse.map(keptBecause));
    return inUse.length === 0;
  });
  const files = byFile(going.flatMap((it) => it.objects));
  const whole = [...files].filter(([, objects]) => isWholeFile(objects)).map(([path]) => path);
  const lost = going.map((it) => [...clusterNames(repository, it)]);
  const names = new Set(lost.flat());
  const inCopies = proxyRolesInCopies(input, subjects, (it) => names.has(idOf(it.kind, it.name)));
  const others = inCopies.map((it) => idOf(it.kind, it.name)).filter((name) => !names.has(name));
  return {
    changes: [
      ...[...files].flatMap(([path, objects]) => removeObjects(whole, path, objects)),
      ...forgetFiles(repository, whole, [...files.values()].flat(), STEP),
      ...[...byFile(inCopies)].flatMap(([path, objects]) => removeObjects([], path, objects)),
    ],
    findings: [
      ...findings,
      ...missingReviews(input, subjects),
      ...whole.flatMap((path) => mentionsOf(repository, path, 'documentation')).map(nowGone),
    ],
    afterMerge: [...lost, [...new Set(others)]].filter((it) => it.length > 0).map(staysBehind),
  };
}

const REASON = 'this was the access of the former kube-rbac-proxy; the manager’s own role grants the same';

function byFile(objects: readonly RenderedObject[]): ReadonlyMap<string, readonly RenderedObject[]> {
  const files = new Map<string, RenderedObject[]>();
  for (const object of objects) {
    const others = files.get(object.file.path) ?? [];
    if (!others.some((it) => it.index === object.index)) files.set(object.file.path, [...others, object]);
  }
  return files;
}

function removeObjects(whole: readonly string[], path: string, objects: readonly RenderedObject[]): Change[] {
  const [first] = objects;
  if (!first) return [];
  const why = { step: STEP, reason: REASON };
  if (whole.includes(path)) return [{ kind: 'delete', path, expected: first.file.text, ...why }];
  return documentRanges(objects).map((range) => edit(first.file, range, '', why));
}

function staysBehind(names: readonly string[]): string {
  return (
    `${listOf(names)} stay behind in clusters that were set up with kubectl apply (clusterctl upgrade removes them). ` +
    `Once the new version runs: kubectl delete ${names.join(' ')}`
  );
}

/** `clusterrole/app-proxy-role`, as it is called in clusters: an object that two overlays bring may have two names. */
function clusterNames(repository: Repository, { objects, overlays }: LeftOver): ReadonlySet<string> {
  const graph = buildKustomizeGraph(repository);
  const names = overlays.flatMap((path) => {
    const overlay = graph.find(path);
    const nameOf = (it: RenderedObject) => overlay && graph.renderedName(overlay, it.file.path, it.name);
    return objects.map((it) => idOf(it.kind, nameOf(it) ?? it.name));
  });
  return new Set(names);
}

function idOf(kind: string, name: string): string {
  return `${kind.toLowerCase()}/${name}`;
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
