import { CAPI_FLAGS } from '../../golang/adoption.ts';
import { argumentsFor } from '../../golang/calls.ts';
import { declarationOf } from '../../golang/declarations.ts';
import { insertDeclaration, insertField, insertSpec, insertStatement } from '../../golang/edits/insertion.ts';
import { freshName } from '../../golang/edits/names.ts';
import {
  ancestor,
  children,
  enclosingDeclaration,
  field,
  fields,
  type Located,
  statementOf,
} from '../../golang/node.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import type { Carrier } from '../../golang/trace.ts';
import type { Use } from '../../golang/uses.ts';
import { type OptionsVariable, sameFunction, statementAt, variableNames } from './carriers.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

export const FLAGS_NAMES = ['flags', 'capiflags', 'clusterapiflags'] as const;

/** `flags.ManagerOptions`, as the file names it. */
function typeText({ draft, api }: SlottedPlan, file: GoFile): string {
  return `${draft.importAs(file, CAPI_FLAGS, FLAGS_NAMES)}.${api.type}`;
}

/**
 * A new variable, where no carrier leads the way: local where flags are registered in the function that fills the
 * options, else of the package.
 */
export function declareFor(plan: SlottedPlan): OptionsVariable {
  const { draft, source, slot, api } = plan;
  const at = registrationPlace(plan);
  const file = at.file;
  const type = typeText(plan, file);
  if (sameFunction(at, slot.consumer)) {
    const name = freshName([file.root], variableNames(api.variable));
    return { registered: name, read: name, declaration: `${name} := ${type}{}` };
  }
  if (draft.program.packageOf(file.path) !== draft.program.packageOf(slot.consumer.file.path)) {
    throw problemAt(slot.at, {
      code: 'options-in-another-package',
      reason: 'flags are registered in another package than the one that fills the options of the manager',
      hint: `Give the metrics options to that package in a field, filled by flags.${api.get}, and run the migration again.`,
    });
  }
  const files = draft.program
    .packageOf(file.path)
    ?.paths.flatMap((path) => draft.program.file(path) ?? []) ?? [file];
  const name = freshName(
    files.map((one) => one.root),
    variableNames(api.variable),
  );
  const target = carrierOfOptions(plan);
  if (target) draft.edit(file, ...insertSpec(file, target, `${name} ${type}`, { after: lastSpec(target) }));
  else
    draft.edit(
      file,
      ...insertDeclaration(file, { before: enclosingDeclaration(at.node) ?? at.node }, `var ${name} ${type}`),
    );
  void source;
  return { registered: name, read: name, declaration: undefined };
}

/** The place where flags are registered: the metrics flag's, else the call that parses. */
export function registrationPlace({ source, slot }: SlottedPlan): Located {
  const { origin } = source.trace;
  if (origin.kind === 'flag') return origin.registration;
  return source.parse ?? slot.consumer;
}

/** The last group of variables of the file that registers, beside which a new one goes. */
function carrierOfOptions(plan: SlottedPlan): Node | undefined {
  const { file } = registrationPlace(plan);
  const groups = children(file.root).filter(
    (node) => node.type === 'var_declaration' && children(node)[0]?.type === 'var_spec_list',
  );
  return groups.at(-1);
}

function lastSpec(group: Node): Node {
  return children(children(group)[0]).at(-1) ?? group;
}

/** The declaration of a carrier that goes becomes the one of the options; values that it was given go too. */
export function replaceDeclaration(
  plan: SlottedPlan,
  carrier: Carrier,
  name: string,
  value: string | undefined,
): void {
  const { draft } = plan;
  for (const write of carrier.writes) rewrite(plan, carrier, write, name);
  if (carrier.field?.declared) return replaceField(plan, carrier.field.declared, name);
  const { declaration } = carrier;
  if (!declaration) return;
  const { file, owner, node } = declaration;
  const type = typeText(plan, file);
  if (declaration.kind === 'parameter') return replaceParameter(plan, declaration, name, type);
  if (owner.type === 'short_var_declaration') {
    if (children(field(owner, 'left')).length > 1) throw severalNames(declaration);
    return draft.replace(file, owner, `${name} := ${value || `${type}{}`}`);
  }
  if (fields(owner, 'name').length > 1) {
    draft.remove(file, node);
    return declareNextTo(plan, { file, node: owner }, `${name} ${type}`);
  }
  draft.replace(file, owner, value ? `${name} = ${value}` : `${name} ${type}`);
}

