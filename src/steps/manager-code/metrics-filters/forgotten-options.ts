import { resolve } from '../../../golang/declarations.ts';
import {
  children,
  descendants,
  elementValue,
  enclosingDeclaration,
  field,
  fields,
  type Located,
} from '../../../golang/node.ts';
import type { Node } from '../../../golang/syntax.ts';
import { traceValue } from '../../../golang/trace.ts';
import { METRICS_OPTIONS, namedType, sameType } from '../../../golang/types.ts';
import { problemAt } from '../problem-at.ts';
import type { FiltersPlan } from './filters-plan.ts';

/**
 * Options of the metrics server that somebody built, with a filter, and that no manager gets: it gets them now. Answers the plan for
 * what they still lack; the plan as it is where there are none.
 */
export function passForgottenOptions(plan: FiltersPlan): FiltersPlan {
  const { draft, slot, source, found } = plan;
  if (source.adoption !== 'metrics-filters' || found.filter) return plan;
  const variable = forgottenVariable(plan);
  if (!variable) return plan;
  const literal = slot.metrics?.kind === 'literal' ? slot.metrics.at : undefined;
  const others = children(field(literal?.node, 'body')).filter(
    (element) => field(element, 'key')?.text !== 'BindAddress',
  );
  const isComplete = ['BindAddress', 'SecureServing', 'FilterProvider'].every(
    (name) => traceValue(source.program, variable, [name], source.reached).origin.kind !== 'zero',
  );
  if (!literal || slot.kind !== 'element' || others.length > 0 || !isComplete) throw notPassed(variable);
  draft.replace(slot.at.file, elementValue(slot.at.node), variable.node.text);
  return {
    ...plan,
    found: { serving: { kind: 'always' }, filter: variable, filterSwitch: undefined, tls: variable },
  };
}

/** The name of the one local variable of that type, beside what the manager gets, in the function that fills its options. */
function forgottenVariable({ source, slot }: FiltersPlan): Located | undefined {
  const { file, node } = slot.at;
  const scope = enclosingDeclaration(node);
  if (!scope || slot.metrics?.kind === 'variable') return undefined;
  const names = descendants(scope, 'composite_literal').flatMap((literal) => {
    const type = field(literal, 'type');
    const isOptions = type && sameType(namedType(source.program, { file, node: type }), METRICS_OPTIONS);
    return isOptions ? (nameOf(literal) ?? []) : [];
  });
  const [name, ...more] = names.filter((one) => resolve(source.program, { file, node: one }));
  return name && more.length === 0 && name.startIndex < node.startIndex ? { file, node: name } : undefined;
}

function nameOf(literal: Node): Node | undefined {
  const owner = literal.parent?.parent;
  if (owner?.type === 'short_var_declaration') return children(field(owner, 'left'))[0];
  return owner?.type === 'var_spec' ? fields(owner, 'name')[0] : undefined;
}

function notPassed(at: Located): Error {
  return problemAt(at, {
    code: 'metrics-options-not-passed',
    reason: `the options of the metrics server in ${at.node.text} are given to no manager`,
    hint: `Give ${at.node.text} to the manager as Metrics, and run the migration again.`,
  });
}
