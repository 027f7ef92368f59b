import { CAPI_FLAGS } from '../../golang/adoption.ts';
import { insertElement, insertStatement } from '../../golang/edits/insertion.ts';
import { leadingComments } from '../../golang/edits/leading-comment.ts';
import { freshName } from '../../golang/edits/names.ts';
import { children, enclosingDeclaration, field, type Located } from '../../golang/node.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import type { OptionsVariable } from './carriers.ts';
import { FLAGS_NAMES } from './declarations.ts';
import { errorHandling, errorName } from './error-handling.ts';
import { mergedFields } from './merged-fields.ts';
import { type MetricsVariable, metricsVariable } from './metrics-variable.ts';
import { type OptionsPlace, optionsPlace } from './options-place.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { planWebhook, webhookTls } from './webhook.ts';

/** Turns the flags' values into metrics options in the function that fills the manager's options, and gives them to it. */
export function planOptions(plan: SlottedPlan, variable: OptionsVariable): void {
  const { draft, slot, api } = plan;
  const variablePlan = metricsVariable(plan);
  const merged = mergedFields(plan);
  const webhook = api.results === 'metrics' ? undefined : webhookTls(plan);
  const place = optionsPlace(plan, variablePlan, webhook);
  const call = `${draft.importAs(place.file, CAPI_FLAGS, FLAGS_NAMES)}.${api.get}(${variable.read})`;
  const isInline = api.results === 'metrics' && merged.length === 0 && !variablePlan;
  if (isInline) return fill(plan, place, [], call);
  const scope = enclosingDeclaration(place.anchor) ?? place.file.root;
  const name =
    variablePlan?.name ?? freshName([scope, place.file.root], ['metricsOptions', 'metricsServerOptions']);
  const lines =
    api.results === 'metrics'
      ? [`${name} := ${call}`]
      : withError(plan, place, name, call, scope, webhook !== undefined);
  const value = api.results === 'metrics' ? name : `*${name}`;
  variablePlan?.rewrite(value);
  fill(plan, place, [...lines, ...merged.flatMap((one) => one(name))], value);
  void slot;
}

function withError(
  plan: SlottedPlan,
  place: OptionsPlace,
  name: string,
  call: string,
  scope: Node,
  hasWebhook: boolean,
): string[] {
  const error = errorName(plan, place);
  const tls = hasWebhook ? freshName([scope, place.file.root], ['tlsOptions', 'tlsOptionOverrides']) : '_';
  planWebhook(plan, place, tls);
  return [
    `${tls}, ${name}, ${error} := ${call}`,
    `if ${error} != nil {`,
    ...errorHandling(plan, place, error),
    '}',
  ];
}

/** Puts the statements before the anchor and the value into the slot. */
function fill(plan: SlottedPlan, place: OptionsPlace, lines: readonly string[], value: string): void {
  const { draft, slot } = plan;
  const assignment = place.assigns ? [`${place.assigns}.Metrics = ${value}`] : [];
  if (place.assigns && slot.kind === 'element') draft.remove(slot.at.file, slot.at.node);
  if (!place.assigns) fillSlot(plan, value);
  const text = [...lines, ...assignment].join('\n');
  if (text === '') return;
  const blank = needsBlankLine(place.file, place.anchor) ? '\n' : '';
  draft.edit(
    place.file,
    ...insertStatement(place.file, { before: place.anchor }, blank + text, { blankLine: lines.length > 0 }),
  );
}

function fillSlot({ draft, slot }: SlottedPlan, value: string): void {
  const { file, node } = slot.at;
  switch (slot.kind) {
    case 'element': {
      const isMetrics = field(node, 'key')?.text === 'Metrics';
      if (isMetrics) draft.replace(file, field(node, 'value') ?? node, value);
      else draft.replace(file, node, `Metrics: ${value}`);
      return;
    }
    case 'assignment': {
      const target = children(field(node, 'left'))[0];
      const base = target?.text.replace(/\.(Metrics(\.BindAddress)?|MetricsBindAddress)$/, '') ?? '';
      return draft.replace(file, node, `${base}.Metrics = ${value}`);
    }
    default:
      draft.edit(file, ...insertElement(file, node, `Metrics: ${value}`, afterScheme(node)));
  }
}

/** Beside `Scheme`, where people look for it; at the end of a literal without one. */
function afterScheme(literal: Node): { after: Node } | undefined {
  const scheme = children(field(literal, 'body')).find((element) => field(element, 'key')?.text === 'Scheme');
  return scheme && { after: scheme };
}

/** A paragraph of its own, unless the block begins or a blank line stands there already. */
function needsBlankLine(file: GoFile, anchor: Node): boolean {
  const first = leadingComments(file.text, anchor)[0] ?? anchor;
  const lineStart = file.text.lastIndexOf('\n', first.startIndex - 1);
  const previous = file.text.slice(file.text.lastIndexOf('\n', lineStart - 1) + 1, lineStart).trim();
  return previous !== '' && !previous.endsWith('{');
}

export type { Located, MetricsVariable };
