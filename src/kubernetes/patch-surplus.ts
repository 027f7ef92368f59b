import type { YAMLMap } from 'yaml';
import { keysOf, mapAt } from './yaml-file.ts';

const SHAPE: readonly (readonly [path: readonly string[], keys: readonly string[]])[] = [
  [[], ['apiVersion', 'kind', 'metadata', 'spec']],
  [['metadata'], ['name', 'namespace']],
  [['spec'], ['template']],
  [['spec', 'template'], ['spec']],
  [['spec', 'template', 'spec'], ['containers']],
];

/** The first thing that a strategic patch of a workload says beside its containers; undefined for nothing. */
export function surplusBesideContainers(patch: YAMLMap): string | undefined {
  for (const [path, keys] of SHAPE) {
    const other = keysOf(mapAt(patch, path)).find((key) => !keys.includes(key));
    if (other !== undefined) return [...path, other].join('.');
  }
  return undefined;
}
