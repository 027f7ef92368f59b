import { ProblemError } from '../repository/problem.ts';

/** A server whose API is asked, and where its repositories are. */
export interface GitHubServer {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** The host of addresses of its repositories, with the port where there is one. */
  readonly host: string;
}

/** The path that stands for the address of GraphQL, which lies beside that of the API. */
export const GRAPHQL = '/graphql';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The server of a repository. The address stands in the repository's own configuration, and a token must not go wherever that says: only to
 * GitHub's own hosts, or to one that the user or the environment names.
 * Undefined for any other host; throws a usage problem for an address of an API that is none.
 */
export function serverOf(
  host: string,
  option: string | undefined,
  environment: Environment,
): GitHubServer | undefined {
  if (option !== undefined) return named(option);
  const configured = environment.GITHUB_API_URL ? named(environment.GITHUB_API_URL) : undefined;
  if (configured && isSame(configured.host, host)) return configured;
  if (isSame('github.com', host)) return { apiUrl: 'https://api.github.com', host: 'github.com' };
  if (/^[a-z0-9-]+\.ghe\.com$/.test(host)) return { apiUrl: `https://api.${host}`, host };
  const trusted = [environment.GH_HOST, hostOf(environment.GITHUB_SERVER_URL)];
  return trusted.includes(host) ? { apiUrl: `https://${host}/api/v3`, host } : undefined;
}

/** Where a path of the API lies. GitHub Enterprise Server has `/api/v3` and `/api/graphql`. */
export function addressOf({ apiUrl }: GitHubServer, path: string): string {
  return (path === GRAPHQL ? apiUrl.replace(/\/v3$/, '') : apiUrl) + path;
}

/** Whether an address belongs to a server; GitHub takes ssh on a host of its own, too. */
export function isSame(server: string, host: string): boolean {
  return host === server || (server === 'github.com' && /^ssh\.github\.com(?::443)?$/.test(host));
}

function named(text: string): GitHubServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!url || !isPlain || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))) {
    throw new ProblemError('usage', {
      code: 'wrong-value',
      reason: 'the address of the API (--api-url, GITHUB_API_URL) is an https URL without a user',
      hint: 'For GitHub Enterprise Server it is https://HOST/api/v3.',
    });
  }
  const apiUrl = text.replace(/\/+$/, '');
  if (url.host === 'api.github.com') return { apiUrl, host: 'github.com' };
  const [, tenant] = /^api\.([a-z0-9-]+\.ghe\.com)$/.exec(url.host) ?? [];
  return { apiUrl, host: tenant ?? url.host };
}

function hostOf(text: string | undefined): string | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text).host : undefined;
}

/** The token for a server, from the environment alone; the names are those of GitHub's own command line and of its workflows. */
export function tokenFor({ host }: GitHubServer, environment: Environment): string | undefined {
  const isCloud = host === 'github.com' || host.endsWith('.ghe.com');
  const names = [
    ...(isCloud ? [] : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN']),
    'GH_TOKEN',
    'GITHUB_TOKEN',
  ];
  return names.map((name) => environment[name]?.trim()).find((value) => value !== undefined && value !== '');
}
