import { relative } from 'node:path';
import { type BinaryExpression, Node, Project, type SourceFile, SyntaxKind } from 'ts-morph';

/** One small fault put into a source file: the text from `start` to `end` (UTF-16 units) becomes `replacement`. */
export interface Mutant {
  /** Relative to the repository. */
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** What was done, e.g. `a < b → a <= b`. */
  readonly what: string;
}

/** Every mutant of these files: negated conditions, shifted boundaries, removed statements, changed constants. */
export function mutantsOf(root: string, files: readonly string[]): readonly Mutant[] {
  const project = new Project({ useInMemoryFileSystem: false, skipAddingFilesFromTsConfig: true });
  return project.addSourceFilesAtPaths([...files]).flatMap((source) => mutantsIn(source, root));
}

function mutantsIn(source: SourceFile, root: string): readonly Mutant[] {
  const file = relative(root, source.getFilePath());
  return source.getDescendants().flatMap((node) =>
    replacementsFor(node).map((replacement) => {
      const text = node.getText();
      return {
        file,
        line: node.getStartLineNumber(),
        start: node.getStart(),
        end: node.getEnd(),
        replacement,
        what: `${oneLine(text)} → ${oneLine(replacement) || '(nothing)'}`,
      };
    }),
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 90);
}

function replacementsFor(node: Node): readonly string[] {
  if (Node.isBinaryExpression(node)) return binary(node);
  if (isCondition(node)) return [`!(${node.getText()})`];
  if (Node.isPrefixUnaryExpression(node) && node.getOperatorToken() === SyntaxKind.ExclamationToken)
    return [node.getOperand().getText()];
  if (Node.isExpressionStatement(node) || Node.isThrowStatement(node)) return ['{}'];
  if (Node.isTrueLiteral(node)) return ['false'];
  if (Node.isFalseLiteral(node)) return ['true'];
  if (Node.isNumericLiteral(node)) return [String(node.getLiteralValue() + 1)];
  if (Node.isStringLiteral(node) && isValue(node)) return [node.getLiteralValue() === '' ? "'x'" : "''"];
  return [];
}

/** Other operators of nearly the same meaning. */
const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '|': ['&'],
  '&': ['|'],
};

function binary(node: BinaryExpression): readonly string[] {
  const [left, right] = [node.getLeft().getText(), node.getRight().getText()];
  const operator = node.getOperatorToken().getText();
  if (operator === '??') return [left];
  return (NEIGHBOURS[operator] ?? []).map((other) => `${left} ${other} ${right}`);
}

/** A condition that no operator within it stands for: a call, a name. */
function isCondition(node: Node): boolean {
  const parent = node.getParent();
  const decides =
    (Node.isIfStatement(parent) && parent.getExpression() === node) ||
    (Node.isConditionalExpression(parent) && parent.getCondition() === node);
  return decides && !Node.isPrefixUnaryExpression(node);
}

/** What a person reads of a problem, and names of modules and types, are no behaviour. */
function isValue(node: Node): boolean {
  const parent = node.getParent();
  if (Node.isImportDeclaration(parent) || Node.isLiteralTypeNode(parent)) return false;
  const property = node.getFirstAncestorByKind(SyntaxKind.PropertyAssignment);
  return !['reason', 'hint'].includes(property?.getName() ?? '');
}
