import { tellsDoubts } from './body.ts';
import type { AskApi } from './github-client.ts';
import { GRAPHQL } from './github-server.ts';
import type { Pull } from './pulls.ts';
import type { PullRequestText } from './request.ts';

/** What an open pull request becomes: ready for review, or a draft. */
export type DraftChange = 'ready' | 'draft';

/**
 * What is to become of a pull request whose doubts came or went. Only a change of ours counts, from what its body says to what is known now: what
 * people did with it meanwhile, and a draft that was asked for, stay.
 */
export function draftChange({ body, draft }: Pull, text: PullRequestText): DraftChange | undefined {
  const was = tellsDoubts(body);
  const is = tellsDoubts(text.body);
  if (was === undefined || was === is) return undefined;
  if (was) return draft && !text.draft ? 'ready' : undefined;
  return draft ? undefined : 'draft';
}

/** Only GraphQL can do it. */
const MUTATIONS: Readonly<Record<DraftChange, string>> = {
  ready: 'markPullRequestReadyForReview',
  draft: 'convertPullRequestToDraft',
};

/**
 * Makes a pull request ready for review, or a draft. False where that is not allowed: to this token (GitHub asks for `contents: write` here), or in a
 * repository without drafts.
 */
export async function changeDraft(ask: AskApi, { nodeId }: Pull, change: DraftChange): Promise<boolean> {
  const field = `${MUTATIONS[change]}(input: { pullRequestId: $id }) { pullRequest { isDraft } }`;
  const body = { query: `mutation ($id: ID!) { ${field} }`, variables: { id: nodeId } };
  const { status, data } = await ask('POST', GRAPHQL, body, [403, 404]);
  return status === 200 && (data as { readonly errors?: unknown } | undefined)?.errors === undefined;
}
