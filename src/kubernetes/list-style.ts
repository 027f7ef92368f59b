import { isSeq, type Pair } from 'yaml';
import { dashIndent } from './list-splices.ts';
import { indentOf } from './splice.ts';
import type { ContainerSource } from './workload.ts';

/** How a container writes the lists below its keys. */
export interface ListStyle {
  /** Spaces between the column of the key and that of the dash: none, or two in most files. */
  readonly indent: string;
}

/** Taken from the container's own block lists; kubectl's and kubebuilder's style (none) where there is no list. */
export function listStyleOf(text: string, container: ContainerSource): ListStyle {
  const own = indentOf(text, container.node).length;
  const list = (container.node.items as Pair[])
    .map((pair) => pair.value)
    .find((value) => isSeq(value) && !value.flow && value.items.length > 0);
  const dashes = isSeq(list) ? dashIndent(text, list).length : own;
  return { indent: ' '.repeat(Math.max(0, dashes - own)) };
}
