import { declarationOf } from '../../../golang/declarations.ts';
import { insertSpec, insertStatement } from '../../../golang/edits/insertion.ts';
import type { FlagRegistration } from '../../../golang/flag-registration.ts';
import { ancestor, statementOf } from '../../../golang/node.ts';
import { statementAt } from '../statement-at.ts';
import type { FiltersPlan } from './filters-plan.ts';
import type { NewFlag } from './new-flags.ts';

/** Registers flags beside the one that gives the address, on the same set and in its form: bound to a variable, or giving a pointer. */
export function registerFlags(
  { draft }: FiltersPlan,
  registration: FlagRegistration,
  flags: readonly NewFlag[],
  targets: readonly string[],
): void {
  const { file, node, receiver, target } = registration;
  const spec = ancestor(node, ['var_spec']);
  const group = spec && declarationOf(spec);
  const calls = flags.map((flag, index) => {
    const bound = targets[index] ?? '';
    if (target) return boundCall(receiver.text, flag, bound);
    return `${bound} ${spec ? '=' : ':='} ${pointerCall(receiver.text, flag)}`;
  });
  if (spec && group && !statementOf(node))
    draft.edit(file, ...insertSpec(file, group, calls.join('\n'), { after: spec }));
  else {
    const text = calls.map((call) => (spec ? `var ${call}` : call)).join('\n');
    draft.edit(file, ...insertStatement(file, { after: statementAt(registration) }, text));
  }
}

/** `fs.BoolVar(&secureMetrics, "metrics-secure", true, "…")`, the usage on a line of its own. */
export function boundCall(receiver: string, { type, name, value, usage }: NewFlag, target: string): string {
  const method = type === 'bool' ? 'BoolVar' : 'StringVar';
  return `${receiver}.${method}(&${target}, ${JSON.stringify(name)}, ${value},\n\t${JSON.stringify(usage)})`;
}

function pointerCall(receiver: string, { type, name, value, usage }: NewFlag): string {
  const method = type === 'bool' ? 'Bool' : 'String';
  return `${receiver}.${method}(${JSON.stringify(name)}, ${value},\n\t${JSON.stringify(usage)})`;
}
