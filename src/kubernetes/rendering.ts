import { posix } from 'node:path';
import { oncePerPair } from '../repository/once-per-pair.ts';
import type { Repository } from '../repository/repository.ts';
import { type AddedLabels, noLabels } from './added-labels.ts';
import { buildKustomizeGraph, type Kustomization, type KustomizeGraph } from './kustomize.ts';
import { type KubernetesObject, objectsOf } from './objects.ts';
import { patchedSubjects, type Subject } from './subjects.ts';
import { textAt } from './yaml-file.ts';

/** An object with the identity that it gets in a cluster. */
export interface RenderedObject extends KubernetesObject {
  readonly renderedName: string;
  readonly renderedNamespace: string | undefined;
  /** Paths of the kustomizations on the way to it, outermost first; empty for plain manifests. */
  readonly way: readonly string[];
  /** What these kustomizations put on it. */
  readonly added: AddedLabels;
  /** Whom a binding gives its role, where patches of the overlay say so. */
  readonly patchedSubjects?: readonly Subject[] | undefined;
}

/** Everything that is applied together: what one overlay brings, or a file of finished manifests. */
export interface Rendering {
  /** Path of the overlay, or of the file. */
  readonly path: string;
  readonly objects: readonly RenderedObject[];
}

/**
 * The objects of an overlay with their names as kustomize prints them. Patches are not applied, but for the subjects of
 * bindings: they change content, and only in rare cases names. Objects of remote or missing resources are not among them.
 */
export function renderOverlay(
  repository: Repository,
  graph: KustomizeGraph,
  overlay: Kustomization,
): Rendering {
  const objects = graph.objectFilesReachedBy(overlay.path).flatMap((path) => {
    const way = graph.wayTo(overlay, path)?.map((it) => it.path) ?? [];
    return objectsOf(repository, path).map((object) => ({
      ...object,
      renderedName: graph.renderedName(overlay, path, object.name) ?? object.name,
      renderedNamespace: graph.renderedNamespace(overlay, path, object.namespace),
      way,
      added: graph.addedLabels(overlay, path),
      patchedSubjects: patchedSubjects(repository, graph, overlay, object),
    }));
  });
  return { path: overlay.path, objects };
}

/**
 * What is applied together with a manager's Deployment: the overlay at that path, or for a plain manifest the
 * manifests of its folder, since `kubectl apply -f folder` takes them together; one that is complete stands alone. Cached per repository value.
 */
export const renderAt = oncePerPair(renderAnew);

function renderAnew(repository: Repository, path: string): Rendering {
  const graph = buildKustomizeGraph(repository);
  const overlay = graph.find(path);
  if (overlay) return renderOverlay(repository, graph, overlay);
  const folder = posix.dirname(path);
  const beside = repository.paths.filter((it) => posix.dirname(it) === folder && /\.(ya?ml|json)$/.test(it));
  const whole = beside.filter((it) => isComplete(renderFiles(repository, it)));
  const applied = whole.includes(path) ? [path] : beside.filter((it) => !whole.includes(it));
  return renderFiles(repository, path, applied);
}

/** A file with a workload, bindings and every role that they name is applied alone: another one in its folder does the same otherwise. */
function isComplete({ objects }: Rendering): boolean {
  const bindings = objects.filter(({ kind }) => /^(Cluster)?RoleBinding$/.test(kind));
  return (
    bindings.length > 0 &&
    objects.some(({ kind }) => /^(Deployment|StatefulSet|DaemonSet)$/.test(kind)) &&
    bindings.every(({ document }) => {
      const [kind, name] = ['kind', 'name'].map((key) => textAt(document.contents, ['roleRef', key]));
      return objects.some((it) => it.kind === kind && it.name === name);
    })
  );
}

/** The object of a rendering with that kind and name in that file of the sources. */
export function findWorkload(
  rendering: Rendering,
  place: { readonly path: string; readonly kind: string; readonly name: string },
): RenderedObject | undefined {
  return rendering.objects.find(
    (it) => it.file.path === place.path && it.kind === place.kind && it.name === place.name,
  );
}

/** The objects of files that are applied as they are: rendered copies, plain manifests. */
export function renderFiles(
  repository: Repository,
  path: string,
  files: readonly string[] = [path],
): Rendering {
  const objects = files.flatMap((file) => objectsOf(repository, file));
  return {
    path,
    objects: objects.map((it) => ({
      ...it,
      renderedName: it.name,
      renderedNamespace: it.namespace,
      way: [],
      added: noLabels,
    })),
  };
}

/**
 * The object that a reference in `from` means, as kustomize resolves it: same kind, the name as written there or as
 * already rendered; among several the one whose way has most in common with that of the referring object.
 */
export function resolveReference(
  rendering: Rendering,
  from: RenderedObject,
  reference: { readonly kind: string; readonly name: string },
): RenderedObject | undefined {
  const candidates = rendering.objects.filter(
    (it) => it.kind === reference.kind && (it.name === reference.name || it.renderedName === reference.name),
  );
  return candidates.reduce<RenderedObject | undefined>(
    (best, it) => (best && nearness(best, from) >= nearness(it, from) ? best : it),
    undefined,
  );
}

function nearness(a: RenderedObject, b: RenderedObject): number {
  const differs = a.way.findIndex((path, index) => path !== b.way[index]);
  return differs === -1 ? a.way.length : differs;
}
