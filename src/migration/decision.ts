import type { ControllerManager } from '../survey/model.ts';
import type { EndpointFlags, Spelling } from './endpoint-flags.ts';

/** What secures the endpoint (design §2). */
export type DiagnosticsApi = 'manager-options' | 'diagnostics-options' | 'metrics-filters';

/** How a version was found (design §6.1). */
export interface ApiVersions {
  /** e.g. `v1.12.5`, or `fork: example.org/cluster-api v0.1.0 (dated ≥ 1.11 by its imports)`. */
  readonly clusterApi: string | undefined;
  readonly controllerRuntime: string | undefined;
}

/** What is told of a decision: all that users of the library see of it. */
export interface DecisionSummary {
  readonly manager: {
    /** Path of the file that declares `func main`. */
    readonly entryPoint: string;
  };
  readonly api: DiagnosticsApi;
  /** The spelling in force: `cluster-api` with its own APIs, one of the others with `metrics-filters`. */
  readonly style: Spelling;
  readonly versions: ApiVersions;
  /** Flags that the binary no longer has afterwards, without dashes, e.g. `metrics-bind-address`. */
  readonly removedFlags: readonly string[];
  /** `--keep-flags`: removed flags stay registered, deprecated and ignored, for users who pass them from outside. */
  readonly keepFlags: boolean;
  /** The secure port: `--port`, else the one that a manager has in the network of its node, else 8443. */
  readonly port: number;
  readonly portName: string;
  /**
   * Nothing is left to do on the Go side: the manager registers and uses the API already.
   * The other steps still run, so that half-done adoptions are completed.
   */
  readonly adopted: boolean;
}

/**
 * One decision for each manager: what its migration consists of. All steps read it, none decides again.
 */
export interface Decision extends DecisionSummary {
  readonly manager: ControllerManager;
  /** The flags that decide about the endpoint afterwards. */
  readonly flags: EndpointFlags;
  /**
   * Whether the API in force registers a deprecated `--metrics-bind-addr` itself (Cluster API 1.6–1.8, facts A3):
   * the argument is then still accepted, but keeps the endpoint on plain http.
   */
  readonly registersMetricsBindAddr: boolean;
  /** The binary parses with pflag afterwards, and did not before: `-name=x` must become `--name=x`. */
  readonly becomesPflag: boolean;
  /** A running kube-rbac-proxy of this manager goes in this run: what was made for it has no use any more. */
  readonly freed?: boolean;
}

/**
 * The manager secured its endpoint before, without a sidecar: what its manifests say works, maybe thanks to the role of a former
 * kube-rbac-proxy, and stays. What stood behind a sidecar that goes now was written for that sidecar.
 */
export function isSettled({ adopted, freed }: Pick<Decision, 'adopted' | 'freed'>): boolean {
  return adopted && !freed;
}
