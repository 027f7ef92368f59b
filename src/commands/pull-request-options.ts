import { DEFAULT_TITLE } from '../pull-request/commit-message.ts';
import type { RepositoryName } from '../pull-request/pulls.ts';
import type { Environment, PullRequestRequest } from '../pull-request/request.ts';
import { ProblemError } from '../repository/problem.ts';
import type { OptionValues } from './command-line.ts';
import { usageProblem } from './usage.ts';

/** All that the command line says about the branch, its commit and its pull request. */
export interface PullRequestOptions extends PullRequestRequest {
  readonly title: string;
  readonly trailers: readonly string[];
  readonly signOff: boolean;
  /** `GIT_AUTHOR_NAME` and its like; empty for what git's own configuration says. */
  readonly identity: Readonly<Record<string, string>>;
  readonly asDraft: boolean;
  /** With `--dry-run`: exit 1 when there is something to do. */
  readonly exitCode: boolean;
  readonly tidies: boolean;
  readonly verifies: boolean;
}

const DEFAULT_BRANCH = 'diag-codemod/secure-metrics';

/** Throws a usage problem for a value that makes no sense, and where a token is needed and there is none. */
export function pullRequestOptions(values: OptionValues, environment: Environment): PullRequestOptions {
  const { open, push, author } = values;
  const identity = author === undefined ? undefined : identityOf(String(author), environment);
  const dryRun = values['dry-run'] === true;
  if (open === true && !dryRun && !hasToken(environment)) throw noToken();
  return {
    branch: textOf(values['commit-to']) ?? DEFAULT_BRANCH,
    base: textOf(values.base),
    remote: textOf(values.remote) ?? 'origin',
    into: repositoryName(textOf(values.into)),
    apiUrl: textOf(values['api-url']),
    push: push === true || open === true,
    open: open === true,
    reopen: values.reopen === true,
    dryRun,
    title: titleOf(textOf(values.title) ?? DEFAULT_TITLE),
    trailers: ((values.trailer as readonly string[] | undefined) ?? []).map(checkedTrailer),
    signOff: values['sign-off'] === true,
    author: identity && `${identity.GIT_AUTHOR_NAME} <${identity.GIT_AUTHOR_EMAIL}>`,
    identity: identity ?? {},
    exitCode: values['exit-code'] === true,
    asDraft: values.draft === true,
    tidies: values['no-tidy'] !== true,
    verifies: values['no-verify'] !== true,
  };
}

function textOf(value: OptionValues[string]): string | undefined {
  return value === undefined ? undefined : String(value);
}

const TOKENS = ['GH_TOKEN', 'GITHUB_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'];

function hasToken(environment: Environment): boolean {
  return TOKENS.some((name) => (environment[name] ?? '').trim() !== '');
}

function noToken(): ProblemError {
  return new ProblemError('usage', {
    code: 'no-token',
    reason: '--open needs a token, and neither GITHUB_TOKEN nor GH_TOKEN is set',
    hint: 'Set GITHUB_TOKEN; it is read from the environment alone, so that it stands on no command line.',
  });
}

function repositoryName(text: string | undefined): RepositoryName | undefined {
  if (text === undefined) return undefined;
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  if (owner !== undefined && name !== undefined) return `${owner}/${name}`;
  throw usageProblem('wrong-value', `--into is OWNER/REPOSITORY, not ${JSON.stringify(text)}`);
}

function titleOf(text: string): string {
  if (text.trim() !== '' && text.length <= 200 && !/\p{Cc}/u.test(text)) return text.trim();
  throw usageProblem('wrong-value', '--title is one line of at most 200 characters');
}

function checkedTrailer(text: string): string {
  if (/^[A-Za-z][\w-]*: \S[^\p{Cc}]*$/u.test(text)) return text.trimEnd();
  throw usageProblem('wrong-value', `--trailer is a line like "Key: value", not ${JSON.stringify(text)}`);
}

/** Author and committer, as bots want it; a committer that the environment names stays. */
function identityOf(text: string, environment: Environment): Readonly<Record<string, string>> {
  const [, name = '', email] = /^([^<>\p{Cc}]*\S) +<([^<>\s]+)>$/u.exec(text) ?? [];
  if (email === undefined)
    throw usageProblem('wrong-value', `--author is "Name <address>", not ${JSON.stringify(text)}`);
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: environment.GIT_COMMITTER_NAME ?? name,
    GIT_COMMITTER_EMAIL: environment.GIT_COMMITTER_EMAIL ?? email,
  };
}
