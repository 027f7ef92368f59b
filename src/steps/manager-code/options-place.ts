import { enclosingDeclaration, type Located, statementOf, tokensNamed, within } from '../../golang/node.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import type { MetricsVariable } from './metrics-variable.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';
import type { WebhookTls } from './webhook.ts';

/** Where the statements that make the metrics options go. */
export interface OptionsPlace {
  readonly file: GoFile;
  /** The statement that they are put before. */
  readonly anchor: Node;
  /** The options (`opts`), where they are assigned to in a statement of its own instead of filled in their literal. */
  readonly assigns: string | undefined;
}

/**
 * After parsing and after the logger is set, before the first place that needs a result (design §10). Options that are
 * written down earlier than that get their metrics by an assignment before the manager is made.
 */
export function optionsPlace(
  plan: SlottedPlan,
  variable: MetricsVariable | undefined,
  webhook: WebhookTls | undefined,
): OptionsPlace {
  const { slot } = plan;
  const filled = slot.kind === 'element' || slot.kind === 'assignment' || slot.at !== slot.consumer;
  const isBound = slot.kind === 'binding' || !filled;
  const isLate = isBound || isTooEarly(plan, slot.at);
  const main = isLate ? slot.consumer : slot.at;
  const assigns = isLate ? assignable(plan) : undefined;
  const sites = [main, ...(variable?.sites ?? []), ...(webhook?.site ? [webhook.site] : [])];
  const anchor = firstOf(sites.filter((site) => site.file.path === main.file.path).map(({ node }) => node));
  if (!anchor || isTooEarly(plan, { file: main.file, node: anchor })) throw noPlace(main, variable?.name);
  return { file: main.file, anchor, assigns };
}

/** Whether a place comes before the command line is parsed, or before the logger is set, in the same function. */
export function isTooEarly(
  { source, slot }: Pick<SlottedPlan, 'source' | 'slot'>,
  { file, node }: Located,
): boolean {
  const scope = enclosingDeclaration(node);
  if (!scope) return true;
  const { parse } = source;
  const isBefore = (at: Node) => within(at, scope) && at.startIndex > node.startIndex;
  // A command runs its functions after parsing, wherever they are written down.
  if (parse && parse.form !== 'cobra' && parse.file.path === file.path && isBefore(parse.node)) return true;
  const limit =
    slot.consumer.file.path === file.path ? slot.consumer.node.startIndex : Number.POSITIVE_INFINITY;
  return tokensNamed(file, 'SetLogger', scope).some((token) => isBefore(token) && token.startIndex < limit);
}

function assignable({ slot }: SlottedPlan): string {
  if (slot.options) return slot.options.node.text;
  throw problemAt(slot.at, {
    code: 'options-filled-too-early',
    reason: 'the options of the manager are filled before the command line is parsed, or the logger set',
    hint: 'Fill them in a variable after parsing, and run the migration again.',
  });
}

/** The earliest statement of the innermost block that holds all nodes. */
function firstOf(nodes: readonly Node[]): Node | undefined {
  const earliest = [...nodes].sort((a, b) => a.startIndex - b.startIndex)[0];
  let statement = earliest && statementOf(earliest);
  while (statement) {
    const block = statement.parent;
    if (block && nodes.every((node) => within(node, block))) return statement;
    statement = block?.parent ? statementOf(block.parent) : undefined;
  }
  return undefined;
}

function noPlace(at: Located, variable: string | undefined): Error {
  return problemAt(at, {
    code: 'no-place-after-parsing',
    reason: 'there is no place after parsing and before the options of the manager are used',
    hint: `Move ${variable ?? 'the options of the manager'} below the call that parses the command line, and run the migration again.`,
  });
}
