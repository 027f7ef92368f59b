import { enclosingDeclaration, field, type Located, within } from './node.ts';
import type { Node } from './syntax.ts';
import type { Use } from './uses.ts';

/**
 * Whether a write of a value happens only under a condition that its reader (`read`) does not stand under too:
 * `if !enable { addr = "0" }`. What callers pass for a parameter is not written, however the call comes about.
 */
export function isConditional({ whole }: Use, read: Located): boolean {
  if (!isStatementOrKey(whole.node)) return false;
  for (let at: Node = whole.node; at.parent; at = at.parent) {
    if (isBranch(at) && !(whole.file.path === read.file.path && within(read.node, at))) return true;
  }
  return false;
}

/**
 * Whether a constant is set where it wins over the followed write, by which a flag's default would replace it: after that in
 * the same function, or, in another one, as the "0" that switches metrics off.
 */
export function overrides({ whole, value }: Use, source: Use): boolean {
  if (whole.node.type !== 'assignment_statement') return false;
  const [own, other] = [enclosingDeclaration(whole.node), enclosingDeclaration(source.whole.node)];
  const isSameFunction = whole.file.path === source.whole.file.path && own?.id === other?.id;
  return isSameFunction
    ? whole.node.startIndex > source.whole.node.startIndex
    : /^["`]0["`]$/.test(value?.node.text ?? '');
}

function isStatementOrKey(node: Node): boolean {
  return ['assignment_statement', 'keyed_element', 'call_expression'].includes(node.type);
}

/** The block of an `if`, an `else` or a loop, a case of a switch. */
function isBranch(node: Node): boolean {
  if (/^(?:expression|type|communication|default)_case$/.test(node.type)) return true;
  const isBlock = node.type === 'block' || node.type === 'if_statement';
  const { parent } = node;
  if (!isBlock || !parent) return false;
  return ['consequence', 'alternative', 'body'].some(
    (name) => /^(?:if|for)_statement$/.test(parent.type) && field(parent, name)?.id === node.id,
  );
}
