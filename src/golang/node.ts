import type { GoFile, Node } from './syntax.ts';

/** A node and the file it stands in. */
export interface Located {
  readonly file: GoFile;
  readonly node: Node;
}

/** A named field of a node that may be missing. */
export function field(node: Node | null | undefined, name: string): Node | undefined {
  return node?.childForFieldName(name) ?? undefined;
}

/** All fields of one name, e.g. the names of `var a, b string`. */
export function fields(node: Node, name: string): Node[] {
  return node.childrenForFieldName(name).filter((child) => child?.isNamed);
}

/** Descendants of some types, in source order; the node itself can be one. */
export function descendants(node: Node, types: string | string[]): Node[] {
  return node.descendantsOfType(types).filter((found): found is Node => found !== null);
}

/** Nodes of one token whose text is `word`, found in the text first: cheaper than listing every identifier. */
export function tokensNamed(file: GoFile, word: string, scope: Node = file.root): Node[] {
  return [...eachTokenNamed(file, word, scope)];
}

/** The same one by one, for who needs a single one of them. */
export function* eachTokenNamed(file: GoFile, word: string, scope: Node = file.root): Generator<Node> {
  const text = file.text.slice(scope.startIndex, scope.endIndex);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (isWordAt(text, at - 1) || isWordAt(text, at + word.length)) continue;
    const [start, end] = [scope.startIndex + at, scope.startIndex + at + word.length];
    const node = scope.namedDescendantForIndex(start, end);
    if (node.startIndex === start && node.endIndex === end) yield smallest(node);
  }
}

/** Whether a character is one of a longer word. Letters beyond ASCII are left to the tree. */
function isWordAt(text: string, at: number): boolean {
  return /\w/.test(text.charAt(at));
}

/** The innermost of several nodes over one token (`literal_element` over `identifier`). */
function smallest(node: Node): Node {
  const only = node.namedChildren.length === 1 ? node.firstNamedChild : null;
  return only && only.startIndex === node.startIndex && only.endIndex === node.endIndex
    ? smallest(only)
    : node;
}

/** Named children without comments: what the grammar sees beside comments. */
export function children(node: Node | null | undefined): Node[] {
  if (!node) return [];
  return node.namedChildren.filter((child): child is Node => child !== null && child.type !== 'comment');
}

/** The nearest ancestor (not the node itself) of one of the types. */
export function ancestor(node: Node, types: readonly string[]): Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (types.includes(at.type)) return at;
  return undefined;
}

/** The function, method or function literal that holds the node. */
export function enclosingFunction(node: Node): Node | undefined {
  return ancestor(node, ['function_declaration', 'method_declaration', 'func_literal']);
}

/**
 * The top-level function or method that holds the node; for the code of a package variable (`RunE: func(…) error {…}` of a command)
 * its outermost function literal.
 */
export function enclosingDeclaration(node: Node): Node | undefined {
  return ancestor(node, ['function_declaration', 'method_declaration']) ?? outermost(node, 'func_literal');
}

/** The declaration of the file that holds the node. */
export function topLevelDeclaration(node: Node): Node {
  let at = node;
  while (at.parent && at.parent.type !== 'source_file') at = at.parent;
  return at;
}

function outermost(node: Node, type: string): Node | undefined {
  let found: Node | undefined;
  for (let at = node.parent; at; at = at.parent) if (at.type === type) found = at;
  return found;
}

/** The statement that stands directly in a block and holds the node (or is it). */
export function statementOf(node: Node): Node | undefined {
  for (let at: Node | null = node; at; at = at.parent) {
    if (at.parent?.type === 'statement_list') return at;
  }
  return undefined;
}

/** Whether `inner` lies within `outer` (same file understood). */
export function within(inner: Node, outer: Node): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

/** The same expression without parentheses around it. */
export function unwrapped(node: Node): Node {
  const inner = node.type === 'parenthesized_expression' ? children(node)[0] : undefined;
  return inner ? unwrapped(inner) : node;
}

/** The value of a string literal, undefined for any other expression. */
export function stringValue(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if (node.type === 'raw_string_literal') return node.text.slice(1, -1);
  if (node.type !== 'interpreted_string_literal') return undefined;
  return node.text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}

/** Whether two located nodes are the same place. */
export function sameNode(a: Located, b: Located): boolean {
  return (
    a.file.path === b.file.path &&
    a.node.startIndex === b.node.startIndex &&
    a.node.endIndex === b.node.endIndex
  );
}

/** The value of a keyed element, without the grammar's wrapper. */
export function elementValue(element: Node): Node {
  const value = field(element, 'value') ?? element;
  return value.type === 'literal_element' ? (children(value)[0] ?? value) : value;
}
