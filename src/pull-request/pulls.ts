import { ProblemError } from '../repository/problem.ts';
import type { AskApi } from './github-client.ts';
import { reasonsIn } from './github-problems.ts';

/** A pull request as far as it matters here. */
export interface Pull {
  readonly number: number;
  /** Its id for GraphQL. */
  readonly nodeId: string;
  readonly url: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly draft: boolean;
  readonly body: string;
  readonly base: string;
}

/** A repository of a server: `owner/name`. */
export type RepositoryName = `${string}/${string}`;

/** What a new pull request is made of. */
export interface NewPull {
  readonly title: string;
  /** `owner:branch`. */
  readonly head: string;
  readonly base: string;
  readonly body: string;
  readonly draft: boolean;
}

const PER_PAGE = 100;
const PAGES = 10;

/** All pull requests from a branch, open or not, newest first. `head` is `owner:branch`. */
export async function pullsFrom(ask: AskApi, into: RepositoryName, head: string): Promise<readonly Pull[]> {
  const found: Pull[] = [];
  for (let page = 1; page <= PAGES; page++) {
    const query = new URLSearchParams({ head, state: 'all', per_page: String(PER_PAGE), page: String(page) });
    const { data } = await ask('GET', `/repos/${into}/pulls?${query}`);
    const items = Array.isArray(data) ? data : [];
    // A server that ignores `head` lists everybody's.
    found.push(...items.filter((item) => labelOf(item) === head.toLowerCase()).map(pullOf));
    if (items.length < PER_PAGE) break;
  }
  return found.sort((one, other) => other.number - one.number);
}

/** The branch that pull requests of a repository go to. */
export async function defaultBranchOf(ask: AskApi, into: RepositoryName): Promise<string> {
  const { data } = await ask('GET', `/repos/${into}`);
  return textIn(data, 'default_branch');
}

/**
 * Opens a pull request. Undefined where there is one already: an attempt whose answer got lost, or another run.
 * A repository that has no drafts gets none.
 */
export async function openPull(ask: AskApi, into: RepositoryName, pull: NewPull): Promise<Pull | undefined> {
  const { status, data } = await ask('POST', `/repos/${into}/pulls`, { ...pull }, [422]);
  if (status !== 422) return pullOf(data);
  const reason = reasonsIn(data);
  if (/already exists/i.test(reason)) return undefined;
  if (pull.draft && /draft/i.test(reason)) return openPull(ask, into, { ...pull, draft: false });
  throw new ProblemError('io', {
    code: 'api-refused',
    reason: `the pull request is refused: ${reason}`,
    hint: 'Mend what it names, and run again: the branch is there.',
  });
}

/** Gives a pull request another body. */
export async function rewritePull(
  ask: AskApi,
  into: RepositoryName,
  number: number,
  body: string,
): Promise<Pull> {
  const { data } = await ask('PATCH', `/repos/${into}/pulls/${number}`, { body });
  return pullOf(data);
}

function pullOf(item: unknown): Pull {
  const { number, state, merged_at: mergedAt, draft, body, base } = record(item);
  return {
    number: Number(number),
    nodeId: textIn(item, 'node_id'),
    url: textIn(item, 'html_url'),
    state: state === 'open' ? 'open' : 'closed',
    merged: typeof mergedAt === 'string',
    draft: draft === true,
    body: typeof body === 'string' ? body : '',
    base: textIn(base, 'ref'),
  };
}

function labelOf(item: unknown): string {
  return textIn(record(item).head, 'label').toLowerCase();
}

function textIn(item: unknown, key: string): string {
  const value = record(item)[key];
  return typeof value === 'string' ? value : '';
}

function record(item: unknown): Readonly<Record<string, unknown>> {
  return typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>) : {};
}
