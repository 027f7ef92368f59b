import { type Declaration, declarationOf } from '../../golang/declarations.ts';
import { insertField, insertSpec, insertStatement } from '../../golang/edits/insertion.ts';
import { leadingComments } from '../../golang/edits/leading-comment.ts';
import { ancestor, children, field, fields, type Located, statementOf } from '../../golang/node.ts';
import type { Node } from '../../golang/syntax.ts';
import type { Carrier } from '../../golang/trace.ts';
import { typeText } from './new-variable.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/** The declaration of a carrier that goes becomes the one of the options; `value` is where these come from, if not from flags. */
export function replaceDeclaration(plan: SlottedPlan, carrier: Carrier, name: string, value: string): void {
  const { declaration } = carrier;
  if (carrier.field?.declared) replaceField(plan, carrier.field.declared, name);
  else if (declaration?.kind === 'parameter') replaceParameter(plan, declaration, name);
  else if (declaration?.owner.type === 'short_var_declaration')
    replaceShortForm(plan, declaration, name, value);
  else if (declaration) replaceSpec(plan, declaration, name, value);
}

/** A declaration beside that of a carrier that stays. */
export function declareBeside(plan: SlottedPlan, carrier: Carrier, name: string): void {
  const { declaration } = carrier;
  const declared = carrier.field?.declared;
  const unkeyed = carrier.others.find(({ node }) => node.type === 'composite_literal');
  if (unkeyed) throw unkeyedLiteral(unkeyed);
  if (declared) insertBesideField(plan, declared, name);
  else if (declaration?.kind === 'variable') {
    declareNextTo(
      plan,
      { file: declaration.file, node: declaration.owner },
      `${name} ${typeText(plan, declaration.file)}`,
    );
  } else throw sharedParameter(carrier);
}

function replaceField(plan: SlottedPlan, { file, node }: Located, name: string): void {
  const declaration = ancestor(node, ['field_declaration']);
  if (!declaration) return;
  if (fields(declaration, 'name').length === 1) {
    plan.draft.replace(file, declaration, `${name} ${typeText(plan, file)}`);
    renameInComment(plan, { file, node: declaration }, node.text, name);
    return;
  }
  plan.draft.remove(file, node);
  insertBesideField(plan, { file, node }, name);
}

/** A doc comment begins with the name of what it stands above. */
function renameInComment({ draft }: SlottedPlan, { file, node }: Located, old: string, name: string): void {
  const [comment] = leadingComments(file.text, node);
  const lead = comment && /^\/[/*]\s*/.exec(comment.text)?.[0].length;
  if (!comment || lead === undefined) return;
  const isNamed = new RegExp(`^${old}(?![\\w])`).test(comment.text.slice(lead));
  const start = comment.startIndex + lead;
  if (isNamed) draft.edit(file, { start, end: start + old.length, replacement: name });
}

function insertBesideField(plan: SlottedPlan, { file, node }: Located, name: string): void {
  const declaration = ancestor(node, ['field_declaration']);
  const struct = ancestor(node, ['struct_type']);
  if (!declaration || !struct) return;
  plan.draft.edit(
    file,
    ...insertField(file, struct, `${name} ${typeText(plan, file)}`, { after: declaration }),
  );
}

/** `metricsAddr := ":8080"`: a statement of its own, or it could not be told from its neighbours. */
function replaceShortForm(plan: SlottedPlan, declaration: Declaration, name: string, value: string): void {
  const { file, owner } = declaration;
  if (children(field(owner, 'left')).length > 1) throw severalNames(declaration);
  plan.draft.replace(file, owner, `${name} := ${value || `${typeText(plan, file)}{}`}`);
}

function replaceSpec(
  plan: SlottedPlan,
  { file, owner, node }: Declaration,
  name: string,
  value: string,
): void {
  const text = value ? `${name} = ${value}` : `${name} ${typeText(plan, file)}`;
  if (fields(owner, 'name').length === 1) {
    plan.draft.replace(file, owner, text);
    const isGrouped = owner.parent?.type === 'var_spec_list';
    const declared = isGrouped ? owner : (declarationOf(owner) ?? owner);
    renameInComment(plan, { file, node: declared }, node.text, name);
    return;
  }
  plan.draft.remove(file, node);
  declareNextTo(plan, { file, node: owner }, text);
}

/** A spec beside a spec of a group, a statement `var x T` beside any other. */
function declareNextTo({ draft }: SlottedPlan, { file, node }: Located, text: string): void {
  const declaration = declarationOf(node);
  if (node.type === 'var_spec' && declaration)
    draft.edit(file, ...insertSpec(file, declaration, text, { after: node }));
  else draft.edit(file, ...insertStatement(file, { after: statementOf(node) ?? node }, `var ${text}`));
}

/** `(metricsAddr, probeAddr string)` → `(managerOptions flags.ManagerOptions, probeAddr string)`. */
function replaceParameter(plan: SlottedPlan, { file, owner, node }: Declaration, name: string): void {
  const kind = field(owner, 'type')?.text ?? '';
  const names = fields(owner, 'name');
  const index = names.findIndex((one) => one.startIndex === node.startIndex);
  const parts = [
    grouped(names.slice(0, index), kind),
    `${name} ${typeText(plan, file)}`,
    grouped(names.slice(index + 1), kind),
  ];
  plan.draft.replace(file, owner, parts.filter((part) => part !== '').join(', '));
}

function grouped(names: readonly Node[], kind: string): string {
  return names.length === 0 ? '' : `${names.map((name) => name.text).join(', ')} ${kind}`;
}

function unkeyedLiteral(at: Located): Error {
  return problemAt(at, {
    code: 'literal-without-keys',
    reason: 'this literal sets the fields by their order, which a new field changes',
    hint: 'Write the keys of the literal, and run the migration again.',
  });
}

function severalNames({ file, node }: Located): Error {
  return problemAt(
    { file, node },
    {
      code: 'address-declared-with-others',
      reason: `${node.text} is declared together with other variables in one statement`,
      hint: `Declare ${node.text} in a statement of its own, and run the migration again.`,
    },
  );
}

function sharedParameter(carrier: Carrier): Error {
  return problemAt(carrier.read, {
    code: 'shared-metrics-address',
    reason: `the parameter ${carrier.name} is used for something else too`,
    hint: 'Pass that other use an address of its own, or migrate this manager by hand.',
  });
}
