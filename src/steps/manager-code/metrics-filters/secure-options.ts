import { METRICS_FILTERS } from '../../../golang/adoption.ts';
import { children, elementValue, field } from '../../../golang/node.ts';
import type { GoFile } from '../../../golang/syntax.ts';
import { addsHttp2Switch } from '../../../migration/endpoint-traits.ts';
import { takesFlag } from './address.ts';
import { carryFlags } from './carry.ts';
import type { FiltersPlan } from './filters-plan.ts';
import { diagnosticsAddressFlag, HTTP2_FLAG, INSECURE_FLAG, type NewFlag, secureFlag } from './new-flags.ts';
import { webhookTlsName } from './webhook-tls.ts';

/** A field of the options of the metrics server. The file in which it is written decides how packages are called. */
export interface OptionsField {
  readonly key: string;
  readonly value: (file: GoFile) => string;
}

/** What the options of the metrics server still have to say. */
export interface SecureOptions {
  /** In the order in which they are written. */
  readonly fields: readonly OptionsField[];
  /** Statements behind the fields. `target` is the expression for the options, `file` where it stands. */
  readonly statements: readonly ((target: string, file: GoFile) => string[])[];
}

const FILTER_COMMENT =
  '// Only clients that the API server authenticates, and allows to read /metrics, are served.';

/** Decides between flags (as kubebuilder scaffolds them) and constants (where the address is one, or half of it is there). */
export function secureOptions(plan: FiltersPlan, address: string | undefined): SecureOptions {
  const { decision, source, found } = plan;
  const isUntouched = found.serving.kind === 'no' && !found.filter;
  const hasFlags = source.trace.origin.kind === 'flag' || decision.style === 'diagnostics';
  return isUntouched && hasFlags ? byFlags(plan, address) : byConstants(plan, address, isUntouched);
}

/** With `--style diagnostics` HTTP/2 stays as it is, as with Cluster API's flags (facts A4). */
function byFlags(plan: FiltersPlan, address: string | undefined): SecureOptions {
  const { decision, found } = plan;
  const isDiagnostics = decision.style === 'diagnostics';
  const needsAddress = takesFlag(plan);
  const tls = found.tls ? undefined : webhookTlsName(plan);
  const needsHttp2 = addsHttp2Switch(decision, found);
  const flags: NewFlag[] = [isDiagnostics ? INSECURE_FLAG : secureFlag(decision.flags.security)];
  if (needsHttp2) flags.push(HTTP2_FLAG);
  if (needsAddress) flags.push(diagnosticsAddressFlag(decision.port));
  const read = carryFlags(plan, flags);
  const secure = isDiagnostics ? `!${read[0]}` : (read[0] ?? 'true');
  const given = needsAddress ? read.at(-1) : address;
  return {
    fields: [
      ...written('BindAddress', given),
      ...written('SecureServing', secure),
      ...written('TLSOpts', tls),
    ],
    statements: [
      (target, file) => filterWhen(plan, secure, target, file),
      ...(needsHttp2
        ? [(target: string, file: GoFile) => http1Unless(plan, read[1] ?? 'false', target, file)]
        : []),
    ],
  };
}

function byConstants(plan: FiltersPlan, address: string | undefined, isUntouched: boolean): SecureOptions {
  const { found } = plan;
  const { kind } = found.serving;
  const filter = { key: 'FilterProvider', value: (file: GoFile) => filterName(plan, file) };
  const isConditional = kind === 'flag' || kind === 'unclear';
  const needsTls = isUntouched && !found.tls;
  const tls = needsTls ? webhookTlsName(plan) : undefined;
  return {
    fields: [
      ...written('BindAddress', address),
      ...written('SecureServing', kind === 'no' ? 'true' : undefined),
      ...(found.filter || isConditional ? [] : [filter]),
      ...written('TLSOpts', tls),
    ],
    statements:
      isConditional && !found.filter
        ? [(target, file) => filterWhen(plan, whether(plan) ?? `${target}.SecureServing`, target, file)]
        : [],
  };
}

/** `secureMetrics` of `SecureServing: secureMetrics`, where the literal of the metrics options is in sight. */
function whether({ slot }: FiltersPlan): string | undefined {
  const literal = slot.metrics?.kind === 'literal' ? slot.metrics.at.node : undefined;
  const elements = children(field(literal, 'body'));
  const serving = elements.find((one) => field(one, 'key')?.text === 'SecureServing');
  const value = serving && elementValue(serving);
  return value?.type === 'identifier' ? value.text : undefined;
}

function written(key: string, value: string | undefined): OptionsField[] {
  return value === undefined ? [] : [{ key, value: () => value }];
}

/** The filter sends tokens of clients around: it belongs to https alone (kubebuilder 4.1.1, facts C1). */
function filterWhen(plan: FiltersPlan, condition: string, target: string, file: GoFile): string[] {
  return [
    `if ${condition} {`,
    `\t${FILTER_COMMENT}`,
    `\t${target}.FilterProvider = ${filterName(plan, file)}`,
    '}',
  ];
}

function http1Unless({ draft }: FiltersPlan, condition: string, target: string, file: GoFile): string[] {
  const tls = draft.importAs(file, 'crypto/tls', ['tls', 'cryptotls']);
  return [
    `if !${condition} {`,
    '\t// HTTP/2 stays off because of the Stream Cancellation and Rapid Reset vulnerabilities:',
    '\t// https://github.com/advisories/GHSA-qppj-fm5r-hxr3, https://github.com/advisories/GHSA-4374-p667-p6c8',
    `\t${target}.TLSOpts = append(${target}.TLSOpts, func(c *${tls}.Config) {`,
    '\t\tc.NextProtos = []string{"http/1.1"}',
    '\t})',
    '}',
  ];
}

function filterName({ draft }: FiltersPlan, file: GoFile): string {
  return `${draft.importAs(file, METRICS_FILTERS, ['filters', 'metricsfilters'])}.WithAuthenticationAndAuthorization`;
}
