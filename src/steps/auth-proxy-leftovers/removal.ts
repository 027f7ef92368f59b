import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import type { Finding } from '../../migration/finding.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import { documentRanges, isWholeFile } from './documents.ts';
import { forgetFiles } from './kustomization-entries.ts';
import { hasHeir, type LeftOver } from './left-overs.ts';
import { mentionsOf } from './mentions.ts';
import { type Part, STEP } from './part.ts';
import type { Subject } from './subject.ts';

/** Deletes left-over roles and bindings, and every kustomization entry that names their files. */
export function planRemoval(
  repository: Repository,
  subjects: readonly Subject[],
  leftOvers: readonly LeftOver[],
): Part {
  const findings: Finding[] = [];
  const going = leftOvers.filter((leftOver) => {
    const inUse = leftOver.objects.flatMap((it) => mentionsOf(repository, it.file.path, 'build'));
    findings.push(...inUse.map(keptBecause));
    return inUse.length === 0;
  });
  const files = byFile(going.flatMap((it) => it.objects));
  const whole = [...files].filter(([, objects]) => isWholeFile(objects)).map(([path]) => path);
  const names = new Set(going.flatMap((it) => [...clusterNames(repository, it)]));
  return {
    changes: [
      ...[...files].flatMap(([path, objects]) => removeObjects(whole, path, objects)),
      ...forgetFiles(repository, whole, [...files.values()].flat()),
      ...inCopies(subjects, names),
    ],
    findings: [
      ...findings,
      ...whole.flatMap((path) => mentionsOf(repository, path, 'documentation')).map(nowGone),
    ],
    afterMerge: going.flatMap((it) => staysBehind(repository, it)),
  };
}

const REASON = 'This was the access of the former kube-rbac-proxy; the manager’s own role grants the same.';

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

function keptBecause(mention: { path: string; text: string; offset: number; what: string }): Finding {
  return {
    rule: 'auth-proxy-role-in-use',
    level: 'warning',
    path: mention.path,
    ...positionAt(mention.text, mention.offset),
    message: `this uses ${mention.what}, a left-over of kube-rbac-proxy, which was therefore kept`,
    fix: `Take ${mention.what} out here, then run the migration again.`,
  };
}

function nowGone(mention: { path: string; text: string; offset: number; what: string }): Finding {
  return {
    rule: 'auth-proxy-mention',
    level: 'note',
    path: mention.path,
    ...positionAt(mention.text, mention.offset),
    message: `this speaks of ${mention.what}, which is gone`,
    fix: 'Bring the text up to date.',
  };
}

function staysBehind(repository: Repository, leftOver: LeftOver): string[] {
  const names = [...clusterNames(repository, leftOver)];
  return [
    `${listOf(names)} stay behind in clusters that were set up with kubectl apply (clusterctl upgrade removes them). ` +
      `Once the new version runs: kubectl delete ${names.join(' ')}`,
  ];
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

/** The same objects in committed output of the overlays, where another role of the manager is bound as well. */
function inCopies(subjects: readonly Subject[], names: ReadonlySet<string>): Change[] {
  const copies = subjects.filter((it) => !it.running && hasHeir(it));
  const objects = copies.flatMap((it) =>
    it.rendering.objects.filter(({ kind, name }) => names.has(idOf(kind, name))),
  );
  return [...byFile(objects)].flatMap(([path, list]) => removeObjects([], path, list));
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
