import { insertElement, insertStatement } from '../../../golang/edits/insertion.ts';
import { freshName } from '../../../golang/edits/names.ts';
import { elementValue, enclosingDeclaration, statementOf } from '../../../golang/node.ts';
import { needsBlankLine } from '../fill-slot.ts';
import { statementAt } from '../statement-at.ts';
import type { FiltersPlan } from './filters-plan.ts';
import { extendedLiteral, literalText } from './literal-text.ts';
import type { SecureOptions } from './secure-options.ts';

/** The options of the metrics server become a variable above the statement that uses them, as kubebuilder scaffolds it. */
export function hoist({ draft, slot }: FiltersPlan, { fields, statements }: SecureOptions): void {
  const { file, node } = slot.at;
  const anchor = statementOf(node) ?? statementAt(slot.at);
  const scopes = [enclosingDeclaration(anchor) ?? file.root, file.root];
  const name = freshName(scopes, ['metricsServerOptions', 'metricsOptions']);
  const literal = slot.metrics?.kind === 'literal' ? slot.metrics.at : undefined;
  if (literal) draft.replace(file, elementValue(node), name);
  else draft.edit(file, ...insertElement(file, node, `Metrics: ${name}`));
  const value = literal ? extendedLiteral(literal, fields) : literalText(draft, file, fields);
  const lines = [`${name} := ${value}`, ...statements.flatMap((statement) => statement(name, file))];
  const blank = needsBlankLine(draft, file, anchor) ? '\n' : '';
  const text = blank + lines.join('\n');
  draft.edit(file, ...insertStatement(file, { before: anchor }, text, { blankLine: true }));
}
