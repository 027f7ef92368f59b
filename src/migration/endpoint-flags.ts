import type { ManagerSource } from '../golang/manager-source.ts';

/** How the flags of the endpoint are spelled (design §6.3), once `auto` is decided. */
export type Spelling = 'cluster-api' | 'kubebuilder' | 'diagnostics';

/** The flags that decide where and how the metrics are served once a manager is migrated, as data. */
export interface EndpointFlags {
  /** Name of the flag that gives the address, without dashes: `diagnostics-address`, or the repository's own. */
  readonly address: string;
  /** The address where no argument names one: `:8443`; `0` where the endpoint stays off unless an argument switches it on. */
  readonly defaultAddress: string;
  /** Name of the flag that decides between https and http. */
  readonly security: string;
  /** The value of that flag which means https. It is the flag's default. */
  readonly secureValue: 'true' | 'false';
  /**
   * Manifests name both flags wherever the manager runs, as Cluster API's own do. Elsewhere an argument that is passed today keeps its
   * name and gets the secure value; none is added, since the defaults are right.
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

/** kubebuilder's spelling keeps the name of the address flag, and a default that switches the metrics off (facts C1). */
function ownFlags(source: ManagerSource, port: number): EndpointFlags {
  const [flag] = source.metricsFlags;
  return {
    address: flag?.name ?? 'metrics-bind-address',
    defaultAddress: flag?.default === '0' ? '0' : `:${port}`,
    security: 'metrics-secure',
    secureValue: 'true',
    alwaysPassed: false,
  };
}

/** Both names. */
export function endpointNames({ address, security }: EndpointFlags): ReadonlySet<string> {
  return new Set([address, security]);
}
