import type { Node } from '../syntax.ts';
import { type Layout, lineListLayout } from './layout-parts.ts';
import { elementsOf, spansLines } from './node-shapes.ts';

/** The bodies of one-line functions on consecutive lines align (`funcBody` with vtab). */
export function functionLayout(node: Node, layout: Layout): void {
  const body = node.childForFieldName('body');
  if (body && !spansLines(node)) layout.cells.set(body.startIndex, 1);
}

/** Struct fields: name, type, tag, comment (`fieldList`); a single field has blanks instead of cells. */
export function fieldLayout(struct: Node, layout: Layout): void {
  const list = struct.namedChildren.find((child) => child.type === 'field_declaration_list');
  if (!list || !spansLines(list)) return;
  const fields = elementsOf(list);
  lineListLayout(fields, layout);
  const single = fields.length === 1;
  for (const field of fields) oneFieldLayout(field, single, layout);
}

function oneFieldLayout(field: Node, single: boolean, layout: Layout): void {
  const named = field.childForFieldName('name') !== null;
  const type = field.childForFieldName('type');
  const tag = field.childForFieldName('tag');
  if (named && type) layout.cells.set(type.startIndex, single ? 0 : 1);
  if (tag) layout.cells.set(tag.startIndex, single ? 0 : named ? 2 : 1);
  const comment = trailingComment(field);
  if (comment && !single && !tag) layout.cells.set(comment.startIndex, named ? 1 : 2);
}

/** A group of variables, constants or types: name, type, value, comment (`genDecl`, `valueSpec`, `spec`). */
export function specGroupLayout(declaration: Node, layout: Layout): void {
  const specs = specsOf(declaration);
  if (!declaration.children.some((child) => child.type === '(' || child.type === 'var_spec_list')) return;
  lineListLayout(specs, layout);
  const keep = keepTypeColumn(specs);
  specs.forEach((spec, index) => {
    if (spec.type === 'type_spec' || spec.type === 'type_alias')
      typeSpecLayout(spec, specs.length > 1, layout);
    else if (specs.length > 1) valueSpecLayout(spec, keep[index] ?? false, layout);
    else blankSpecLayout(spec, layout);
  });
}

/** The specs of a `var`, `const` or `type` declaration, grouped or not. */
export function specsOf(declaration: Node): Node[] {
  const list = declaration.namedChildren.find((child) => child.type === 'var_spec_list');
  return elementsOf(list ?? declaration);
}

function typeSpecLayout(spec: Node, grouped: boolean, layout: Layout): void {
  const next = spec.children.find((child) => child.type === '=') ?? spec.childForFieldName('type');
  if (next) layout.cells.set(next.startIndex, grouped ? 1 : 0);
}

function valueSpecLayout(spec: Node, keepType: boolean, layout: Layout): void {
  const type = spec.childForFieldName('type');
  const assign = assignOf(spec);
  if (type) layout.cells.set(type.startIndex, 1);
  if (assign) layout.cells.set(assign.startIndex, keepType && !type ? 2 : 1);
  const comment = trailingComment(spec);
  const missing = 3 - (type || keepType ? 1 : 0) - (assign ? 1 : 0);
  if (comment) layout.cells.set(comment.startIndex, Math.max(1, missing));
}

function blankSpecLayout(spec: Node, layout: Layout): void {
  for (const node of [spec.childForFieldName('type'), assignOf(spec)])
    if (node) layout.cells.set(node.startIndex, 0);
}

function assignOf(spec: Node): Node | undefined {
  return spec.children.find((child) => child?.type === '=') ?? undefined;
}

/** go/printer's keepTypeColumn: a run of specs with values keeps an empty type column when one of them has a type. */
function keepTypeColumn(specs: readonly Node[]): boolean[] {
  const keep = specs.map(() => false);
  let start = -1;
  let typed = false;
  const endRun = (end: number) => {
    if (start >= 0 && typed) keep.fill(true, start, end);
    start = -1;
  };
  specs.forEach((spec, index) => {
    if (!assignOf(spec)) endRun(index);
    else if (start < 0) {
      start = index;
      typed = false;
    }
    if (spec.childForFieldName('type')) typed = true;
  });
  endRun(specs.length);
  return keep;
}

/** The comment behind a node on the line where it ends. */
export function trailingComment(node: Node): Node | undefined {
  let next = node.nextSibling;
  while (
    next &&
    !next.isNamed &&
    next.startPosition.row === node.endPosition.row &&
    next.type !== '}' &&
    next.type !== ')'
  ) {
    next = next.nextSibling;
  }
  return next?.type === 'comment' && next.startPosition.row === node.endPosition.row ? next : undefined;
}
