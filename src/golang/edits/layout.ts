import type { Node } from '../syntax.ts';
import { fieldLayout, functionLayout, specGroupLayout } from './layout-declarations.ts';
import { expressionListLayout } from './layout-lists.ts';
import { type Layout, lineListLayout } from './layout-parts.ts';
import { elementsOf, spansLines } from './node-shapes.ts';

/** Lines of a file, counted from 0, both ends included. */
export interface Rows {
  readonly first: number;
  readonly last: number;
}

/** Reads the layout of the given lines. Nodes that do not reach into them are passed over. */
export function readLayout(root: Node, rows: Rows): Layout {
  const layout: Layout = { cells: new Map(), softBreaks: new Set(), comments: [], multiLine: [] };
  visit(root, rows, layout);
  return layout;
}

function visit(node: Node, rows: Rows, layout: Layout): void {
  if (node.endPosition.row < rows.first || node.startPosition.row > rows.last) return;
  layoutOf[node.type]?.(node, layout);
  for (const child of node.namedChildren) visit(child, rows, layout);
}

const layoutOf: Readonly<Record<string, (node: Node, layout: Layout) => void>> = {
  source_file: declarationLayout,
  statement_list: statementLayout,
  function_declaration: functionLayout,
  method_declaration: functionLayout,
  struct_type: fieldLayout,
  interface_type: (node, layout) => lineListLayout(elementsOf(node), layout),
  import_spec_list: (node, layout) => lineListLayout(elementsOf(node), layout),
  var_declaration: specGroupLayout,
  const_declaration: specGroupLayout,
  type_declaration: specGroupLayout,
  literal_value: (node, layout) => expressionListLayout(elementsOf(node), node.startPosition.row, layout),
  argument_list: (node, layout) => expressionListLayout(elementsOf(node), node.startPosition.row, layout),
  expression_case: caseLayout,
  type_case: caseLayout,
  selector_expression: selectorLayout,
  comment: (node, layout) => {
    layout.comments.push(node);
    if (spansLines(node)) layout.multiLine.push(node);
  },
  raw_string_literal: (node, layout) => {
    if (spansLines(node)) layout.multiLine.push(node);
  },
};

/** A function of several lines starts a section, every other declaration continues the one above (golang/go#19544). */
function declarationLayout(file: Node, layout: Layout): void {
  for (const node of elementsOf(file)) {
    const isFunction = node.type === 'function_declaration' || node.type === 'method_declaration';
    if (!isFunction || !spansLines(node)) layout.softBreaks.add(node.startIndex);
  }
}

function statementLayout(list: Node, layout: Layout): void {
  const statements = elementsOf(list).filter((node) => node.type !== 'empty_statement');
  statements.forEach((node, index) => {
    const previous = statements[index - 1];
    if (previous && !spansLines(unlabelled(previous))) layout.softBreaks.add(node.startIndex);
  });
}

/** A label's own line does not count (`stmtList`). */
function unlabelled(statement: Node): Node {
  const inner = statement.type === 'labeled_statement' ? statement.namedChildren.at(-1) : undefined;
  return inner && inner.type !== 'label_name' ? unlabelled(inner) : statement;
}

function caseLayout(node: Node, layout: Layout): void {
  const value = node.childForFieldName('value');
  const values =
    value?.type === 'expression_list'
      ? elementsOf(value)
      : node.childrenForFieldName('type').filter((n) => n.isNamed);
  expressionListLayout(values, node.startPosition.row, layout);
}

/** `a.` newline `b()`: a plain newline (`selectorExpr`). */
function selectorLayout(node: Node, layout: Layout): void {
  const operand = node.childForFieldName('operand');
  const field = node.childForFieldName('field');
  if (operand && field && operand.endPosition.row < field.startPosition.row)
    layout.softBreaks.add(field.startIndex);
}
