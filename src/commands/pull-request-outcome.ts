import type { MigrationPlan } from '../migration/migration.ts';
import { rewritten } from '../pull-request/body.ts';
import { expectedAt, type Respected, type Verdict } from '../pull-request/decide.ts';
import type { Delivered } from '../pull-request/deliver.ts';
import { draftChange } from '../pull-request/draft.ts';
import { addressOf, GRAPHQL } from '../pull-request/github-server.ts';
import type { Situation } from '../pull-request/look-around.ts';
import type { Pull } from '../pull-request/pulls.ts';
import type { PullRequestText } from '../pull-request/request.ts';
import {
  type RemoteCall,
  type Report,
  type ReportedPullRequest,
  type Run,
  reportPlan,
} from '../reports/report.ts';
import type { MadeCommit } from '../repository/git-commit.ts';
import type { ProblemError } from '../repository/problem.ts';
import { EXIT_CODES, type Outcome, statusOf } from './outcome.ts';
import type { PullRequestOptions } from './pull-request-options.ts';
import type { ReadyPlan } from './ready-plan.ts';

/** What is known when it is decided what becomes of a commit. */
export interface Facts {
  readonly made: MadeCommit;
  readonly text: PullRequestText;
  readonly situation: Situation;
  readonly options: PullRequestOptions;
  readonly ready: ReadyPlan;
  readonly run: Run;
}

type Deliver = Extract<Verdict, { kind: 'deliver' }>;

/** An outcome without a branch: nothing to do, or a problem. */
export function withoutPullRequest(
  { report, ...rest }: Outcome,
  { branch, base }: PullRequestOptions,
): Outcome {
  const pullRequest: ReportedPullRequest = { ...NOTHING, branch, base: base ?? null };
  return { ...rest, report: { ...report, pullRequest } };
}

/** Somebody closed the pull request: nothing was tidied, proved or written for another one. */
export function closedOutcome(
  plan: MigrationPlan,
  { reason, summary, pull }: Respected,
  options: PullRequestOptions,
  run: Run,
): Outcome {
  const { branch, base = null } = options;
  const pullRequest = { ...NOTHING, branch, base, ...pullParts(pull), action: 'respected' } as const;
  return { exitCode: 0, report: reportPlan(run, plan, { status: 'pending', reason, summary, pullRequest }) };
}

const NOTHING = {
  commit: null,
  action: 'none',
  pushed: false,
  number: null,
  url: null,
  draft: false,
  draftReasons: [],
  title: '',
  body: '',
  message: '',
  calls: [],
} as const;

/** Somebody closed the pull request, merged it, or works on the branch. */
export function respectedOutcome(facts: Facts, { reason, summary, pull }: Respected): Outcome {
  const pullRequest = { ...described(facts), ...pullParts(pull), action: 'respected' } as const;
  return { exitCode: 0, report: reportOf(facts, { status: 'pending', reason, summary, pullRequest }) };
}

/** What would be done. */
export function dryRunOutcome(facts: Facts, verdict: Deliver): Outcome {
  const action = expectedAction(facts, verdict);
  const calls = callsOf(facts, verdict);
  const change = verdict.pull && draftChange(verdict.pull, facts.text);
  const draft = change ? { draft: change === 'draft' } : {};
  const pullRequest = { ...described(facts), ...pullParts(verdict.pull), ...draft, action, calls };
  const found = action !== 'unchanged';
  return {
    exitCode: found && facts.options.exitCode ? 1 : 0,
    report: reportOf(facts, {
      status: found ? 'pending' : 'migrated',
      reason: found ? 'migration-pending' : 'unchanged',
      pullRequest,
    }),
    document: proposalText(facts, pullRequest),
  };
}

/** What was done. */
export function deliveredOutcome(facts: Facts, verdict: Deliver, done: Delivered): Outcome {
  const { options, text } = facts;
  const pullRequest = deliveredParts(facts, verdict, done);
  const summary = `${facts.ready.plan.summary}, ${where(pullRequest)}${stillDraft(done, text)}`;
  return {
    exitCode: 0,
    report: reportOf(facts, { ...endOf(done, options), summary, pullRequest }),
    document: `${text.title}\n\n${text.body}`,
  };
}

/** A part of it was done: the next run takes it up. */
export function failedOutcome(
  facts: Facts,
  verdict: Deliver,
  done: Delivered,
  { kind, problem }: ProblemError,
): Outcome {
  const parts = { status: statusOf(kind), reason: problem.code, summary: problem.reason };
  const pullRequest = deliveredParts(facts, verdict, done);
  return {
    exitCode: EXIT_CODES[kind],
    report: reportOf(facts, { ...parts, problem, problems: [problem], pullRequest }),
  };
}

