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
}

/** Flags that say how the proxy logs: they go with it. */
const LOGGING = /^(v|vmodule|(also)?logtostderr|stderrthreshold)$/;

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
  };
}

/** The first item of a command names the program. */
function unsupportedIn(list: ItemList | undefined, from: number): ListItem[] {
  const passed = argumentsOf(list).filter(isSupported);
  const known = new Set(passed.flatMap(({ item, valueItem }) => (valueItem ? [item, valueItem] : [item])));
  return list?.items.slice(from).filter((item) => !known.has(item)) ?? [];
}

function isSupported({ name, value }: Argument): boolean {
  if (ADDRESSES.test(name) || LOGGING.test(name) || CERTIFICATE.test(name)) return true;
  // The default of both sides (facts A3, E): a higher one would be lost.
  return name === 'tls-min-version' && value === 'VersionTLS12';
}
