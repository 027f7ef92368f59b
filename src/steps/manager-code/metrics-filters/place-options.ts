import { insertElement, insertStatement } from '../../../golang/edits/insertion.ts';
import { children, enclosingDeclaration, field, type Located, statementOf } from '../../../golang/node.ts';
import type { Carrier } from '../../../golang/trace.ts';
import { isTooEarly } from '../options-place.ts';
import { problemAt } from '../problem-at.ts';
import type { FiltersPlan } from './filters-plan.ts';
import { hoist } from './hoist.ts';
import { insertFields } from './insert-fields.ts';
import { literalText } from './literal-text.ts';
import { type OptionsVariable, optionsVariable } from './options-variable.ts';
import type { OptionsField, SecureOptions } from './secure-options.ts';

/** Puts fields and statements where the manager's options say how metrics are served. */
export function placeOptions(plan: FiltersPlan, given: SecureOptions): void {
  const { slot } = plan;
  const options = { ...given, fields: withoutDenied(plan, given.fields) };
  if (options.fields.length === 0 && options.statements.length === 0) return;
  if (slot.metrics?.kind === 'variable') placeInVariable(plan, options, slot.metrics.carrier);
  else if (slot.kind === 'element' || (slot.kind === 'absent' && slot.at !== slot.consumer))
    placeInLiteral(plan, options);
  else placeByAssignment(plan, options);
}

/** `SecureServing: false` says something else from now on. */
function withoutDenied(
  { draft, found }: FiltersPlan,
  fields: readonly OptionsField[],
): readonly OptionsField[] {
  const denied = found.serving.kind === 'no' ? found.serving.denied : undefined;
  const own = fields.find(({ key }) => key === 'SecureServing');
  if (!denied || !own) return fields;
  draft.replace(denied.file, denied.node, own.value(denied.file));
  return fields.filter((one) => one !== own);
}

/** In the literal; statements behind the variable that holds it, else the literal becomes a variable of its own. */
function placeInLiteral(plan: FiltersPlan, options: SecureOptions): void {
  const { slot } = plan;
  const variable = optionsVariable(slot.at);
  const hasStatements = options.statements.length > 0;
  const isEarly = isTooEarly(plan, slot.at);
  if (isEarly && variable && isBesideUse(plan, slot.at))
    assignBefore(plan, options, `${variable.name}.Metrics`);
  else if (isEarly && hasStatements) throw noPlace(slot.at);
  else if (hasStatements && !variable) hoist(plan, options);
  else fillLiteral(plan, options, variable);
}

function fillLiteral(plan: FiltersPlan, options: SecureOptions, variable: OptionsVariable | undefined): void {
  const { draft, slot } = plan;
  const { file, node } = slot.at;
  if (slot.metrics?.kind === 'literal') insertFields(plan.draft, slot.metrics.at, options.fields);
  else draft.edit(file, ...insertElement(file, node, `Metrics: ${literalText(draft, file, options.fields)}`));
  if (!variable) return;
  const lines = options.statements.flatMap((statement) => statement(`${variable.name}.Metrics`, file));
  if (lines.length > 0)
    draft.edit(file, ...insertStatement(file, { after: variable.statement }, lines.join('\n')));
}

/** The options stand in a variable of their own: `metricsOptions.SecureServing = …`, or in its literal. */
function placeInVariable(plan: FiltersPlan, options: SecureOptions, carrier: Carrier): void {
  const { draft, slot } = plan;
  const { file } = slot.at;
  const anchor = statementOf(slot.at.node);
  if (!anchor || isTooEarly(plan, { file, node: anchor })) throw noPlace(slot.at);
  const initial = carrier.writes.find((write) => write.value?.node.type === 'composite_literal')?.value;
  const isOpen = initial !== undefined && isBesideUse(plan, initial) && !isTooEarly(plan, initial);
  if (isOpen) insertFields(plan.draft, initial, options.fields);
  const lines = [
    ...(isOpen ? [] : assignments(options.fields, carrier.name, file)),
    ...options.statements.flatMap((statement) => statement(carrier.name, file)),
  ];
  if (lines.length > 0)
    draft.edit(file, ...insertStatement(file, { before: anchor }, lines.join('\n'), { blankLine: true }));
}

/** `opts.Metrics.BindAddress = …`, a flag bound to it, or a variable of options that say nothing about metrics. */
function placeByAssignment(plan: FiltersPlan, options: SecureOptions): void {
  const { slot } = plan;
  const { node } = slot.at;
  const [left] = slot.kind === 'assignment' ? children(field(node, 'left')) : [];
  const target =
    left?.text.replace(/\.BindAddress$/, '') ?? (slot.options && `${slot.options.node.text}.Metrics`);
  if (target === undefined) throw noPlace(slot.at);
  const own = statementOf(node);
  const use = statementOf(slot.consumer.node);
  const isBehind = left && own && (!isBesideUse(plan, slot.at) || own.parent?.id === use?.parent?.id);
  if (isBehind && !isTooEarly(plan, slot.at)) assignAfter(plan, options, target, own);
  else assignBefore(plan, options, target);
}

/** Behind the statement that says the rest. */
function assignAfter(plan: FiltersPlan, options: SecureOptions, target: string, own: Located['node']): void {
  const { draft, slot } = plan;
  const { file } = slot.at;
  const literal = slot.metrics?.kind === 'literal' ? slot.metrics.at : undefined;
  if (literal) insertFields(plan.draft, literal, options.fields);
  const lines = [
    ...(literal ? [] : assignments(options.fields, target, file)),
    ...options.statements.flatMap((statement) => statement(target, file)),
  ];
  if (lines.length > 0) draft.edit(file, ...insertStatement(file, { after: own }, lines.join('\n')));
}

/** Right before the manager is made. */
function assignBefore({ draft, slot }: FiltersPlan, options: SecureOptions, target: string): void {
  const { file, node } = slot.consumer;
  const use = statementOf(node);
  if (!use) throw noPlace(slot.consumer);
  const lines = [
    ...assignments(options.fields, target, file),
    ...options.statements.flatMap((statement) => statement(target, file)),
  ];
  draft.edit(file, ...insertStatement(file, { before: use }, lines.join('\n'), { blankLine: true }));
}

function assignments(fields: readonly OptionsField[], target: string, file: Located['file']): string[] {
  return fields.map(({ key, value }) => `${target}.${key} = ${value(file)}`);
}

/** In the function that makes the manager. */
function isBesideUse({ slot }: FiltersPlan, { file, node }: Located): boolean {
  const [own, other] = [node, slot.consumer.node].map(enclosingDeclaration);
  return file.path === slot.consumer.file.path && own !== undefined && own.id === other?.id;
}

function noPlace(at: Located): Error {
  return problemAt(at, {
    code: 'no-place-after-parsing',
    reason: 'there is no place after parsing and before the options of the manager are used',
    hint: 'Move the options of the manager below the call that parses the command line, and run the migration again.',
  });
}
