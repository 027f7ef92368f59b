import { insertArgument, insertElement, insertStatement } from '../../../golang/edits/insertion.ts';
import { ancestor, children, field, type Located, statementOf } from '../../../golang/node.ts';
import type { Carrier } from '../../../golang/trace.ts';
import type { Use } from '../../../golang/uses.ts';
import { declareBeside } from './declare.ts';
import type { FiltersPlan } from './filters-plan.ts';
import type { NewFlag } from './new-flags.ts';
import { newVariables } from './new-variables.ts';
import { registerFlags } from './register.ts';
import { namesFor, renamed } from './variable-names.ts';

/**
 * Registers flags and brings their values where the manager's options are filled, on the way that the address takes: each carrier
 * of the address gets neighbours. Answers the expressions that read them there, in the order of the flags.
 */
export function carryFlags(plan: FiltersPlan, flags: readonly NewFlag[]): string[] {
  if (flags.length === 0) return [];
  const { address } = plan.slot;
  const last = address.at(-1);
  const { origin } = plan.source.trace;
  if (!last || origin.kind !== 'flag') return newVariables(plan, flags);
  const names = namesFor(plan, address, flags);
  for (const [index, carrier] of address.entries()) {
    const own = names[index] ?? [];
    const next = address[index + 1];
    const values = next ? (names[index + 1] ?? []).map((name) => readText(next, name)) : [];
    if (carrier !== last || origin.registration.target) declareBeside(plan, carrier, own, values, flags);
    passOn(plan, carrier, own, values);
  }
  registerFlags(plan, origin.registration, flags, targetsOf(last, names.at(-1) ?? []));
  const [first] = address;
  return (names[0] ?? []).map((name) => (first ? readText(first, name) : name));
}

/** `*metricsAddr`, `config.metricsAddr`: the same with the other name. */
function readText(carrier: Carrier, name: string): string {
  const { parent } = carrier.read.node;
  const isPointer = parent?.type === 'unary_expression' && parent.text.startsWith('*');
  return `${isPointer ? '*' : ''}${renamed(carrier.read, name)}`;
}

/** What the registrations are bound to: `&c.metricsAddr` may say `c` where the reader says `config`. */
function targetsOf({ source, read }: Carrier, names: readonly string[]): string[] {
  const registration = source?.kind === 'binding' ? source.registration : undefined;
  const bound = registration?.target && { file: registration.file, node: registration.target };
  return names.map((name) => renamed(bound ?? read, name));
}

/** The statements, keys and arguments that give a carrier its value give its neighbours theirs. */
function passOn(
  plan: FiltersPlan,
  carrier: Carrier,
  names: readonly string[],
  values: readonly string[],
): void {
  if (values.length === 0) return;
  if (carrier.kind === 'parameter') {
    for (const write of carrier.writes) passArguments(plan, write, values);
    return;
  }
  const { source } = carrier;
  if (source?.kind !== 'write') return;
  const { file, node } = source.whole;
  if (node.type === 'keyed_element') passKeys(plan, source.whole, names, values);
  if (node.type !== 'assignment_statement') return;
  const [target] = children(field(node, 'left'));
  const statement = statementOf(node) ?? node;
  const lines = names.map((name, index) => {
    return `${target ? renamed({ file, node: target }, name) : name} = ${values[index]}`;
  });
  plan.draft.edit(file, ...insertStatement(file, { after: statement }, lines.join('\n')));
}

function passKeys(
  { draft }: FiltersPlan,
  { file, node }: Located,
  names: readonly string[],
  values: readonly string[],
): void {
  const literal = ancestor(node, ['literal_value']);
  if (!literal) return;
  for (const [index, name] of names.entries())
    draft.edit(file, ...insertElement(file, literal, `${name}: ${values[index]}`, { after: node }));
}

function passArguments({ draft }: FiltersPlan, { value }: Use, values: readonly string[]): void {
  const call = value && ancestor(value.node, ['call_expression']);
  if (!value || !call) return;
  draft.edit(value.file, ...insertArgument(value.file, call, values.join(', '), { after: value.node }));
}
