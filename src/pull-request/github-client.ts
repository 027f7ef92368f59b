import { request } from '@octokit/request';
import { RequestError } from '@octokit/request-error';
import { apiProblem, redirected } from './github-problems.ts';
import { addressOf, type GitHubServer } from './github-server.ts';
import type { Environment } from './request.ts';
import { type Clock, type FailedAnswer, retrying } from './retry.ts';
import { unusedProxyHint } from './unused-proxy.ts';

/** An answer of the API that is none of the errors. */
export interface Answer {
  readonly status: number;
  readonly data: unknown;
}

/** Asks the API. Errors are problems; an answer with a status in `taken` is given as it is. */
export type AskApi = (
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: Readonly<Record<string, unknown>>,
  taken?: readonly number[],
) => Promise<Answer>;

export interface ClientSetting {
  readonly server: GitHubServer;
  readonly token: string;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly environment: Environment;
  readonly progress: (text: string) => void;
}

/** One request may take so long, in milliseconds. */
const TIMEOUT_MS = 60_000;
const REDIRECTS = 3;

/** A client for one server, with one token, which goes to that server and to no other. */
export function githubClient(setting: ClientSetting): AskApi {
  const { server, clock, environment, progress } = setting;
  const waiting = (milliseconds: number) =>
    progress(`${new URL(server.apiUrl).host} asks to wait ${Math.ceil(milliseconds / 1000)} s`);
  return async (method, path, body, taken = []) => {
    try {
      return await retrying(() => send(setting, method, addressOf(server, path), body), failedAnswer, {
        clock,
        waiting,
      });
    } catch (error) {
      const failed = failedAnswer(error);
      if (!failed) throw error;
      if (taken.includes(failed.status)) return { status: failed.status, data: dataOf(error) };
      throw apiProblem(failed, {
        what: `${method} ${path.split('?')[0]}`,
        server,
        now: clock.now(),
        data: dataOf(error),
        hint: isAnswer(error) ? undefined : unusedProxyHint(server.apiUrl, environment, process.version),
      });
    }
  };
}

/** Redirects are followed by hand: within the server, with the same method. Elsewhere the token would go along. */
async function send(
  { token, userAgent, server }: ClientSetting,
  method: string,
  url: string,
  body: Readonly<Record<string, unknown>> | undefined,
): Promise<Answer> {
  for (let target = url, hop = 0; ; hop++) {
    const { status, data, headers } = await request(`${method} ${target}`, {
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': userAgent,
      },
      ...body,
      request: { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS), log: silent },
    });
    const { location } = headers;
    if (Number(status) < 300 || Number(status) > 399) return { status: Number(status), data };
    const next = location === undefined ? undefined : new URL(String(location), target);
    if (next?.origin !== new URL(server.apiUrl).origin || hop === REDIRECTS)
      throw redirected(server, next?.host);
    target = next.href;
  }
}

const nothing = () => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function failedAnswer(error: unknown): FailedAnswer | undefined {
  if (error instanceof RequestError) {
    return { status: error.status, message: error.message, headers: error.response?.headers ?? {} };
  }
  const isTimeout = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
  return isTimeout ? { status: 504, message: 'no answer', headers: {} } : undefined;
}

/** Otherwise no server was reached. */
function isAnswer(error: unknown): boolean {
  return error instanceof RequestError && error.response !== undefined;
}

function dataOf(error: unknown): unknown {
  return error instanceof RequestError ? error.response?.data : undefined;
}
