import { posix } from 'node:path';
import type { ControllerManager } from '../../survey/model.ts';
import type { Attempt } from '../evidence.ts';
import type { RenderPlace, Subject } from '../subject.ts';
import { containersOf, type RenderedContainer, type RenderedObject } from './rendered.ts';

/** What a place brings to a cluster; `failure` says why nothing could be rendered, `missing` which tool was not there. */
export interface Rendition {
  readonly place: RenderPlace;
  readonly objects: readonly RenderedObject[];
  readonly attempt: Attempt;
  /** As it was printed. */
  readonly text?: string;
  readonly failure?: string;
  /** Files that had to be made first, as the Makefile makes them. */
  readonly made?: readonly string[];
  readonly missing?: { readonly reason: string; readonly hint: string };
}

/** A manager's Deployment as one place brings it. */
export interface RenderedManager {
  readonly manager: ControllerManager;
  readonly rendition: Rendition;
  readonly workload: RenderedObject;
  readonly container: RenderedContainer;
}

/** Every place that brings the Deployment of a manager: overlays, plain manifests, charts. */
export function placesOf(manager: ControllerManager): readonly RenderPlace[] {
  const { overlays, templates } = manager.manifests;
  const kustomizations = overlays.map((path): RenderPlace => {
    const isKustomization = /^kustomization(?:\.ya?ml)?$/i.test(posix.basename(path));
    return { kind: isKustomization ? 'kustomize' : 'file', path };
  });
  const charts = new Set(templates.map(({ path }) => path.replace(/(^|\/)templates\/.*$/, '$1Chart.yaml')));
  return [...kustomizations, ...[...charts].map((path): RenderPlace => ({ kind: 'chart', path }))];
}

/** All places of all managers, each once. */
export function allPlaces({ managers }: Pick<Subject, 'managers'>): readonly RenderPlace[] {
  const places = managers.flatMap(placesOf);
  return places.filter((place, at) => places.findIndex(({ path }) => path === place.path) === at);
}

/** Each manager in each place that could be rendered. */
export async function renderedManagers(subject: Subject): Promise<readonly RenderedManager[]> {
  const found: RenderedManager[] = [];
  for (const manager of subject.managers) {
    for (const place of placesOf(manager)) {
      const rendition = await subject.render(place);
      found.push(...managersIn(rendition, manager));
    }
  }
  return found;
}

/** The workloads of a rendition that run this manager: those at the names that its sources give them, with its container. */
function managersIn(rendition: Rendition, manager: ControllerManager): RenderedManager[] {
  const { renderings, templates } = manager.manifests;
  const own = renderings.filter(({ overlay }) => overlay === rendition.place.path);
  const wanted =
    rendition.place.kind === 'chart'
      ? templates.map(({ kind, container }) => ({ kind, name: undefined, container: container?.name }))
      : own.map(({ name, deployment }) => ({
          kind: deployment.kind,
          name,
          container: deployment.container?.name,
        }));
  return rendition.objects.flatMap((workload) => {
    const match = wanted.find(
      ({ kind, name }) => kind === workload.kind && (name === undefined || name === workload.metadata?.name),
    );
    const container = match && containersOf(workload).find(({ name }) => name === match.container);
    return container ? [{ manager, rendition, workload, container }] : [];
  });
}
