import type { GoFile, Node } from '../syntax.ts';
import { specsOf } from './layout-declarations.ts';
import { leadingComments, ownComments } from './leading-comment.ts';
import { linesOf, removeLines } from './line-removal.ts';
import { standsAlone } from './lines.ts';
import { removeElements } from './list-removal.ts';
import { removeNames } from './name-removal.ts';
import { byParent, distinct, includes, outermost } from './node-sets.ts';
import { spansLines } from './node-shapes.ts';
import type { TextEdit } from './text-edit.ts';

const SPECS = ['var_spec', 'const_spec', 'type_spec', 'type_alias'];
const NAMED = [...SPECS, 'field_declaration'];

/**
 * Edits that take nodes away, judged together (the last spec of a group takes the group along).
 *
 * Each node is one of: a statement; a top-level declaration; a `var_spec` or `const_spec`; one identifier among the names of
 * such a spec or of a struct field; a `field_declaration`; a `keyed_element` or `literal_element` of a composite literal; an argument of a call.
 * Its trailing comment goes with it, and the comment directly above it when that speaks of it alone.
 */
export function removeNodes(file: GoFile, nodes: readonly Node[]): TextEdit[] {
  const whole = promoted(promoted(outermost(nodes), isNamed, namesOf), isGroup, specsOf);
  const names = whole.filter((node) => node.parent && isNamed(node.parent) && isName(node));
  const listed = whole.filter((node) => ['literal_value', 'argument_list'].includes(node.parent?.type ?? ''));
  const lines = whole.filter((node) => !includes(names, node) && !includes(listed, node));
  return [
    ...byParent(names).flatMap(([parent, group]) => removeNames(parent, group)),
    ...byParent(listed).flatMap(([parent, group]) => removeElements(file, parent, group)),
    ...removeWholeLines(file, lines),
  ];
}

/** Where all parts of an owner go, the owner goes. */
function promoted(
  nodes: readonly Node[],
  isOwner: (node: Node) => boolean,
  partsOf: (owner: Node) => Node[],
): Node[] {
  const owners = distinct(nodes.flatMap((node) => ownerOf(node, isOwner) ?? []));
  const complete = owners.filter((owner) => {
    const parts = partsOf(owner);
    return parts.length > 0 && parts.every((part) => includes(nodes, part));
  });
  const covered = complete.flatMap(partsOf);
  return [...nodes.filter((node) => !includes(covered, node)), ...complete];
}

function ownerOf(node: Node, isOwner: (node: Node) => boolean): Node[] | undefined {
  const parent = node.parent?.type === 'var_spec_list' ? node.parent.parent : node.parent;
  return parent && isOwner(parent) ? [parent] : undefined;
}

function isNamed(node: Node): boolean {
  return NAMED.includes(node.type);
}

function isGroup(node: Node): boolean {
  return ['var_declaration', 'const_declaration', 'type_declaration'].includes(node.type);
}

function namesOf(owner: Node): Node[] {
  return owner.childrenForFieldName('name').filter((node) => node.isNamed);
}

function isName(node: Node): boolean {
  return ['identifier', 'field_identifier', 'type_identifier'].includes(node.type);
}

function removeWholeLines(file: GoFile, nodes: readonly Node[]): TextEdit[] {
  const alone = nodes.filter((node) => standsAlone(file.text, node));
  const beside = nodes.filter((node) => !includes(alone, node));
  const ranges = alone.map((node) => linesOf(file.text, commentStart(file, node, nodes), node.endIndex));
  return [...removeLines(file.text, ranges), ...beside.flatMap((node) => removeBesideOthers(file, node))];
}

function commentStart(file: GoFile, node: Node, removed: readonly Node[]): number {
  const isDeclaration = node.parent?.type === 'source_file';
  const comments = isDeclaration ? leadingComments(file.text, node) : ownComments(file.text, node, removed);
  return comments[0]?.startIndex ?? node.startIndex;
}

/** `a(); b()` and `func() { a() }`: the statement with its semicolon and blank; a field of a one-line struct likewise. */
function removeBesideOthers(file: GoFile, node: Node): TextEdit[] {
  const before = /;?(?<![ \t])[ \t]*$/.exec(file.text.slice(0, node.startIndex))?.[0] ?? '';
  const after = /^[ \t]*;[ \t]*/.exec(file.text.slice(node.endIndex))?.[0] ?? '';
  if (after !== '') return [{ start: node.startIndex, end: node.endIndex + after.length, replacement: '' }];
  if (spansLines(node) || before.includes(';'))
    return [{ start: node.startIndex - before.length, end: node.endIndex, replacement: '' }];
  const trailing = /^[ \t]*(?=\})/.exec(file.text.slice(node.endIndex))?.[0] ?? '';
  const start = node.startIndex - before.length;
  return [{ start, end: node.endIndex + trailing.length, replacement: '' }];
}
