import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import { renderAt } from '../../kubernetes/rendering.ts';
import { startOf } from '../../kubernetes/splice.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { RenderedObject } from './rendered.ts';
import type { Rendition } from './rendition.ts';

/** Where the sources of a rendition hold an object; the overlay itself where that cannot be said. */
export function placeOfObject(
  repository: Repository,
  { place }: Pick<Rendition, 'place'>,
  { kind, metadata }: RenderedObject,
): { file: string; line?: number } {
  if (
    place.kind === 'chart' ||
    (place.kind === 'kustomize' && !buildKustomizeGraph(repository).find(place.path))
  ) {
    return { file: place.path };
  }
  const found = renderAt(repository, place.path).objects.find(
    (object) => object.kind === kind && object.renderedName === metadata?.name,
  );
  if (!found) return { file: place.path };
  const { text, path } = found.file;
  return { file: path, line: positionAt(text, startOf(found.document.contents ?? undefined)).line };
}
