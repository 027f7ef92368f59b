import { insertElement } from '../../golang/edits/insertion.ts';
import {
  children,
  descendants,
  elementValue,
  enclosingDeclaration,
  field,
  type Located,
} from '../../golang/node.ts';
import type { Node } from '../../golang/syntax.ts';
import { namedType, sameType, WEBHOOK_OPTIONS } from '../../golang/types.ts';
import { positionAt } from '../../repository/source-file.ts';
import { isTooEarly, type OptionsPlace } from './options-place.ts';
import type { SlottedPlan } from './plan-manager.ts';

/** The webhook server's options, where their literal is in sight. */
export interface WebhookTls {
  readonly site: Located;
}

/** Literals of webhook.Options in the function that fills the manager's options, after parsing. */
export function webhookTls(plan: SlottedPlan): WebhookTls | undefined {
  const [site] = literals(plan);
  return site && { site };
}

function literals(plan: SlottedPlan): Located[] {
  const { slot, draft } = plan;
  const { file, node } = slot.kind === 'binding' ? slot.consumer : slot.at;
  const scope = enclosingDeclaration(node);
  if (!scope) return [];
  return descendants(scope, 'composite_literal')
    .map((literal) => ({ file, node: literal }))
    .filter((literal) => {
      const type = field(literal.node, 'type');
      return type !== undefined && sameType(namedType(draft.program, { file, node: type }), WEBHOOK_OPTIONS);
    })
    .filter((literal) => !isTooEarly(plan, literal));
}

/** The TLS options of the flags follow what the webhook server has, so that they win; a note where there is no such place. */
export function planWebhook(plan: SlottedPlan, place: OptionsPlace, name: string): void {
  const found = literals(plan);
  if (found.length === 0) note(plan, place);
  for (const { file, node } of found) {
    const tls = children(field(node, 'body')).find((element) => field(element, 'key')?.text === 'TLSOpts');
    if (tls) append(plan, { file, node: elementValue(tls) }, name);
    else plan.draft.edit(file, ...insertElement(file, node, `TLSOpts: ${name}`));
  }
}

function append({ draft }: SlottedPlan, { file, node }: Located, name: string): void {
  draft.edit(
    file,
    { start: node.startIndex, end: node.startIndex, replacement: 'append(' },
    { start: node.endIndex, end: node.endIndex, replacement: `, ${name}...)` },
  );
}

function note({ draft }: SlottedPlan, { file, anchor }: { file: Located['file']; anchor: Node }): void {
  draft.findings.push({
    rule: 'webhook-tls-flags',
    level: 'note',
    path: file.path,
    ...positionAt(file.text, anchor.startIndex),
    message:
      '--tls-min-version and --tls-cipher-suites govern the metrics endpoint alone: no options of a webhook server are in sight',
    fix: 'Where the manager serves webhooks, append the first result of GetManagerOptions to the TLSOpts of its webhook server.',
  });
}
