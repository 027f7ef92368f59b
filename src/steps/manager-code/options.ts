import { CAPI_FLAGS } from '../../golang/adoption.ts';
import { freshName } from '../../golang/edits/names.ts';
import { children, enclosingDeclaration, field, type Located, within } from '../../golang/node.ts';
import type { Node } from '../../golang/syntax.ts';
import { errorHandling, errorName } from './error-handling.ts';
import { fill } from './fill-slot.ts';
import { mergedFields } from './merged-fields.ts';
import { mergeLaterParts, refuseMetricsInParts } from './metrics-in-parts.ts';
import { metricsVariable } from './metrics-variable.ts';
import type { OptionsVariable } from './names.ts';
import { FLAGS_NAMES } from './new-variable.ts';
import { type OptionsPlace, optionsPlace } from './options-place.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';
import { planWebhook, webhookTls } from './webhook.ts';

/** Turns the flags' values into metrics options in the function that fills the manager's options, and gives them to it. */
export function planOptions(plan: SlottedPlan, variable: OptionsVariable): void {
  const { draft, api, tls } = plan;
  const old = metricsVariable(plan);
  const merged = mergedFields(plan);
  const isPointer = api.results === 'tls-metrics-error';
  const webhook = isPointer && !tls ? webhookTls(plan) : undefined;
  const place = optionsPlace(plan, old, webhook);
  refuseMetricsInParts(plan, place);
  mergeLaterParts(plan, place);
  const call = `${draft.importAs(place.file, CAPI_FLAGS, FLAGS_NAMES)}.${api.get}(${variable.read})`;
  if (!isPointer && merged.length === 0 && !old) {
    fill(plan, place, [], call);
    return;
  }
  const name = old?.name ?? freshName(scopesOf(place), ['metricsOptions', 'metricsServerOptions']);
  const value = isPointer ? `*${name}` : name;
  old?.rewrite(value);
  const made = isPointer ? withError(plan, place, name, call, webhook !== undefined) : [`${name} := ${call}`];
  fill(plan, place, [...made, ...merged.flatMap((one) => one(name))], value);
}

function scopesOf({ file, anchor }: OptionsPlace): Node[] {
  return [enclosingDeclaration(anchor) ?? file.root, file.root];
}

/** The statements that make the options; none where the statement that made the TLS options makes them now. */
function withError(
  plan: SlottedPlan,
  place: OptionsPlace,
  name: string,
  call: string,
  hasWebhook: boolean,
): string[] {
  if (plan.tls) {
    extendTlsStatement(plan, place, plan.tls, name, call);
    return [];
  }
  const error = errorName(plan, place);
  const tls = hasWebhook ? freshName(scopesOf(place), ['tlsOptions', 'tlsOptionOverrides']) : '_';
  planWebhook(plan, place, tls);
  return [`${tls}, ${name}, ${error} := ${call}`, ...errorHandling(plan, place, error)];
}

/** Its error is handled already, and its result reaches the webhook server already. */
function extendTlsStatement(
  { draft }: SlottedPlan,
  place: OptionsPlace,
  tls: Located,
  name: string,
  call: string,
): void {
  const left = children(field(tls.node, 'left'));
  const [options, error] = [left[0], left.at(-1)];
  if (tls.file.path !== place.file.path || !precedes(tls.node, place.anchor)) throw tlsTooLate(tls);
  draft.replace(tls.file, tls.node, `${options?.text}, ${name}, ${error?.text} := ${call}`);
}

/** Whether a statement runs before another, in the same block or one around it. */
function precedes(statement: Node, anchor: Node): boolean {
  return (
    statement.startIndex < anchor.startIndex && statement.parent !== null && within(anchor, statement.parent)
  );
}

function tlsTooLate(at: Located): Error {
  return problemAt(at, {
    code: 'tls-options-too-late',
    reason:
      'the TLS options are made after the options of the manager are filled, and now give the metrics options too',
    hint: 'Move this call above the options of the manager, and run the migration again.',
  });
}
