import {
  ancestor,
  children,
  elementValue,
  enclosingDeclaration,
  field,
  type Located,
  tokensNamed,
  unwrapped,
  within,
} from '../../golang/node.ts';
import type { Node } from '../../golang/syntax.ts';
import { mergeAssignment } from './merged-fields.ts';
import type { OptionsPlace } from './options-place.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { placeText, problemAt } from './problem-at.ts';

/**
 * Where the options get their metrics by an assignment, whatever was said about them before is lost: `opts.Metrics.CertDir = …`
 * above it, or a literal that has `Metrics` already. Refused, since it must never be lost (design §10); the address alone goes.
 */
export function refuseMetricsInParts(
  { slot, draft }: SlottedPlan,
  { file, anchor, assigns }: OptionsPlace,
): void {
  if (slot.kind !== 'assignment' && !assigns) return;
  const scope = enclosingDeclaration(anchor) ?? file.root;
  const earlier = tokensNamed(file, 'Metrics', scope).filter(
    (token) =>
      token.startIndex < anchor.startIndex &&
      !(slot.at.file.path === file.path && within(token, slot.at.node)),
  );
  for (const token of earlier) {
    const given = onlyAddress(token);
    if (!given) throw inParts({ file, node: token }, slot.at);
    // The address stands there for the flag that goes.
    if (given.said > 0) draft.remove(file, given.element);
  }
}

/** `Metrics: metricsserver.Options{}`, or with the address alone, says nothing that could be lost. */
function onlyAddress(token: Node): { readonly element: Node; readonly said: number } | undefined {
  const element = ancestor(token, ['keyed_element']);
  if (!element || !within(token, field(element, 'key') ?? element)) return undefined;
  const value = unwrapped(elementValue(element));
  if (value.type !== 'composite_literal') return undefined;
  const said = children(field(value, 'body'));
  const isAddress = said.every((inner) => field(inner, 'key')?.text === 'BindAddress');
  return isAddress ? { element, said: said.length } : undefined;
}

/** What is said about them below is added to what the new options bring. */
export function mergeLaterParts(plan: SlottedPlan, { file, anchor }: OptionsPlace): void {
  const { at, options } = plan.slot;
  if (!options) return;
  const later = tokensNamed(file, 'Metrics', enclosingDeclaration(anchor) ?? file.root)
    .filter((token) => token.startIndex > anchor.startIndex && !within(token, at.node))
    .flatMap(({ parent }) => (parent?.type === 'selector_expression' ? parent : []));
  for (const node of later)
    if (field(node, 'operand')?.text === options.node.text) mergeAssignment(plan, { file, node });
}

function inParts(at: Located, slot: Located): Error {
  return problemAt(at, {
    code: 'metrics-options-in-parts',
    reason: `the metrics options of the manager are written in parts, here and at ${placeText(slot)}`,
    hint: 'Write them in one literal, or this part below the other one, and run the migration again.',
  });
}
