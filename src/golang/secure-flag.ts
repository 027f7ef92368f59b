import { argumentsOf } from './calls.ts';
import type { FlagRegistration } from './flag-registration.ts';
import type { Located } from './node.ts';
import type { GoProgram } from './program.ts';
import { traceValue } from './trace.ts';

/**
 * The flag that decides nothing but whether the metrics are served with https (`--metrics-secure` of kubebuilder before 4.1, without
 * authentication): the options of the diagnostics API decide that instead. undefined where something else asks its value too.
 */
export function secureServingFlag({
  program,
  call,
  reached,
}: {
  readonly program: GoProgram;
  readonly call: Located;
  readonly reached: readonly Located[];
}): FlagRegistration | undefined {
  const options = call.node.type === 'call_expression' ? argumentsOf(call.node)[1] : undefined;
  if (!options) return undefined;
  const path = ['Metrics', 'SecureServing'];
  const { hops, origin } = traceValue(program, { file: call.file, node: options }, path, reached);
  if (origin.kind !== 'flag' || origin.registration.name === undefined) return undefined;
  const isShared = hops.some(
    (hop) => hop.kind !== 'element' && hop.path.length === 0 && hop.others.length + hop.logged.length > 0,
  );
  return isShared ? undefined : origin.registration;
}
