import { type Component, chooseComponents } from './component.ts';
import {
  checkedImage,
  checkedLoopback,
  checkedNamespace,
  type Label,
  parseNodeSelector,
  parseResources,
  parseScraper,
  parseToleration,
  type Quantities,
  type ServiceAccount,
  type Toleration,
} from './values.ts';
import { wrongValue } from './wrong-value.ts';

/** `secure` authenticates end to end; `design` is what the design document wrote, over plain HTTP. */
export type Mode = 'secure' | 'design';

/** The options as they are written, on the command line or in the configuration; undefined where nothing was said. */
export interface ProxyOptions {
  readonly mode?: string | undefined;
  readonly components?: readonly string[] | undefined;
  readonly component?: readonly string[] | undefined;
  readonly scraper?: string | undefined;
  readonly namespace?: string | undefined;
  readonly haproxyImage?: string | undefined;
  readonly authProxyImage?: string | undefined;
  readonly loopback?: string | undefined;
  readonly nodeSelector?: readonly string[] | undefined;
  readonly toleration?: readonly string[] | undefined;
  readonly requests?: string | undefined;
  readonly limits?: string | undefined;
}

/** Everything that decides what is generated, checked. */
export interface ProxySettings {
  readonly mode: Mode;
  readonly components: readonly Component[];
  readonly scraper: ServiceAccount;
  readonly namespace: string;
  readonly haproxyImage: string;
  readonly authProxyImage: string;
  /** Where the components listen: 127.0.0.1 or ::1. */
  readonly loopback: string;
  /** Besides those that restrict a DaemonSet to control-plane nodes. */
  readonly nodeSelector: readonly Label[];
  /** In place of the default ones; undefined keeps those. */
  readonly tolerations: readonly Toleration[] | undefined;
  readonly requests: Quantities;
  readonly limits: Quantities;
  /** The options that differ from the default, as a command line in a fixed order: how to generate this again. */
  readonly command: string;
}

/**
 * The versions that the live tests run. Never a digest: one that nobody has checked would be an invention.
 * The design document's haproxy:2.9 has had no maintenance since 2025.
 */
export const DEFAULT_IMAGES = {
  secure: 'docker.io/library/haproxy:2.6',
  design: 'docker.io/library/haproxy:2.9',
  authProxy: 'quay.io/brancz/kube-rbac-proxy:v0.19.1',
} as const;

/** Throws a usage problem for a value that makes no sense. */
export function settleProxy(options: ProxyOptions): ProxySettings {
  const mode = checkedMode(options.mode ?? 'secure');
  return {
    mode,
    components: chooseComponents(options.components, options.component ?? []),
    scraper: parseScraper(options.scraper ?? 'observability/prometheus-server'),
    namespace: checkedNamespace(options.namespace ?? 'metrics-proxy'),
    haproxyImage: checkedImage('--haproxy-image', options.haproxyImage ?? DEFAULT_IMAGES[mode]),
    authProxyImage: checkedImage('--auth-proxy-image', options.authProxyImage ?? DEFAULT_IMAGES.authProxy),
    loopback: checkedLoopback(options.loopback ?? '127.0.0.1'),
    nodeSelector: (options.nodeSelector ?? []).map(parseNodeSelector),
    tolerations: options.toleration?.map(parseToleration),
    requests: parseResources('--requests', options.requests ?? 'cpu=10m,memory=32Mi'),
    limits: parseResources('--limits', options.limits ?? 'memory=128Mi'),
    command: commandOf(options),
  };
}

function checkedMode(mode: string): Mode {
  if (mode === 'secure' || mode === 'design') return mode;
  throw wrongValue(`--mode is secure or design, not ${JSON.stringify(mode)}`, 'Leave it out for secure.');
}

const SPELLINGS: readonly (readonly [keyof ProxyOptions, string])[] = [
  ['mode', 'mode'],
  ['components', 'components'],
  ['component', 'component'],
  ['scraper', 'scraper'],
  ['namespace', 'namespace'],
  ['haproxyImage', 'haproxy-image'],
  ['authProxyImage', 'auth-proxy-image'],
  ['loopback', 'loopback'],
  ['nodeSelector', 'node-selector'],
  ['toleration', 'toleration'],
  ['requests', 'requests'],
  ['limits', 'limits'],
];

function commandOf(options: ProxyOptions): string {
  const words = SPELLINGS.flatMap(([key, name]) => {
    const value = options[key];
    if (value === undefined) return [];
    const items = typeof value === 'string' ? [value] : key === 'components' ? [value.join(',')] : value;
    return items.map((item) => `--${name} ${quoted(item)}`);
  });
  return ['diag-codemod metrics-proxy', ...words].join(' ');
}

/** All values have been checked when this is used; `*` alone, and nothing at all, mean something to a shell. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value}'`;
}
