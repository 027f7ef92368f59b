import type { YAMLMap } from 'yaml';
import type { Kustomization } from '../../kubernetes/kustomize.ts';
import { nodeAt, seqAt, textAt } from '../../kubernetes/yaml-file.ts';
import type { Layout } from './layout.ts';

/**
 * Whether something in the overlays is for objects of a kind whatever their names: a patch would change a new object
 * too, and a replacement fails as soon as its source is not the only one. Names of patches are regular expressions, and are
 * not looked at.
 */
export function isTouched({ graph, overlay }: Layout, kind: 'ClusterRole' | 'Service'): boolean {
  const paths = new Set(
    graph.rootsReaching(overlay.path).flatMap((it) => [...graph.filesReachedBy(it.path)]),
  );
  const kustomizations = graph.kustomizations.filter((it) => paths.has(it.path));
  return kustomizations.some((it) => isPatched(it, kind) || isReplaced(it, kind));
}

function isPatched({ entries }: Kustomization, kind: string): boolean {
  return entries.some(({ patchTarget }) => patchTarget && (patchTarget.kind ?? kind) === kind);
}

/** A replacement in a file of its own is taken for one that concerns every kind. */
function isReplaced({ entries, documents }: Kustomization, kind: string): boolean {
  if (entries.some((it) => it.field === 'replacements' && it.kind !== 'inline')) return true;
  const replacements = seqAt(documents[0]?.contents, ['replacements'])?.items ?? [];
  return replacements.some((replacement) => {
    const targets = seqAt(replacement, ['targets'])?.items ?? [];
    const selectors = [nodeAt(replacement, ['source']), ...targets.map((it) => nodeAt(it, ['select']))];
    return selectors.some((it) => it && isOpen(it as YAMLMap, kind));
  });
}

function isOpen(selector: YAMLMap, kind: string): boolean {
  return textAt(selector, ['name']) === undefined && (textAt(selector, ['kind']) ?? kind) === kind;
}
