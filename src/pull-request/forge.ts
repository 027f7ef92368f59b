import type { Remote } from '../repository/git-remote.ts';
import type { RemoteAddress } from '../repository/git-remote-address.ts';
import { ProblemError } from '../repository/problem.ts';
import type { AskApi } from './github-client.ts';
import { type GitHubServer, isSame, serverOf, tokenFor } from './github-server.ts';
import { type Pull, pullsFrom, type RepositoryName } from './pulls.ts';
import type { Environment, PullRequestRequest } from './request.ts';
import { type Clock, systemClock } from './retry.ts';

/** Where pull requests are opened, and by what right. */
export interface Forge {
  readonly server: GitHubServer;
  readonly token: string | undefined;
  /** The repository that gets the pull request; undefined unless one is opened. */
  readonly into: RepositoryName | undefined;
  /** Who owns the branch. */
  readonly owner: string;
  /** Undefined without a token. */
  readonly ask: AskApi | undefined;
}

/** What surrounds the conversation with a server. */
export interface ForgeServices {
  readonly environment: Environment;
  readonly version: string;
  readonly progress: (text: string) => void;
  readonly clock?: Clock;
}

/** The server of a remote. Undefined for one that is not known, where none is needed. */
export async function findForge(
  address: RemoteAddress,
  request: PullRequestRequest,
  services: ForgeServices,
): Promise<Forge | undefined> {
  const server = serverOf(address.host, request.apiUrl, services.environment);
  if (!server) {
    if (request.open) throw unknownServer(address);
    return undefined;
  }
  const token = tokenFor(server, services.environment);
  if (!request.open) return { server, token, into: undefined, owner: '', ask: undefined };
  const into = request.into ?? ownRepository(address, server);
  const own = nameOf(address.path);
  const owner = (address.kind === 'local' ? into : (own ?? into)).split('/')[0] ?? '';
  return {
    server,
    token,
    into,
    owner,
    ask: token === undefined ? undefined : await client(server, token, services),
  };
}

/** The client is loaded when it is needed: start-up does not pay for it. */
async function client(server: GitHubServer, token: string, services: ForgeServices): Promise<AskApi> {
  const { githubClient } = await import('./github-client.ts');
  const { clock = systemClock, environment, version, progress } = services;
  return githubClient({ server, token, userAgent: `diag-codemod/${version}`, clock, environment, progress });
}

/** The remote with the token, where it belongs to the server of the token. */
export function remoteWith(address: RemoteAddress, forge: Forge | undefined): Remote {
  const isTrusted = forge !== undefined && isSame(forge.server.host, address.host);
  const token = isTrusted && address.kind === 'http' ? forge.token : undefined;
  return { address, credentials: token === undefined ? address.credentials : `x-access-token:${token}` };
}

export async function pullsOf(
  { ask, into, owner }: Forge,
  branch: string,
): Promise<readonly Pull[] | undefined> {
  return ask && into ? pullsFrom(ask, into, `${owner}:${branch}`) : undefined;
}

function nameOf(path: string): RepositoryName | undefined {
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(path) ?? [];
  return owner !== undefined && name !== undefined ? `${owner}/${name}` : undefined;
}

function ownRepository(address: RemoteAddress, server: GitHubServer): RepositoryName {
  const name = isSame(server.host, address.host) ? nameOf(address.path) : undefined;
  if (name !== undefined) return name;
  throw new ProblemError('usage', {
    code: 'no-repository-name',
    reason: `the remote ${address.url} is no repository of ${server.host}`,
    hint: 'Name the repository that gets the pull request: --into OWNER/REPOSITORY.',
  });
}

function unknownServer({ host, kind, url }: RemoteAddress): ProblemError {
  if (kind === 'local') {
    return new ProblemError('usage', {
      code: 'unknown-server',
      reason: `${url} is a folder: pull requests are opened at a server`,
      hint: 'Push without --open, or name the server and the repository: --api-url https://api.github.com --into OWNER/REPOSITORY.',
    });
  }
  if (host.includes('gitlab')) {
    return new ProblemError('usage', {
      code: 'no-github',
      reason: `${host} is no GitHub server, and --open opens pull requests there alone`,
      hint: 'Push without --open, then: glab mr create --source-branch BRANCH --title TITLE --description "$(cat body.md)"; see diag-codemod explain pull-request.',
    });
  }
  return new ProblemError('usage', {
    code: 'unknown-server',
    reason: `${host} is not known to be a GitHub server, and a token goes only to one that you name`,
    hint: `Name its API: --api-url https://${host}/api/v3, or GITHUB_API_URL.`,
  });
}
