import { children, enclosingDeclaration, field, type Located, sameNode, within } from '../../golang/node.ts';
import { referencesTo } from '../../golang/references.ts';
import type { Carrier } from '../../golang/trace.ts';
import { removable } from './earlier-options.ts';
import { mergeAssignment } from './merged-fields.ts';
import { isTooEarly } from './options-place.ts';
import type { SlottedPlan } from './plan-manager.ts';
import { problemAt } from './problem-at.ts';

/** Options of the metrics server that stand in a variable of their own. */
export interface MetricsVariable {
  readonly name: string;
  /** Statements that set or use it: the new options must be there before the first of them. */
  readonly sites: readonly Located[];
  /** Takes the old declaration and address away, and reads the new variable: `value` is `*name` for a pointer. */
  rewrite(value: string): void;
}

/** The variable behind `Metrics: metricsOptions`, where there is one. It keeps its name, and what else is set on it. */
export function metricsVariable(plan: SlottedPlan): MetricsVariable | undefined {
  const { slot } = plan;
  if (slot.metrics?.kind !== 'variable') return undefined;
  const { carrier } = slot.metrics;
  const { declaration } = carrier;
  const scope = enclosingDeclaration(slot.at.node);
  if (!declaration || declaration.packageLevel || declaration.kind !== 'variable' || !scope)
    throw notLocal(carrier);
  const uses = referencesTo(plan.draft.program, declaration);
  const written = carrier.writes.map((write) => write.whole);
  const owner = { file: declaration.file, node: declaration.owner };
  const isDeclared = written.some((at) => sameNode(at, owner));
  const stays = !(isDeclared && isTooEarly(plan, owner) && saysNothingElse(carrier));
  return {
    name: carrier.name,
    sites: [...uses.filter((use) => !isBinding(use, carrier)), ...(isDeclared && stays ? [owner] : [])],
    rewrite(value) {
      plan.draft.remove(declaration.file, removable(declaration));
      for (const { file, node } of written)
        if (node.type === 'assignment_statement') plan.draft.remove(file, node);
      for (const use of uses) {
        if (!isWrite(use, written)) mergeAssignment(plan, use);
        readPointer(plan, use, value);
      }
    },
  };
}

/** The flag that is bound to its address goes: `fs.StringVar(&opts.BindAddress, …)`. */
function isBinding(use: Located, { writes }: Carrier): boolean {
  return isWrite(
    use,
    writes.flatMap(({ kind, whole }) => (kind === 'binding' ? [whole] : [])),
  );
}

/** The declaration can go without a trace: nothing beside the address is given there. */
function saysNothingElse({ writes }: Carrier): boolean {
  const literals = writes.flatMap(({ value }) =>
    value?.node.type === 'composite_literal' ? [value.node] : [],
  );
  return literals.every((literal) =>
    children(field(literal, 'body')).every((element) => field(element, 'key')?.text === 'BindAddress'),
  );
}

function isWrite({ file, node }: Located, written: readonly Located[]): boolean {
  return written.some((write) => write.file.path === file.path && within(node, write.node));
}

/** `opts` becomes `*opts` where the whole value is meant; fields and methods look the same through a pointer. */
function readPointer({ draft, slot }: SlottedPlan, { file, node }: Located, value: string): void {
  const parent = node.parent;
  const isSlot =
    (slot.kind === 'element' || slot.kind === 'assignment') &&
    node.startIndex >= slot.at.node.startIndex &&
    node.endIndex <= slot.at.node.endIndex;
  if (!parent || isSlot || value === node.text) return;
  if (parent.type === 'selector_expression' && field(parent, 'operand')?.id === node.id) return;
  if (parent.type === 'unary_expression' && parent.text.startsWith('&')) {
    draft.replace(file, parent, node.text);
    return;
  }
  draft.replace(file, node, value);
}

function notLocal({ name, read }: Carrier): Error {
  return problemAt(read, {
    code: 'metrics-options-not-local',
    reason: `the options of the metrics server come from ${name}, which is no variable of this function`,
    hint: 'Fill them in the function that makes the manager, and run the migration again.',
  });
}
