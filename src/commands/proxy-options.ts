import type { ProxyOptions } from '../metrics-proxy/settings.ts';
import type { OptionValues } from './command-line.ts';
import { listOf } from './settings.ts';

/** Options of `metrics-proxy` that are a text, by their name on the command line. */
const TEXTS = {
  mode: 'mode',
  scraper: 'scraper',
  namespace: 'namespace',
  haproxyImage: 'haproxy-image',
  authProxyImage: 'auth-proxy-image',
  loopback: 'loopback',
  requests: 'requests',
  limits: 'limits',
} as const;

/** Options that are a list. */
const LISTS = { component: 'component', nodeSelector: 'node-selector', toleration: 'toleration' } as const;

/** Command line over configuration: what is said on the command line replaces what the configuration says, lists as a whole. */
export function proxyOptions(values: OptionValues, config: ProxyOptions): ProxyOptions {
  const given = [
    ...Object.entries({ ...TEXTS, ...LISTS }).map(([key, name]) => [key, values[name]] as const),
    ['components', listOf(values.components)] as const,
  ];
  return { ...config, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}
