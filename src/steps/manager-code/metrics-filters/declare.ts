import { declarationOf } from '../../../golang/declarations.ts';
import { insertField, insertSpec, insertStatement } from '../../../golang/edits/insertion.ts';
import { ancestor, field, fields, type Located, statementOf } from '../../../golang/node.ts';
import type { Carrier } from '../../../golang/trace.ts';
import { problemAt } from '../problem-at.ts';
import type { FiltersPlan } from './filters-plan.ts';
import type { NewFlag } from './new-flags.ts';

/**
 * Declares neighbours of a carrier. `values` are what fills them where the carrier is declared with its value; none for the one that
 * a flag is bound to.
 */
export function declareBeside(
  { draft }: FiltersPlan,
  carrier: Carrier,
  names: readonly string[],
  values: readonly string[],
  flags: readonly NewFlag[],
): void {
  const unkeyed = carrier.others.find(({ node }) => node.type === 'composite_literal');
  if (unkeyed) throw unkeyedLiteral(unkeyed);
  const { declaration } = carrier;
  const declared = carrier.field?.declared;
  if (declared) {
    const struct = ancestor(declared.node, ['struct_type']);
    const after = ancestor(declared.node, ['field_declaration']);
    const lines = typed(names, flags, field(after, 'type')?.text);
    if (struct && after)
      draft.edit(declared.file, ...insertField(declared.file, struct, lines.join('\n'), { after }));
  } else if (declaration?.kind === 'parameter') splitParameter(draft, declaration, parameters(names, flags));
  else if (declaration) {
    const { file, owner } = declaration;
    const isShort = owner.type === 'short_var_declaration' && values.length > 0;
    const lines = isShort ? names.map((name, index) => `${name} := ${values[index]}`) : undefined;
    declareNextTo(
      draft,
      { file, node: owner },
      lines ?? withValues(typed(names, flags), names, values, owner),
      !isShort,
    );
  }
}

/** `secureMetrics bool`; a pointer beside a pointer. */
function typed(names: readonly string[], flags: readonly NewFlag[], beside = ''): string[] {
  const star = beside.startsWith('*') ? '*' : '';
  return names.map((name, index) => `${name} ${star}${flags[index]?.type}`);
}

/** `secureMetrics, enableHTTP2 bool`: names of one type are one declaration. */
function parameters(names: readonly string[], flags: readonly NewFlag[]): string[] {
  return ['bool', 'string'].flatMap((type) => {
    const own = names.filter((_, index) => flags[index]?.type === type);
    return own.length === 0 ? [] : [`${own.join(', ')} ${type}`];
  });
}

/** `addr = config.addr`, where the spec beside has its value too. */
function withValues(
  specs: readonly string[],
  names: readonly string[],
  values: readonly string[],
  owner: Located['node'],
): readonly string[] {
  const isFilled = field(owner, 'value') !== undefined && values.length > 0;
  return isFilled ? names.map((name, index) => `${name} = ${values[index]}`) : specs;
}

/** Specs beside a spec of a group, statements beside any other. */
function declareNextTo(
  draft: FiltersPlan['draft'],
  { file, node }: Located,
  lines: readonly string[],
  isVar: boolean,
): void {
  const group = declarationOf(node);
  if (node.type === 'var_spec' && group && node.parent?.type === 'var_spec_list') {
    draft.edit(file, ...insertSpec(file, group, lines.join('\n'), { after: node }));
    return;
  }
  const text = lines.map((line) => (isVar ? `var ${line}` : line)).join('\n');
  draft.edit(file, ...insertStatement(file, { after: statementOf(node) ?? group ?? node }, text));
}

/** `(metricsAddr, probeAddr string)` → `(metricsAddr string, secureMetrics bool, probeAddr string)`. */
function splitParameter(
  draft: FiltersPlan['draft'],
  { file, owner, node }: Located & { readonly owner: Located['node'] },
  added: readonly string[],
): void {
  const kind = field(owner, 'type')?.text ?? '';
  const names = fields(owner, 'name').map((name) => name.text);
  const index = names.indexOf(node.text);
  const rest = names.slice(index + 1);
  const parts = [`${names.slice(0, index + 1).join(', ')} ${kind}`, ...added];
  if (rest.length > 0) parts.push(`${rest.join(', ')} ${kind}`);
  draft.replace(file, owner, parts.join(', '));
}

function unkeyedLiteral(at: Located): Error {
  return problemAt(at, {
    code: 'literal-without-keys',
    reason: 'this literal sets the fields by their order, which a new field changes',
    hint: 'Write the keys of the literal, and run the migration again.',
  });
}
