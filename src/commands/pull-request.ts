import { pullRequestBody } from '../pull-request/body.ts';
import { checkRemote } from '../pull-request/check-remote.ts';
import { commitMessage, signedMessage } from '../pull-request/commit-message.ts';
import { decide } from '../pull-request/decide.ts';
import { type Delivered, deliver } from '../pull-request/deliver.ts';
import type { ForgeServices } from '../pull-request/forge.ts';
import { lookAround } from '../pull-request/look-around.ts';
import type { PullRequestText } from '../pull-request/request.ts';
import { redact } from '../reports/redact.ts';
import { reportPlan, reportProblem } from '../reports/report.ts';
import { type CommitRequest, type MadeCommit, withCommit } from '../repository/git-commit.ts';
import { asIoProblem } from '../repository/io-problem.ts';
import { ProblemError } from '../repository/problem.ts';
import { onBuildTooling } from './build-tooling.ts';
import type { OptionValues } from './command-line.ts';
import { unproved } from './migrate.ts';
import { optedOut } from './opted-out.ts';
import { type CommandContext, EXIT_CODES, type Outcome, statusOf } from './outcome.ts';
import { type Planned, planRepository } from './planning.ts';
import { type PullRequestOptions, pullRequestOptions } from './pull-request-options.ts';
import {
  closedOutcome,
  deliveredOutcome,
  dryRunOutcome,
  failedOutcome,
  respectedOutcome,
  withoutPullRequest,
} from './pull-request-outcome.ts';
import { type ReadyPlan, readyPlan } from './ready-plan.ts';
import { repeatCommand } from './repeat-command.ts';
import { tool } from './version.ts';

/**
 * `diag-codemod pull-request <repository>`: the migration, tidied and proved, becomes a commit on a branch, and the text of a pull request. The work
 * tree stays as it is. `--push` and `--open` go on.
 */
export async function pullRequest(
  root: string,
  values: OptionValues,
  context: CommandContext,
): Promise<Outcome> {
  const options = pullRequestOptions(values, process.env);
  try {
    return await attempt(root, values, options, context);
  } catch (error) {
    const known = asIoProblem(error);
    if (!(known instanceof ProblemError)) throw error;
    const { kind, problem, problems } = known;
    const report = reportProblem(context.run, statusOf(kind), problem, problems);
    return withoutPullRequest({ exitCode: EXIT_CODES[kind], report }, options);
  }
}

async function attempt(
  root: string,
  values: OptionValues,
  options: PullRequestOptions,
  context: CommandContext,
): Promise<Outcome> {
  const other = await onBuildTooling(root, values, context);
  const planned = other ? undefined : await planRepository(root, values);
  if (!planned) return withoutPullRequest(other ?? optedOut(context.run), options);
  const { plan } = planned;
  if (plan.status !== 'pending') {
    const exitCode = plan.status === 'refused' ? EXIT_CODES.refused : 0;
    return withoutPullRequest({ exitCode, report: reportPlan(context.run, plan) }, options);
  }
  const closed = options.push
    ? await checkRemote(planned.repository.root, options, servicesOf(context))
    : undefined;
  if (closed) return closedOutcome(plan, closed, options, context.run);
  const ready = await readyPlan(planned, options, values, context);
  if (ready.evidence.some(({ status }) => status === 'failed'))
    return withoutPullRequest(unproved(ready.plan, ready.evidence, context), options);
  return propose({ planned, ready, values, options, context });
}

/** All that a proposal is made of. */
interface Proposal {
  readonly planned: Planned;
  readonly ready: ReadyPlan;
  readonly values: OptionValues;
  readonly options: PullRequestOptions;
  readonly context: CommandContext;
}

function propose(proposal: Proposal): Promise<Outcome> {
  const { planned, ready, options, context } = proposal;
  return withCommit(planned.repository, ready.plan.changeSet, commitRequest(proposal), async (made) => {
    const text = textFor(proposal, made);
    const situation = await lookAround(made, options, servicesOf(context));
    const verdict = decide(made, situation, options);
    const facts = { made, text, situation, options, ready, run: context.run };
    if (verdict.kind === 'respected') return respectedOutcome(facts, verdict);
    if (options.dryRun) return dryRunOutcome(facts, verdict);
    context.committed();
    const done: Delivered = { action: 'none', pushed: false, pull: verdict.pull };
    try {
      await deliver({ made, situation, request: options, verdict, text }, done);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return failedOutcome(facts, verdict, done, error);
    }
    return deliveredOutcome(facts, verdict, done);
  });
}

function servicesOf({ progress }: CommandContext): ForgeServices {
  return { environment: process.env, version: tool.version, progress };
}

function commitRequest({ planned, ready, options }: Proposal): CommitRequest {
  const { branch, title, identity, signOff } = options;
  return {
    branch,
    identity,
    allowDirty: planned.settings.allowDirty,
    message: (content) => {
      const trailers = [...options.trailers, ...(signOff ? [`Signed-off-by: ${content.committer}`] : [])];
      const message = commitMessage(ready.plan.changeSet, { title, trailers });
      return signedMessage(hidden(message), content, {
        version: tool.version,
        hasTrailers: trailers.length > 0,
      });
    },
  };
}

function textFor(
  { ready, values, options, context }: Proposal,
  { tree, parent }: MadeCommit,
): PullRequestText {
  const { plan, evidence, doubts } = ready;
  const report = reportPlan(context.run, plan, { status: 'migrated', reason: 'committed', evidence });
  const body = pullRequestBody(report, {
    decisions: plan.decisions,
    draftReasons: doubts,
    repeat: repeatCommand(values, options.tidies),
    content: [tree, parent],
  });
  return { title: hidden(options.title), body: hidden(body), draft: options.asDraft || doubts.length > 0 };
}

/** What leaves this machine holds no secret of it. */
function hidden(text: string): string {
  return redact(text, process.env);
}
