import { isLoopback, portOf } from './address.ts';
import { type Argument, argumentsOf } from './arguments.ts';
import type { ContainerSource, ItemList, ListItem } from './workload.ts';

/** What a kube-rbac-proxy is told to do. */
export interface AuthProxySettings {
  /** Port of `--secure-listen-address`; undefined where there is none that others reach. */
  readonly listenPort: number | undefined;
  /** `host:port` of the manager behind it; undefined where it is not plain http at the root of a local address. */
  readonly upstream: string | undefined;
  /** Its certificate comes from a file. */
  readonly ownCertificate: boolean;
  /** The first argument for which the manager's own endpoint has no equivalent, or that is not understood. */
  readonly unsupported: ListItem | undefined;
  /** Arguments that ask for what some managers' endpoints do, and others not. */
  readonly demands: readonly EndpointDemand[];
}

/** What a manager's own endpoint has to be like, so that an argument of the proxy may go. */
export interface EndpointDemand {
  readonly item: ListItem;
  readonly needs: keyof EndpointTraits;
}

/** What a manager's own endpoint is like once it is migrated. Asked only where an argument depends on it. */
export interface EndpointTraits {
  /** It speaks no HTTP/2. */
  readonly http1: () => boolean;
  /** It serves `/metrics`, and no other path. */
  readonly metricsAlone: () => boolean;
}

/** Flags that say how the proxy logs, and how it talks to the manager and to the API server: they go with it. */
const OWN =
  /^(v|vmodule|(also)?logtostderr|stderrthreshold|log-(backtrace-at|dir|file|file-max-size|flush-frequency)|logging-format|one-output|add-dir-header|skip-(log-)?headers|upstream-force-h2c|auth-header-(fields-enabled|user-field-name|groups-field-name|groups-field-separator)|kube-api-(qps|burst)|tls-reload-interval)$/;

const ADDRESSES = /^(secure-listen-address|upstream)$/;

const CERTIFICATE = /^tls-(cert|private-key)-file$/;

/**
 * Reads the arguments of a kube-rbac-proxy container. What the proxy may do beyond https, TokenReview and
 * SubjectAccessReview (client certificates, OIDC, audiences, rewrites, paths) the diagnostics API has not (facts E).
 */
export function authProxySettings(container: ContainerSource): AuthProxySettings {
  const { args, command } = container;
  const passed = [...argumentsOf(command), ...argumentsOf(args)];
  const passedTo = (name: string) => passed.findLast((argument) => argument.name === name)?.value ?? '';
  const listen = passedTo('secure-listen-address');
  return {
    listenPort: isLoopback(listen) ? undefined : portOf(listen),
    upstream: /^http:\/\/((?:localhost|127\.0\.0\.1|\[::1\]):\d+)\/?$/.exec(passedTo('upstream'))?.[1],
    ownCertificate: passed.some((argument) => CERTIFICATE.test(argument.name)),
    unsupported: [...unsupportedIn(command, 1), ...unsupportedIn(args, 0)][0],
    demands: passed.flatMap(({ item, name, value }) => {
      const needs = demandOf(name, value);
      return needs ? [{ item, needs }] : [];
    }),
  };
}

/** The first argument that a manager's own endpoint has no equivalent of. */
export function unsupportedBy(
  { unsupported, demands }: Pick<AuthProxySettings, 'unsupported' | 'demands'>,
  endpoint: EndpointTraits,
): ListItem | undefined {
  return unsupported ?? demands.find(({ needs }) => !endpoint[needs]())?.item;
}

/** HTTP/2 that is switched off or bounded, and the one path that a client needs. */
function demandOf(name: string, value = 'true'): keyof EndpointTraits | undefined {
  if (name === 'http2-disable') return value === 'false' ? undefined : 'http1';
  if (/^http2-max-(concurrent-streams|size)$/.test(name)) return 'http1';
  return name === 'allow-paths' && value === '/metrics' ? 'metricsAlone' : undefined;
}

/** The first item of a command names the program. */
function unsupportedIn(list: ItemList | undefined, from: number): ListItem[] {
  const passed = argumentsOf(list).filter(isSupported);
  const known = new Set(passed.flatMap(({ item, valueItem }) => (valueItem ? [item, valueItem] : [item])));
  return list?.items.slice(from).filter((item) => !known.has(item)) ?? [];
}

function isSupported({ name, value }: Argument): boolean {
  if (ADDRESSES.test(name) || OWN.test(name) || CERTIFICATE.test(name)) return true;
  if (name === 'http2-disable' || demandOf(name, value)) return true;
  // The default of both sides (facts A3, E): a higher one would be lost.
  return name === 'tls-min-version' && value === 'VersionTLS12';
}
