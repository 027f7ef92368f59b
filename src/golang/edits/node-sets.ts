import type { Node } from '../syntax.ts';

/** Whether a node is among others: the parser gives a new object for the same node each time. */
export function includes(nodes: readonly Node[], node: Node): boolean {
  return nodes.some((other) => other.id === node.id);
}

/** Each node once. */
export function distinct(nodes: readonly Node[]): Node[] {
  return nodes.filter((node, index) => nodes.findIndex((other) => other.id === node.id) === index);
}

/** Each node once, without those that lie inside another one. */
export function outermost(nodes: readonly Node[]): Node[] {
  const isInside = (node: Node, other: Node) =>
    other.startIndex <= node.startIndex && node.endIndex <= other.endIndex;
  const once = distinct(nodes);
  return once.filter((node) => !once.some((other) => other.id !== node.id && isInside(node, other)));
}

/** Nodes by the list they stand in. */
export function byParent(nodes: readonly Node[]): [Node, Node[]][] {
  const groups = new Map<number, [Node, Node[]]>();
  for (const node of nodes) {
    if (!node.parent) continue;
    const group = groups.get(node.parent.id) ?? [node.parent, []];
    group[1].push(node);
    groups.set(node.parent.id, group);
  }
  return [...groups.values()];
}
