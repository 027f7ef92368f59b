import { callWithArgument } from './calls.ts';
import { ancestor, elementValue, type Located } from './node.ts';
import type { Node } from './syntax.ts';
import type { Carrier, LiteralHop, Trace } from './trace.ts';

/** Where the options of the manager say how metrics are served. */
export interface MetricsSlot {
  /**
   * `element`: a key of a literal; `assignment`: `opts.Metrics = …` or deeper; `binding`: a flag is bound straight to the
   * options; `absent`: nothing is said, so controller-runtime serves its default `:8080`.
   */
  readonly kind: 'element' | 'assignment' | 'binding' | 'absent';
  /** The keyed element, the assignment, the registration; for `absent` the options literal, else the call that takes the options. */
  readonly at: Located;
  /** The options as the code names them (`opts`), where they are a variable. */
  readonly options: Located | undefined;
  /** What stands for the metrics server's options: a literal, a variable, or nothing where only an address is given. */
  readonly metrics: MetricsValue | undefined;
  /** Variables, fields and parameters that carry the address itself, from the manager towards the command line. */
  readonly address: readonly Carrier[];
  /** The call through which the options go on, in the function that fills them: NewManager, or a function that calls it. */
  readonly consumer: Located;
}

/** The metrics server's options as they are written today. */
export type MetricsValue =
  | { readonly kind: 'literal'; readonly at: Located }
  | { readonly kind: 'variable'; readonly carrier: Carrier };

/** Reads the slot from the way of the address. */
export function metricsSlot(call: Located, { hops, origin }: Trace): MetricsSlot {
  const index = hops.findIndex((hop) => isSlot(hop));
  const before = index === -1 ? hops : hops.slice(0, index + 1);
  const after = index === -1 ? [] : hops.slice(index + 1);
  const slot = hops[index];
  const consumer = consumerOf(call, before);
  const options = lastCarrier(before)?.read;
  const address = hops.filter((hop): hop is Carrier => hop.kind !== 'element' && hop.path.length === 0);
  if (slot?.kind === 'element') {
    const metrics =
      slot.key === 'Metrics' ? metricsValue(slot.element, elementValue(slot.element.node), after) : undefined;
    return { kind: 'element', at: slot.element, options, metrics, address, consumer };
  }
  const use = slot?.source;
  if (use?.kind === 'binding')
    return { kind: 'binding', at: use.whole, options, metrics: undefined, address, consumer };
  if (use) {
    const value = use.path.length === 1 && slot?.path.length === 2 ? use.value : undefined;
    const metrics = value && metricsValue(value, value.node, after);
    return { kind: 'assignment', at: use.whole, options, metrics, address, consumer };
  }
  const isLiteral = origin.kind === 'zero' && origin.at.node.type === 'composite_literal';
  return {
    kind: 'absent',
    at: isLiteral ? origin.at : consumer,
    options,
    metrics: undefined,
    address,
    consumer,
  };
}

/** The hop at which the way leaves the manager's options: `Metrics`, `Metrics.BindAddress` or `MetricsBindAddress` is taken. */
function isSlot(hop: Carrier | LiteralHop): boolean {
  if (hop.kind === 'element') return hop.key === 'Metrics' || hop.key === 'MetricsBindAddress';
  const [first] = hop.path;
  const isOptions = first === 'Metrics' || first === 'MetricsBindAddress';
  return isOptions && (hop.source?.path.length ?? 0) > 0;
}

function metricsValue(
  { file }: Located,
  node: Node,
  after: readonly (Carrier | LiteralHop)[],
): MetricsValue | undefined {
  if (node.type === 'composite_literal') return { kind: 'literal', at: { file, node } };
  const carrier = after.find((hop): hop is Carrier => hop.kind !== 'element' && hop.path.length === 1);
  return carrier && { kind: 'variable', carrier };
}

function lastCarrier(hops: readonly (Carrier | LiteralHop)[]): Carrier | undefined {
  return hops.filter((hop): hop is Carrier => hop.kind !== 'element').at(-1);
}

/** Each parameter on the way moves to the call that passes it. */
function consumerOf(call: Located, hops: readonly (Carrier | LiteralHop)[]): Located {
  let consumer = call;
  for (const hop of hops) {
    if (hop.kind !== 'parameter' || !hop.source?.value || hop.source.path.length > 0) continue;
    const { file, node } = hop.source.value;
    const passed = callWithArgument(node) ?? ancestor(node, ['call_expression']);
    if (passed) consumer = { file, node: passed };
  }
  return consumer;
}
