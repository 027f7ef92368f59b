import type { ManagerSource } from '../golang/manager-source.ts';
import { metricsSecurity } from '../golang/metrics-security.ts';
import { isSettled } from './decision.ts';

/** How the flags of the endpoint are spelled (design §6.3), once `auto` is decided. */
export type Spelling = 'cluster-api' | 'kubebuilder' | 'diagnostics';

/** The flags that decide where and how the metrics are served once a manager is migrated, as data. */
export interface EndpointFlags {
  /** Name of the flag that gives the address, without dashes: `diagnostics-address`, or the repository's own, if it has one. */
  readonly address: string | undefined;
  /** The address where no argument names one: `:8443`; `0` where the endpoint stays off unless an argument switches it on. */
  readonly defaultAddress: string;
  /** Name of the flag that decides between https and http. */
  readonly security: string;
  /** The value of that flag which means https. It is the flag's default. */
  readonly secureValue: 'true' | 'false';
  /**
   * Manifests pass the arguments wherever the manager runs, as Cluster API's own do, or because the default of the address cannot be
   * known. Elsewhere an argument that is passed today gets the secure value; none is added, since the defaults are right.
   */
  readonly alwaysPassed: boolean;
}

/** The flags of a style (design §6.3). @param port the secure port. */
export function endpointFlags(style: Spelling, source: ManagerSource, port: number): EndpointFlags {
  if (style === 'kubebuilder') return ownFlags(source, port);
  return {
    address: 'diagnostics-address',
    defaultAddress: `:${port}`,
    security: 'insecure-diagnostics',
    secureValue: 'false',
    alwaysPassed: true,
  };
}

/** kubebuilder's spelling keeps the names that are there, and a default that switches the metrics off (facts C1). */
function ownFlags(source: ManagerSource, port: number): EndpointFlags {
  const [flag] = source.metricsFlags;
  const { serving } = metricsSecurity(source);
  const own = serving.kind === 'flag' ? serving : undefined;
  return {
    address: flag?.name,
    defaultAddress: flag?.default === '0' ? '0' : `:${port}`,
    security: own?.registration.name ?? freeFlag(source, ['metrics-secure', 'metrics-secure-serving']),
    secureValue: own?.negated ? 'false' : 'true',
    alwaysPassed: flag !== undefined && flag.default === undefined,
  };
}

/** The first name that no other flag of the binary has. */
function freeFlag({ flagNames }: ManagerSource, names: readonly [string, ...string[]]): string {
  return names.find((name) => !flagNames.has(name)) ?? names[0];
}

/** What decides about an address. */
interface Decided {
  readonly flags: EndpointFlags;
  readonly port: number;
  /** The code is secure already: what is passed is kept, unless it was written for a sidecar that goes. */
  readonly adopted: boolean;
  readonly freed?: boolean;
}

/**
 * The value that an argument of the endpoint gets; undefined where it stays. Flags that keep their name keep their arguments too, each
 * with the secure value; "0" goes on switching the metrics off. A value of a template is the template's affair.
 */
export function secureValueOf(decided: Decided, name: string, value: string | undefined): string | undefined {
  const { flags, freed = false } = decided;
  if (isSettled(decided)) return undefined;
  // A flag alone means true.
  if (value === undefined) return freed && name === flags.security ? secureTruth(flags, 'true') : undefined;
  if (value.includes('{{')) return undefined;
  const [before, given, after] = /^(\$\{\w+:=)(.*)(\})$/.exec(value)?.slice(1) ?? ['', value, ''];
  const secure = secureLiteral(decided, name, given ?? '');
  return secure === undefined ? undefined : before + secure + after;
}

function secureLiteral({ flags, port, freed = false }: Decided, name: string, given: string) {
  if (name === flags.security) return secureTruth(flags, given);
  if (name !== flags.address || (isSpelledAnew(flags) && !freed) || given === '0') return undefined;
  return isOn(given, port) ? undefined : `:${port}`;
}

function secureTruth(flags: EndpointFlags, given: string): string | undefined {
  return given === insecureValue(flags) ? flags.secureValue : undefined;
}

/** The address in force afterwards, where an argument passes this one, or none does. */
export function addressAfter(decided: Decided, passed: string | undefined): string {
  const { flags } = decided;
  if (passed === undefined) return flags.defaultAddress;
  return secureValueOf(decided, flags.address ?? '', passed) ?? passed;
}

/** The opposite of the secure value. */
export function insecureValue({ secureValue }: EndpointFlags): 'true' | 'false' {
  return secureValue === 'true' ? 'false' : 'true';
}

/** Cluster API's name says that an argument was written for the secure endpoint. */
function isSpelledAnew({ address }: EndpointFlags): boolean {
  return address === 'diagnostics-address';
}

/** On the secure port, and reachable by others. */
function isOn(address: string | undefined, port: number): boolean {
  return /^(|0\.0\.0\.0|\[::\]):\d+$/.test(address ?? '') && address?.split(':').at(-1) === String(port);
}

/** Both names. */
export function endpointNames({ address, security }: EndpointFlags): ReadonlySet<string> {
  return new Set(address === undefined ? [security] : [address, security]);
}