function endOf({ action }: Delivered, { open, push }: PullRequestOptions): Pick<Report, 'status' | 'reason'> {
  const status = 'migrated';
  if (open && action === 'created') return { status, reason: 'pull-request-created' };
  if (open && action === 'updated') return { status, reason: 'pull-request-updated' };
  if (action === 'unchanged') return { status, reason: open ? 'pull-request-unchanged' : 'unchanged' };
  return { status, reason: push ? 'pushed' : 'committed' };
}

function where({ action, branch, commit, url }: ReportedPullRequest): string {
  if (url !== null) return `${url} ${action}`;
  return `on the branch ${branch} as ${commit?.slice(0, 12)}`;
}

/** GitHub lets not every token make one ready, and people may want it so. */
function stillDraft({ pull }: Delivered, { draft }: PullRequestText): string {
  return pull?.draft === true && !draft
    ? '; still a draft: it is for you to mark it as ready for review'
    : '';
}

function deliveredParts(facts: Facts, verdict: Deliver, done: Delivered): ReportedPullRequest {
  const commit = done.action === 'none' && !done.pushed ? null : verdict.commit;
  const { action, pushed } = done;
  return {
    ...described(facts),
    ...pullParts(done.pull),
    commit,
    action,
    pushed,
    calls: callsOf(facts, verdict),
  };
}

function described({ options, situation, text, made, ready }: Facts): ReportedPullRequest {
  const { branch } = options;
  const { title, body, draft } = text;
  const base = situation.base ?? null;
  return { ...NOTHING, branch, base, title, body, draft, draftReasons: ready.doubts, message: made.message };
}

function pullParts(pull: Pull | undefined): Partial<ReportedPullRequest> {
  return pull ? { number: pull.number, url: pull.url, draft: pull.draft } : {};
}

function reportOf({ run, ready }: Facts, parts: Partial<Report>): Report {
  return reportPlan(run, ready.plan, { evidence: ready.evidence, ...parts });
}

function expectedAction({ options, situation, text }: Facts, { branch, pull }: Deliver): Delivered['action'] {
  if (!options.open || !situation.pulls) return branch;
  if (!pull) return 'created';
  return branch === 'unchanged' && rewritten(pull.body, text.body) === undefined ? 'unchanged' : 'updated';
}

/** What changes something at the remote and at the API. */
function callsOf(
  { options, situation, text }: Facts,
  { commit, pushes, pull }: Deliver,
): readonly RemoteCall[] {
  const { remote, forge, published, base } = situation;
  const calls: RemoteCall[] = [];
  if (pushes && remote) {
    const expected = expectedAt(published);
    const lease =
      expected === undefined ? 'which must not exist' : `which must still be ${expected.slice(0, 12)}`;
    const what = `${commit.slice(0, 12)} to ${options.branch}, ${lease}`;
    calls.push({ method: 'git push', url: remote.address.url, what });
  }
  if (!options.open || !forge) return calls;
  const url = `${forge.server.apiUrl}/repos/${forge.into}/pulls`;
  const kind = text.draft ? 'a draft pull request' : 'a pull request';
  const head = `${forge.owner}:${options.branch}`;
  if (!pull) return [...calls, { method: 'POST', url, what: `${kind} from ${head} to ${base}` }];
  if (rewritten(pull.body, text.body) === undefined) return calls;
  const change = draftChange(pull, text);
  const becomes = change === 'draft' ? 'it becomes a draft' : 'it becomes ready for review';
  if (change) calls.push({ method: 'POST', url: addressOf(forge.server, GRAPHQL), what: becomes });
  return [...calls, { method: 'PATCH', url: `${url}/${pull.number}`, what: 'its body' }];
}

/** Everything that would leave this machine, to be read. */
function proposalText({ text, made, ready }: Facts, pullRequest: ReportedPullRequest): string {
  const { branch, base, action, calls } = pullRequest;
  const files = ready.plan.changeSet.files.map(
    (file) => `  ${file.path} | +${file.addedLines} -${file.removedLines}`,
  );
  const asked = calls.map(({ method, url, what }) => `  ${method} ${url}: ${what}`);
  return [
    `Branch: ${branch}${base === null ? '' : ` for ${base}`} (${action})`,
    ...['', 'Calls:', ...(asked.length === 0 ? ['  none'] : asked)],
    ...['', 'Files:', ...files],
    ...[
      '',
      'Commit message:',
      ...made.message
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`.trimEnd()),
    ],
    ...['', `Title: ${text.title}${text.draft ? ' (draft)' : ''}`],
    ...['', text.body],
  ].join('\n');
}
