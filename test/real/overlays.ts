import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  argumentsOf,
  containersOf,
  missingReviews,
  objectsOf,
  type RenderedContainer,
  type RenderedObject,
} from '../../src/proofs/rendered/rendered.ts';
import type { Tool } from '../tools/cache.ts';
import { kustomize, oldKustomize } from '../tools/kustomize.ts';
import { render } from '../tools/proofs.ts';
import { lostScrapes } from '../tools/scraped.ts';
import { pathsIn } from '../tools/tree.ts';
import type { Subject } from './subject.ts';

/** One rendered container that the migration touched, or that has a metrics argument. */
export interface RenderedManager {
  readonly overlay: string;
  readonly deployment: string;
  readonly container: string;
  readonly args: readonly string[];
  readonly ports: readonly string[];
  /** Empty where both may be created, or where the overlay renders no binding at all and cannot tell. */
  readonly missingReviews: readonly string[];
  readonly hasBindings: boolean;
}

export interface Overlays {
  readonly rendered: number;
  readonly failedBefore: number;
  /** Rendered before, and do not any more. */
  readonly broken: readonly string[];
  readonly managers: readonly RenderedManager[];
  /** What scrapers reached before and do not any more, with the overlay. */
  readonly lostScrapes: readonly string[];
}

/** Renders every kustomization of both copies; finished manifests that were changed count as renders of their own. */
export async function renderOverlays(subject: Subject, changedPaths: readonly string[]): Promise<Overlays> {
  const tools = [await kustomize(), await oldKustomize()];
  const broken: string[] = [];
  const managers: RenderedManager[] = [];
  const lost: string[] = [];
  let rendered = 0;
  let failedBefore = 0;
  for (const overlay of overlaysOf(subject.before)) {
    const before = await render(subject.before, overlay, tools);
    if (before.code !== 0) {
      failedBefore++;
      continue;
    }
    const after = await render(subject.after, overlay, tools);
    if (after.code === 0) rendered++;
    else broken.push(`${overlay}: ${after.stderr.slice(0, 300)}`);
    managers.push(...managersOf(overlay, before.stdout, after.stdout));
    if (after.code === 0) lost.push(...lostIn(overlay, before.stdout, after.stdout));
  }
  return {
    rendered,
    failedBefore,
    broken,
    lostScrapes: lost,
    managers: [
      ...managers,
      ...(await newOverlays(subject, tools)),
      ...changedPaths.flatMap((path) => finished(subject, path)),
    ],
  };
}

function lostIn(overlay: string, before: string, after: string): readonly string[] {
  return lostScrapes(objectsOf(before), objectsOf(after)).map((it) => `${overlay}: ${it}`);
}

/** Overlays that the migration made, should there be any. */
async function newOverlays(subject: Subject, tools: readonly Tool[]): Promise<readonly RenderedManager[]> {
  const old = new Set(overlaysOf(subject.before));
  const made = overlaysOf(subject.after).filter((overlay) => !old.has(overlay));
  const renders = await Promise.all(made.map((overlay) => render(subject.after, overlay, tools)));
  return made.flatMap((overlay, index) => managersOf(overlay, '', renders[index]?.stdout ?? ''));
}

/** Managers of a file that is applied as it is, with its roles and bindings beside the Deployment. */
function finished(subject: Subject, path: string): readonly RenderedManager[] {
  if (!/\.ya?ml$/.test(path) || !existsSync(join(subject.after, path))) return [];
  const after = readFileSync(join(subject.after, path), 'utf8');
  if (!/^kind: Deployment\s*$/m.test(after) || after.includes('{{')) return [];
  return managersOf(path, '', after);
}

function overlaysOf(root: string): readonly string[] {
  return pathsIn(root)
    .filter((path) => /(?:^|\/)kustomization\.ya?ml$|(?:^|\/)Kustomization$/.test(path))
    .filter((path) => !/(?:^|\/)(?:vendor|node_modules|testdata|templates|\.github)\//.test(path))
    .map((path) => dirname(path))
    .slice(0, 120);
}

/** The containers of a render that changed, or speak of metrics. */
export function managersOf(
  overlay: string,
  before: string,
  after: string,
  read: (text: string) => readonly RenderedObject[] = objectsOf,
): readonly RenderedManager[] {
  const objects = read(after);
  const old = new Set(read(before).flatMap((object) => containersOf(object).map(fingerprint)));
  return objects
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap((deployment) =>
      containersOf(deployment)
        .filter((container) => !old.has(fingerprint(container)) || speaksOfMetrics(container))
        .map((container) => describeManager(overlay, objects, deployment, container)),
    );
}

function describeManager(
  overlay: string,
  objects: readonly RenderedObject[],
  deployment: RenderedObject,
  container: RenderedContainer,
): RenderedManager {
  const hasBindings = objects.some(({ kind }) => kind === 'ClusterRoleBinding');
  return {
    overlay,
    deployment: deployment.metadata?.name ?? '',
    container: container.name ?? '',
    args: argumentsOf(container),
    ports: (container.ports ?? []).map(({ name, containerPort }) => `${name}:${containerPort}`),
    missingReviews: hasBindings ? missingReviews(objects, deployment) : [],
    hasBindings,
  };
}

function fingerprint(container: RenderedContainer): string {
  return JSON.stringify([container.name, argumentsOf(container), container.ports]);
}

function speaksOfMetrics(container: RenderedContainer): boolean {
  return argumentsOf(container).some((arg) => /metrics|diagnostics/.test(arg));
}