/** Beside a carrier that stays. */
export function declareBeside(plan: SlottedPlan, carrier: Carrier, name: string): void {
  const { draft } = plan;
  const declared = carrier.field?.declared;
  if (declared) {
    const declaration = ancestor(declared.node, ['field_declaration']);
    const struct = ancestor(declared.node, ['struct_type']);
    if (!declaration || !struct) return;
    draft.edit(
      declared.file,
      ...insertField(declared.file, struct, `${name} ${typeText(plan, declared.file)}`, {
        after: declaration,
      }),
    );
    return;
  }
  const { declaration } = carrier;
  if (!declaration || declaration.kind === 'parameter') throw sharedParameter(carrier);
  const type = typeText(plan, declaration.file);
  declareNextTo(plan, { file: declaration.file, node: declaration.owner }, `${name} ${type}`);
}

/** A spec beside a spec of a group, a statement `var x T` beside any other. */
function declareNextTo({ draft }: SlottedPlan, { file, node }: Located, text: string): void {
  const declaration = declarationOf(node);
  if (node.type === 'var_spec' && declaration)
    draft.edit(file, ...insertSpec(file, declaration, text, { after: node }));
  else draft.edit(file, ...insertStatement(file, { after: statementOf(node) ?? node }, `var ${text}`));
}

function replaceField(plan: SlottedPlan, { file, node }: Located, name: string): void {
  const declaration = ancestor(node, ['field_declaration']);
  const struct = ancestor(node, ['struct_type']);
  if (!declaration || !struct) return;
  const text = `${name} ${typeText(plan, file)}`;
  if (fields(declaration, 'name').length === 1) return plan.draft.replace(file, declaration, text);
  plan.draft.remove(file, node);
  plan.draft.edit(file, ...insertField(file, struct, text, { after: declaration }));
}

/** `(metricsAddr, probeAddr string)` → `(managerOptions flags.ManagerOptions, probeAddr string)`. */
function replaceParameter(
  { draft }: SlottedPlan,
  { file, owner, node }: Located & { owner: Node },
  name: string,
  type: string,
): void {
  const kind = field(owner, 'type')?.text ?? '';
  const names = fields(owner, 'name').map((one) =>
    one.startIndex === node.startIndex ? undefined : one.text,
  );
  const parts: string[] = [];
  let group: string[] = [];
  for (const one of names) {
    if (one !== undefined) group.push(one);
    else parts.push(...(group.length > 0 ? [`${group.join(', ')} ${kind}`] : []), `${name} ${type}`);
    if (one === undefined) group = [];
  }
  if (group.length > 0) parts.push(`${group.join(', ')} ${kind}`);
  draft.replace(file, owner, parts.join(', '));
}

/** What gives a carrier its value: constants go, the followed write gets the new name; a binding is the registration's. */
function rewrite({ draft }: SlottedPlan, carrier: Carrier, write: Use, name: string): void {
  if (write.kind !== 'write' || carrier.kind === 'parameter') return;
  const { file, node } = write.whole;
  if (node.type !== 'assignment_statement' && node.type !== 'keyed_element') return;
  if (write !== carrier.source) return draft.remove(file, node);
  if (node.type === 'keyed_element') return draft.replace(file, field(node, 'key') ?? node, name);
  const target = write.base?.node;
  const last = target && (field(target, 'field') ?? target);
  if (last) draft.replace(file, last, name);
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

export { argumentsFor, statementAt };
