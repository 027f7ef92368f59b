import type { Node } from '../syntax.ts';

/** Named children without comments. */
export function elementsOf(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}

/** Whether a node ends on a later line than it starts. */
export function spansLines(node: Node): boolean {
  return node.startPosition.row !== node.endPosition.row;
}
