import type { Node } from '../syntax.ts';
import { standsAlone } from './lines.ts';
import { includes } from './node-sets.ts';
import { elementsOf } from './node-shapes.ts';

/** Comments that tools read stay where they are: kubebuilder's scaffold and RBAC markers, build tags. */
const MARKER = /^\/\/\s*\+|^\/\/go:(build|generate)/;

/** The comments on lines of their own directly above a node, the topmost first. Empty where a marker is among them. */
export function leadingComments(text: string, node: Node): Node[] {
  const comments: Node[] = [];
  let row = node.startPosition.row;
  for (let at = commentAbove(node); at?.type === 'comment'; at = at.previousSibling) {
    if (at.endPosition.row !== row - 1 || !standsAlone(text, at)) break;
    comments.unshift(at);
    row = at.startPosition.row;
  }
  return comments.some((comment) => MARKER.test(comment.text)) ? [] : comments;
}

/** The previous sibling; for the first node of a list the one of the list, since comments may stand in front of it. */
function commentAbove(node: Node): Node | null {
  let current: Node | null = node;
  while (current && !current.previousSibling) {
    const parent: Node | null = current.parent;
    current = parent && parent.startIndex === current.startIndex ? parent : null;
  }
  return current?.previousSibling ?? null;
}

/**
 * The leading comments that speak of `node` alone: no sibling follows directly that they could be a heading of, or they
 * name `node` and not that sibling. `removed` are the nodes that go together with it.
 */
export function ownComments(text: string, node: Node, removed: readonly Node[]): Node[] {
  const comments = leadingComments(text, node);
  const next = nextStaying(node, removed);
  if (comments.length === 0 || !next) return comments;
  const prose = comments.map((comment) => comment.text).join('\n');
  return mentions(prose, node) && !mentions(prose, next) ? comments : [];
}

/** The sibling that follows without a line between and stays. */
function nextStaying(node: Node, removed: readonly Node[]): Node | undefined {
  const siblings = elementsOf(node.parent ?? node);
  let row = node.endPosition.row;
  for (const sibling of siblings.slice(siblings.findIndex(({ id }) => id === node.id) + 1)) {
    if (sibling.startPosition.row > row + 1) return undefined;
    if (!includes(removed, sibling)) return sibling;
    row = sibling.endPosition.row;
  }
  return undefined;
}

/** Whether a comment names what a node declares, sets or calls. Names of one or two letters say nothing. */
function mentions(prose: string, node: Node): boolean {
  const words = new Set(prose.toLowerCase().match(/[\p{L}\p{N}_]+/gu));
  return namesOf(node).some((name) => name.length > 2 && words.has(name.toLowerCase()));
}

function namesOf(node: Node): string[] {
  const subject =
    node.childForFieldName('left') ?? node.childForFieldName('name') ?? node.childForFieldName('key');
  const found = (subject ?? node).descendantsOfType(['identifier', 'field_identifier']);
  const names = found.flatMap((name) => (name ? [name.text] : []));
  return subject ? names : names.filter((name) => name !== 'fs' && name !== 'flag' && name !== 'pflag');
}
