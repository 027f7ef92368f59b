import type { Environment } from './request.ts';

/**
 * What to do where a proxy is set and Node goes around it: its fetch takes proxies from the environment since 22.21 and 24.0, and only when it is told
 * (`NODE_USE_ENV_PROXY`). Git needs no telling. Undefined where none is set for the address, or Node uses it.
 */
export function unusedProxyHint(url: string, environment: Environment, node: string): string | undefined {
  const names =
    new URL(url).protocol === 'http:' ? ['http_proxy', 'HTTP_PROXY'] : ['https_proxy', 'HTTPS_PROXY'];
  const name = names.find((one) => (environment[one] ?? '') !== '');
  if (name === undefined) return undefined;
  if (!knowsProxies(node))
    return `${name} is set, and this Node (${node}) does not use it: run with Node 24 and NODE_USE_ENV_PROXY=1.`;
  if (isTold(environment)) return undefined;
  return `${name} is set, and Node uses it only when told: set NODE_USE_ENV_PROXY=1, and run again.`;
}

function knowsProxies(node: string): boolean {
  const [major = 0, minor = 0] = node.replace(/^v/, '').split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 21);
}

function isTold({ NODE_USE_ENV_PROXY: told, NODE_OPTIONS: options = '' }: Environment): boolean {
  return told === '1' || options.split(/\s+/).includes('--use-env-proxy');
}
