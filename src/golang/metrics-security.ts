import { filesOfBinary } from './binary.ts';
import { argumentsOf } from './calls.ts';
import type { FlagRegistration } from './flag-registration.ts';
import type { ManagerSource } from './manager-source.ts';
import { ancestor, children, field, type Located, sameNode, unwrapped, within } from './node.ts';
import type { Node } from './syntax.ts';
import { type Trace, traceValue } from './trace.ts';
import { METRICS_OPTIONS } from './types.ts';

/** What the code says today about who may read the metrics, and how. */
export interface MetricsSecurity {
  readonly serving: Serving;
  /** A filter is set, whatever it is. */
  readonly filter: Located | undefined;
  /** The flag that decides whether it is, where that is another one than the flag of https. */
  readonly filterSwitch: FlagSwitch | undefined;
  /** TLS options of the metrics server are set. */
  readonly tls: Located | undefined;
}

/** Whether https is served: said nowhere or denied, always, by a flag, or in a way that cannot be followed. */
export type Serving =
  | { readonly kind: 'no'; readonly denied: Located | undefined }
  | { readonly kind: 'always' }
  | ({ readonly kind: 'flag' } & FlagSwitch)
  | { readonly kind: 'unclear' };

/** A flag that switches something on, or off where it is negated. */
export interface FlagSwitch {
  readonly registration: FlagRegistration;
  readonly negated: boolean;
}

type Known = Pick<ManagerSource, 'program' | 'call' | 'reached' | 'trace' | 'entryPoint'>;

/** Reads `Metrics.SecureServing`, `.FilterProvider` and `.TLSOpts` of the options that the manager gets (facts B). */
export function metricsSecurity(source: Known): MetricsSecurity {
  const https = serving(source);
  const filter = given(traceOf(source, 'FilterProvider'));
  return {
    serving: https,
    filter,
    filterSwitch: filter && switchOf(source, filter, https),
    tls: given(traceOf(source, 'TLSOpts')),
  };
}

/** Whether nothing is left to do: https by default, with a filter. On which port is whoever's choice. */
export function isSecured(source: ManagerSource): boolean {
  const { serving, filter, filterSwitch } = metricsSecurity(source);
  if (serving.kind === 'no' || !filter || (filterSwitch && !isSecureByDefault(filterSwitch))) return false;
  return serving.kind !== 'flag' || isSecureByDefault(serving);
}

/** `metrics-secure` with default true, or its opposite with default false. */
export function isSecureByDefault({ registration, negated }: FlagSwitch): boolean {
  const { value, written } = registration;
  return (written?.node ?? value)?.text === (negated ? 'false' : 'true');
}

function serving(source: Known): Serving {
  const { origin } = traceOf(source, 'SecureServing');
  if (origin.kind === 'zero') return { kind: 'no', denied: undefined };
  if (origin.kind === 'flag') return { kind: 'flag', registration: origin.registration, negated: false };
  if (origin.kind !== 'computed') return { kind: 'unclear' };
  if (origin.at.node.type === 'false') return { kind: 'no', denied: origin.at };
  if (isTrue(origin.at.node)) return switched(source, origin.at);
  return negatedFlag(source, origin.at) ?? { kind: 'unclear' };
}

/** `true`, or the assignment of it beside another value. */
function isTrue(node: Node): boolean {
  if (node.type === 'true') return true;
  const [value, ...more] = children(node.type === 'assignment_statement' ? field(node, 'right') : undefined);
  return value?.type === 'true' && more.length === 0;
}

/** `if secureMetrics { options.SecureServing = true }`: what the condition asks decides. */
function switched(source: Known, { file, node }: Located): Serving {
  const branch = ancestor(node, ['if_statement', ...FUNCTIONS]);
  if (branch?.type !== 'if_statement') return node.type === 'true' ? { kind: 'always' } : { kind: 'unclear' };
  const [condition, consequence] = [field(branch, 'condition'), field(branch, 'consequence')];
  if (!condition || !consequence || !within(node, consequence)) return { kind: 'unclear' };
  const at = { file, node: unwrapped(condition) };
  return flagAt(source, at, false) ?? negatedFlag(source, at) ?? { kind: 'unclear' };
}

/** `if metricsAuth { options.FilterProvider = … }`, where https has a flag of its own. */
function switchOf(source: Known, filter: Located, https: Serving): FlagSwitch | undefined {
  const own = switched(source, filter);
  if (own.kind !== 'flag') return undefined;
  const isHttps = https.kind === 'flag' && sameNode(https.registration, own.registration);
  return isHttps ? undefined : own;
}

const FUNCTIONS = ['function_declaration', 'method_declaration', 'func_literal'];

/** `SecureServing: !insecureDiagnostics`. */
function negatedFlag(source: Known, { file, node }: Located): Serving | undefined {
  const operand = node.type === 'unary_expression' ? field(node, 'operand') : undefined;
  if (!operand || !node.text.startsWith('!')) return undefined;
  return flagAt(source, { file, node: unwrapped(operand) }, true);
}

function flagAt({ program, reached }: Known, at: Located, negated: boolean): Serving | undefined {
  const { origin } = traceValue(program, at, [], reached);
  return origin.kind === 'flag' ? { kind: 'flag', registration: origin.registration, negated } : undefined;
}

function traceOf(source: Known, name: string): Trace {
  const { program, call, reached } = source;
  const options = call.node.type === 'call_expression' ? argumentsOf(call.node)[1] : undefined;
  if (!options) return { hops: [], origin: { kind: 'computed', at: call } };
  const trace = traceValue(program, { file: call.file, node: options }, ['Metrics', name], reached);
  const isUnsaid = endsWithAddress(source, trace) && !isMentioned(source, name);
  return isUnsaid ? { hops: [], origin: { kind: 'zero', at: call } } : trace;
}

/** The trail ends where that of the address does, in options that a function makes: it tells nothing of this field. */
function endsWithAddress({ trace: { origin } }: Known, own: Trace): boolean {
  if (origin.kind !== 'computed' || own.origin.kind !== 'computed') return false;
  return sameNode(origin.at, own.origin.at);
}

/** Other servers have fields of these names too. */
function isMentioned({ program, entryPoint }: Known, name: string): boolean {
  const [field, word] = [`\\bMetrics\\.${name}\\b`, `\\b${name}\\b`].map((pattern) => new RegExp(pattern));
  return filesOfBinary(program, entryPoint).some((path) => {
    const text = program.text(path);
    if (!text.includes(name)) return false;
    return field?.test(text) || (text.includes(`"${METRICS_OPTIONS.importPath}"`) && word?.test(text));
  });
}

function given({ origin }: Trace): Located | undefined {
  if (origin.kind === 'zero') return undefined;
  return origin.kind === 'flag' ? origin.registration : origin.at;
}
