import { insertElement, insertStatement } from '../../golang/edits/insertion.ts';
import { leadingComments } from '../../golang/edits/leading-comment.ts';
import { children, field } from '../../golang/node.ts';
import type { GoFile, Node } from '../../golang/syntax.ts';
import type { Draft } from './draft.ts';
import type { OptionsPlace } from './options-place.ts';
import type { SlottedPlan } from './plan-manager.ts';

/** Puts `lines` before the anchor, and `value` where the manager's options say how metrics are served. */
export function fill(plan: SlottedPlan, place: OptionsPlace, lines: readonly string[], value: string): void {
  const { draft, slot } = plan;
  const { file, anchor, assigns } = place;
  if (!assigns) fillSlot(plan, value);
  else if (slot.kind === 'element') draft.remove(slot.at.file, slot.at.node);
  const text = [...lines, ...(assigns ? [`${assigns}.Metrics = ${value}`] : [])].join('\n');
  if (text === '') return;
  const blank = needsBlankLine(draft, file, anchor) ? '\n' : '';
  const blankLine = !continues(plan, place);
  draft.edit(file, ...insertStatement(file, { before: anchor }, blank + text, { blankLine }));
}

/** Whether the statement that follows goes on with the same options: `metricsOptions.CertDir = …`. */
function continues({ draft, slot }: SlottedPlan, { file, anchor }: OptionsPlace): boolean {
  if (slot.metrics?.kind !== 'variable') return false;
  let next: Node | null = anchor;
  while (next && draft.removesLine(file, next.startPosition.row)) next = next.nextNamedSibling;
  return next?.type === 'assignment_statement' && next.text.startsWith(`${slot.metrics.carrier.name}.`);
}

function fillSlot({ draft, slot }: SlottedPlan, value: string): void {
  const { file, node } = slot.at;
  if (slot.kind === 'assignment') draft.replace(file, node, `${optionsOf(node)}.Metrics = ${value}`);
  else if (slot.kind !== 'element')
    draft.edit(file, ...insertElement(file, node, `Metrics: ${value}`, afterScheme(node)));
  else if (field(node, 'key')?.text === 'Metrics') draft.replace(file, field(node, 'value') ?? node, value);
  else draft.replace(file, node, `Metrics: ${value}`);
}

/** `opts` of `opts.Metrics.BindAddress = …`. */
function optionsOf(assignment: Node): string {
  const target = children(field(assignment, 'left'))[0]?.text ?? '';
  return target.replace(/\.(?:Metrics(?:\.BindAddress)?|MetricsBindAddress)$/, '');
}

/** Beside `Scheme`, where people look for it; at the end of a literal without one. */
function afterScheme(literal: Node): { after: Node } | undefined {
  const scheme = children(field(literal, 'body')).find((element) => field(element, 'key')?.text === 'Scheme');
  return scheme && { after: scheme };
}

/** A paragraph of its own, unless the block begins or a blank line stands there already. Lines that go do not count. */
export function needsBlankLine(draft: Draft, file: GoFile, anchor: Node): boolean {
  const lines = file.text.split(/\r?\n/);
  let row = (leadingComments(file.text, anchor)[0] ?? anchor).startPosition.row - 1;
  while (draft.removesLine(file, row)) row--;
  const previous = lines[row]?.trim() ?? '';
  return previous !== '' && !previous.endsWith('{');
}
