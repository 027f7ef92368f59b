import type { RepositoryName } from './pulls.ts';

/** What of the command line is about a branch and its pull request. */
export interface PullRequestRequest {
  readonly branch: string;
  /** Who is to be the author, `Name <address>`; undefined where it is whoever git says. */
  readonly author: string | undefined;
  /** The branch that it goes to; the default branch of the remote unless given. */
  readonly base: string | undefined;
  /** A name in the repository's configuration, or an address. */
  readonly remote: string;
  /** Where the pull request goes, when the remote is a fork. */
  readonly into: RepositoryName | undefined;
  readonly apiUrl: string | undefined;
  readonly push: boolean;
  readonly open: boolean;
  /** Open one though an earlier one of ours was closed. */
  readonly reopen: boolean;
  readonly dryRun: boolean;
}

/** What a pull request says. */
export interface PullRequestText {
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
}

/** Variables of the environment, for tokens and addresses. */
export type Environment = Readonly<Record<string, string | undefined>>;
