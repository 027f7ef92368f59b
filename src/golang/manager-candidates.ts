import { metricsSlot } from './metrics-slot.ts';
import { enclosingFunction, type Located, within } from './node.ts';
import type { Carrier, LiteralHop, Trace } from './trace.ts';

/** A call that makes a manager, with the way of its metrics address. */
export interface Candidate {
  readonly call: Located;
  readonly trace: Trace;
}

/** The managers that one binary can make: in sub-commands, or one for each cluster. */
export interface SortedCandidates {
  /** Those that serve what somebody decided; where nobody decided anything, all that are not switched off. Never empty. */
  readonly serving: readonly [Candidate, ...Candidate[]];
  /** Calls that say nothing of metrics, beside others that do: controller-runtime serves its default `:8080` over plain http. */
  readonly silent: readonly Located[];
}

/** Managers whose metrics the code switches off ("0") are left alone as long as there are others. */
export function sortCandidates(candidates: readonly [Candidate, ...Candidate[]]): SortedCandidates {
  const on = candidates.filter(({ trace }) => constantOf(trace) !== '0');
  const [first, ...more] = on.filter((one) => !isSilent(one));
  if (!first) return { serving: on[0] ? [on[0], ...on.slice(1)] : [candidates[0]], silent: [] };
  const silent = on.filter(isSilent).map(({ call }) => call);
  return {
    serving: [withoutReadsOf(more, first), ...more.map((one) => withoutReadsOf([first, ...more], one))],
    silent,
  };
}

/** The address where it is a constant. */
export function constantOf({ origin }: Trace): string | undefined {
  return origin.kind === 'constant' ? origin.value : undefined;
}

/** Whether all managers get their address from one flag, each in a function of its own: commands of one program. */
export function shareOneFlag(candidates: readonly Candidate[]): boolean {
  const functions = candidates.map(({ call }) => enclosingFunction(call.node)?.id);
  if (new Set(functions).size < candidates.length) return false;
  const flags = candidates.map(({ trace }) =>
    trace.origin.kind === 'flag' ? trace.origin.registration : undefined,
  );
  return flags.every(
    (flag) =>
      flag !== undefined && flag.file === flags[0]?.file && flag.node.startIndex === flags[0].node.startIndex,
  );
}

function isSilent({ call, trace }: Candidate): boolean {
  return trace.origin.kind === 'zero' && metricsSlot(call, trace).kind === 'absent';
}

/** What another manager reads is no other use of the address: it moves to the new options together with this one's. */
function withoutReadsOf(others: readonly Candidate[], { call, trace }: Candidate): Candidate {
  const reads = others.flatMap((one) => one.trace.hops.flatMap(readOf));
  const isRead = (at: Located) =>
    reads.some((read) => read.file.path === at.file.path && within(read.node, at.node));
  const hops = trace.hops.map((hop) =>
    hop.kind === 'element' ? hop : { ...hop, others: hop.others.filter((at) => !isRead(at)) },
  );
  return { call, trace: { ...trace, hops } };
}

function readOf(hop: Carrier | LiteralHop): Located[] {
  return hop.kind === 'element' ? [] : [hop.read];
}
