import { startOf } from '../../kubernetes/splice.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';

/** The same text read for two overlays has one key. */
export function textKey({ path, node }: Pick<WorkloadSource, 'path' | 'node'>): string {
  return `${path}\0${startOf(node)}`;
}
