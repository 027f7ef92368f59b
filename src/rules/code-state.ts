import { CAPI_FLAGS, callsOfPackage, METRICS_FILTERS, registrationsWith } from '../golang/adoption.ts';
import {
  type FlagSwitch,
  isSecureByDefault,
  type MetricsSecurity,
  metricsSecurity,
  type Serving,
} from '../golang/metrics-security.ts';
import type { Located } from '../golang/node.ts';
import { effectiveArguments } from '../kubernetes/effective-arguments.ts';
import type { Decision } from '../migration/decision.ts';
import { passedTo } from '../migration/endpoint.ts';
import type { RuleInput } from '../migration/rule.ts';
import { type Place, placeOfCode } from './place.ts';

/** How far the code of a manager is from securing its endpoint: each is one finding of one rule. */
export type CodeFault =
  | 'options-never-passed'
  | 'filter-without-https'
  | 'https-without-filter'
  | 'https-off-by-default'
  | 'filter-off-by-default'
  | 'plain-http';

/** A manager whose code does not secure its endpoint, and the place that shows it best. */
export interface CodeState {
  readonly decision: Decision;
  readonly fault: CodeFault;
  readonly place: Place;
  readonly serving: Serving;
  readonly filterSwitch: FlagSwitch | undefined;
}

/** The managers with that fault. One that secures its endpoint has none; nor one that was refused before anything was decided. */
export function managersWith(fault: CodeFault, { decisions }: RuleInput): readonly CodeState[] {
  return decisions.flatMap(stateOf).filter((it) => it.fault === fault);
}

function stateOf(decision: Decision): CodeState[] {
  const { source } = decision.manager;
  if (decision.adopted || source.call === undefined) return [];
  const security = metricsSecurity(source);
  const { serving, filterSwitch } = security;
  const found = faultOf(decision, security);
  return found ? [{ decision, serving, filterSwitch, fault: found.fault, place: placeOfCode(found.at) }] : [];
}

interface Found {
  readonly fault: CodeFault;
  readonly at: Located;
}

function faultOf(decision: Decision, { serving, filter, filterSwitch }: MetricsSecurity): Found | undefined {
  const { source } = decision.manager;
  const [registered] = ['AddManagerOptions', 'AddDiagnosticsOptions'].flatMap((name) =>
    registrationsWith(source.program, source.reached, name),
  );
  const [mention] = filterMentions(decision);
  const unused = registered ?? (filter ? undefined : mention);
  if (unused) return { fault: 'options-never-passed', at: unused };
  if (filter && serving.kind === 'no') return { fault: 'filter-without-https', at: filter };
  if (filter) return offByDefault(decision, serving) ?? filterOffByDefault(decision, filterSwitch);
  if (serving.kind === 'flag') return { fault: 'https-without-filter', at: serving.registration };
  if (serving.kind === 'always') return { fault: 'https-without-filter', at: source.call };
  return serving.kind === 'no' ? { fault: 'plain-http', at: source.call } : undefined;
}

/** A flag that says http unless it is passed, where some overlay does not pass it. */
function offByDefault({ manager, flags }: Decision, serving: Serving): Found | undefined {
  if (serving.kind !== 'flag' || isSecureByDefault(serving)) return undefined;
  return isPassedEverywhere(manager, flags.security, flags.secureValue)
    ? undefined
    : { fault: 'https-off-by-default', at: serving.registration };
}

function filterOffByDefault({ manager }: Decision, flag: FlagSwitch | undefined): Found | undefined {
  if (!flag || isSecureByDefault(flag)) return undefined;
  return isPassedEverywhere(manager, flag.registration.name, String(!flag.negated))
    ? undefined
    : { fault: 'filter-off-by-default', at: flag.registration };
}

function isPassedEverywhere(
  { manifests: { renderings } }: Decision['manager'],
  name: string | undefined,
  value: string,
): boolean {
  const everywhere = renderings.every((it) => passedTo(effectiveArguments(it), name) === value);
  return renderings.length > 0 && everywhere;
}

/** Where the functions that run name controller-runtime's own filter. */
export function filterMentions({ manager }: Decision): readonly Located[] {
  const { program, reached } = manager.source;
  return callsOfPackage(program, reached, METRICS_FILTERS, 'WithAuthenticationAndAuthorization');
}

/** Where the functions that run register the flags of Cluster API, and by which function. */
export function clusterApiRegistrations({ manager }: Decision): readonly string[] {
  const { program, reached } = manager.source;
  return ['AddManagerOptions', 'AddDiagnosticsOptions', 'AddTLSOptions'].filter(
    (name) => callsOfPackage(program, reached, CAPI_FLAGS, name).length > 0,
  );
}
