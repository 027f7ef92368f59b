import { field, type Located } from '../../golang/node.ts';
import type { Carrier } from '../../golang/trace.ts';
import type { Use } from '../../golang/uses.ts';
import { positionAt } from '../../repository/source-file.ts';
import { declareBeside, replaceDeclaration } from './carrier-declaration.ts';
import { newNames, type OptionsVariable, renamed } from './names.ts';
import { newVariable } from './new-variable.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { placeText, problemAt } from './problem-at.ts';

/**
 * Gives the flags' values the way that the address took: each carrier of the address becomes one of the options. The last one
 * stays where something else uses it, with its flag, and gets a neighbour.
 */
export function planCarriers(plan: SlottedPlan): OptionsVariable {
  const { address } = plan.slot;
  const last = address.at(-1);
  if (!last) return newVariable(plan);
  const shared = address.find((carrier) => carrier !== last && carrier.others.length > 0);
  if (shared) throw sharedOnTheWay(shared);
  const names = newNames(plan, address);
  for (const [index, carrier] of address.entries()) {
    const name = names[index] ?? plan.api.variable;
    const next = renamed(address[index + 1], names[index + 1]);
    if (carrier.others[0]) reportKept(plan, carrier, renamed({ read: carrier.others[0] }, name));
    if (carrier.others.length > 0) declareBeside(plan, carrier, name);
    else replaceCarrier(plan, carrier, name, next);
  }
  return {
    registered: registered(last, names.at(-1)),
    read: renamed(address[0], names[0]),
    declaration: undefined,
  };
}

function replaceCarrier(plan: SlottedPlan, carrier: Carrier, name: string, next: string): void {
  replaceDeclaration(plan, carrier, name, next);
  for (const write of carrier.writes) rewrite(plan, carrier, write, name, next);
  for (const { file, node } of carrier.logged)
    plan.draft.replace(file, node, addressOf({ file, node }, name));
}

/** The address as the new options know it: `c.managerOptions.DiagnosticsAddress` for `c.metricsAddr` and `*c.metricsAddr`. */
function addressOf({ file, node }: Located, name: string): string {
  const read = field(node, 'operand') && node.type === 'unary_expression' ? field(node, 'operand') : node;
  return `${renamed({ read: { file, node: read ?? node } }, name)}.DiagnosticsAddress`;
}

/** The flag stays for another use of its value, and no longer does what its name says. `read`: the new options there. */
export function reportKept({ draft, source }: SlottedPlan, carrier: Carrier, read: string): void {
  const [use] = carrier.others;
  const [flag] = source.metricsFlags;
  if (!use || !flag) return;
  draft.findings.push({
    rule: 'metrics-flag-still-used',
    level: 'warning',
    path: use.file.path,
    ...positionAt(use.file.text, use.node.startIndex),
    message: `--${flag.name} no longer decides where metrics are served: it stays for this use of ${carrier.name} alone`,
    fix: `Read ${read}.DiagnosticsAddress here, and remove --${flag.name} with ${carrier.name}.`,
  });
}

/** The target of the registration under its new name: `&c.metricsAddr` says `c` where main says `config`. */
function registered(carrier: Carrier, name: string | undefined): string {
  const { source } = carrier;
  const target = source?.kind === 'binding' ? source.registration.target : undefined;
  if (source?.kind !== 'binding' || !target) return renamed(carrier, name);
  return renamed({ read: { file: source.registration.file, node: target } }, name);
}

/**
 * What gives a carrier its value: constants go, the followed write gets the new names on both sides. A binding is
 * the registration's, an initial value the declaration's.
 */
function rewrite({ draft }: SlottedPlan, carrier: Carrier, write: Use, name: string, next: string): void {
  if (write.kind !== 'write') return;
  const { file, node } = write.whole;
  const isStatement = node.type === 'assignment_statement' || node.type === 'keyed_element';
  if (isStatement && write !== carrier.source) {
    draft.remove(file, node);
    return;
  }
  const target = targetOf(write);
  if (isStatement && target) draft.replace(file, target.node, name);
  if ((isStatement || carrier.kind === 'parameter') && write.value && next) {
    draft.replace(write.value.file, write.value.node, next);
  }
}

/** The name that is written to: the key, the field, or the variable. */
function targetOf({ whole, base }: Use): Located | undefined {
  const node = whole.node.type === 'keyed_element' ? field(whole.node, 'key') : base?.node;
  return node && { file: whole.file, node: field(node, 'field') ?? node };
}

function sharedOnTheWay(carrier: Carrier): Error {
  const [other] = carrier.others;
  const elsewhere = other ? ` (${placeText(other)})` : '';
  return problemAt(carrier.read, {
    code: 'shared-metrics-address',
    reason: `${carrier.name} is used for something else too${elsewhere}, and it is filled from another variable`,
    hint: 'Give that other use an address of its own, or migrate this manager by hand.',
  });
}
