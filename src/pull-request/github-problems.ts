import { type Problem, ProblemError } from '../repository/problem.ts';
import type { GitHubServer } from './github-server.ts';
import { type FailedAnswer, isLimited, limitEnds } from './retry.ts';

interface Asked {
  /** Method and path, without parameters. */
  readonly what: string;
  readonly server: GitHubServer;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly data: unknown;
  /** What else than waiting may help where no answer came; see {@link unusedProxyHint}. */
  readonly hint?: string | undefined;
}

/** What an answer of the API means for the run. Never holds anything of the request but its path. */
export function apiProblem(answer: FailedAnswer, asked: Asked): ProblemError {
  const host = new URL(asked.server.apiUrl).host;
  if (isLimited(answer)) return limited(answer, asked, host);
  const { status } = answer;
  if (status >= 500) {
    const reason = `${host} does not answer ${asked.what}: ${words(answer.message)}`;
    return io({ code: 'api-unreachable', reason, hint: asked.hint ?? 'Run again later.' });
  }
  const known = KNOWN[status];
  if (known) return io({ ...known, reason: `${host} answers ${asked.what} with ${status}: ${known.reason}` });
  const said = reasonsIn(asked.data) || words(answer.message);
  const reason = `${host} answers ${asked.what} with ${status}: ${said}`;
  return io({ code: 'api-refused', reason, hint: 'Mend what it names, and run again.' });
}

/** The server sends elsewhere, where the token must not go. */
export function redirected({ apiUrl }: GitHubServer, host: string | undefined): ProblemError {
  return io({
    code: 'api-redirected',
    reason: `${new URL(apiUrl).host} redirects to ${host ?? 'nowhere'}: the token is not sent there`,
    hint: 'Give the right address of the API with --api-url.',
  });
}

const KNOWN: Readonly<
  Record<number, { readonly code: string; readonly reason: string; readonly hint: string }>
> = {
  401: {
    code: 'api-unauthorized',
    reason: 'the token is not valid',
    hint: 'Set GITHUB_TOKEN (or GH_TOKEN) to a token that is.',
  },
  403: {
    code: 'api-forbidden',
    reason: 'the token may not do that',
    hint: 'It needs the permission to write pull requests (and contents, to push). In a workflow: permissions, and the setting that lets Actions create pull requests.',
  },
  404: {
    code: 'api-not-found',
    reason: 'there is no such repository, or the token does not see it',
    hint: 'Check the remote (--remote, --into) and what the token may read.',
  },
};

function limited(answer: FailedAnswer, { now, what }: Asked, host: string): ProblemError {
  const ends = limitEnds(answer, now);
  const when = ends === undefined ? 'some minutes later' : `after ${new Date(ends).toISOString()}`;
  return io({
    code: 'rate-limited',
    reason: `${host} takes no more requests for now (${what})`,
    hint: `Run again ${when}.`,
  });
}

/** What stands in `errors` of an answer with status 422. */
export function reasonsIn(data: unknown): string {
  const { message, errors } = (data ?? {}) as { readonly message?: unknown; readonly errors?: unknown };
  const details = Array.isArray(errors) ? errors.map((error) => detail(error)) : [];
  return words(
    [typeof message === 'string' ? message : '', ...details].filter((text) => text !== '').join('; '),
  );
}

function detail(error: unknown): string {
  if (typeof error === 'string') return error;
  const { message, field, code } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return typeof message === 'string'
    ? message
    : [field, code].filter((it) => typeof it === 'string').join(' ');
}

function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}

function io(problem: Problem): ProblemError {
  return new ProblemError('io', problem);
}
