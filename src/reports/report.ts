import type { DiagnosticsApi } from '../migration/decision.ts';
import type { Finding } from '../migration/finding.ts';
import type { MigrationPlan } from '../migration/migration.ts';
import type { NextCommand } from '../migration/step.ts';
import type { Evidence } from '../proofs/evidence.ts';
import type { FileChange } from '../repository/change-set.ts';
import type { Problem } from '../repository/problem.ts';
import { type LineReplacement, replacementsBetween } from '../repository/replacements.ts';
import type { MetricsReader } from '../survey/metrics-readers.ts';

/** How a run can end, or would end (design §5). */
export const STATUSES = [
  'migrated',
  'pending',
  'up-to-date',
  'not-applicable',
  'refused',
  'conflict',
  'failed',
] as const;
/** How a run ended, or would end. */
export type Status = (typeof STATUSES)[number];

/** A controller manager that the run is about. */
export interface ReportedManager {
  readonly entryPoint: string;
  readonly api: DiagnosticsApi;
  readonly versions: { readonly clusterApi: string | null; readonly controllerRuntime: string | null };
}

/** A file that changed, or would. */
export interface ReportedChange {
  readonly path: string;
  readonly kind: 'modify' | 'create' | 'delete';
  /** The step that asked first; `steps` has all. */
  readonly step: string;
  readonly steps: readonly string[];
  readonly reasons: readonly string[];
  /** In lines. */
  readonly added: number;
  readonly removed: number;
  /** What becomes of its lines; the whole text of a created file is one. Empty for a deletion. */
  readonly replacements: readonly LineReplacement[];
}

/** Something that is, or would be, asked of a remote or of an API. */
export interface RemoteCall {
  /** `git push`, or the method of a request. */
  readonly method: string;
  readonly url: string;
  /** One sentence. */
  readonly what: string;
}

/** A branch and its pull request. */
export interface ReportedPullRequest {
  readonly branch: string;
  /** The branch that it goes to; null where it is not known. */
  readonly base: string | null;
  /** The commit that the branch has now; null where there is none of ours. */
  readonly commit: string | null;
  /**
   * What became of the branch, and of the pull request where one was asked for; with `--dry-run`, what would. `respected`: somebody closed it,
   * merged it, or works on the branch. `none`: nothing to do, or a problem.
   */
  readonly action: 'created' | 'updated' | 'unchanged' | 'respected' | 'none';
  /** The remote has the commit. */
  readonly pushed: boolean;
  readonly number: number | null;
  readonly url: string | null;
  readonly draft: boolean;
  readonly draftReasons: readonly string[];
  readonly title: string;
  readonly body: string;
  /** Of the commit. */
  readonly message: string;
  /** What was asked of others to change something; with `--dry-run`, what would be. */
  readonly calls: readonly RemoteCall[];
}

/**
 * Everything a run has to say, as one value from which every format is made.
 * The JSON format is this value; `schema` grows when a field changes its meaning or goes.
 */
export interface Report {
  readonly schema: 1;
  readonly tool: { readonly name: 'diag-codemod'; readonly version: string };
  readonly command: string;
  /** Absolute path; null when the command line names none. */
  readonly repository: string | null;
  readonly status: Status;
  /** Stable code, e.g. `migration-pending`, or that of the problem. */
  readonly reason: string;
  /** One sentence. */
  readonly summary: string;
  readonly managers: readonly ReportedManager[];
  readonly changes: readonly ReportedChange[];
  readonly findings: readonly Finding[];
  /** What the migration took away; empty unless it was written. */
  readonly repaired: readonly Finding[];
  /** What somebody has judged, with the reason. */
  readonly suppressed: readonly Finding[];
  /** Who may read the metrics by the manifests of the repository, once the endpoint asks. */
  readonly readers: readonly MetricsReader[];
  /** Managers that were refused, and why. */
  readonly refusals: readonly Problem[];
  /** Why nothing was done, when nothing was; for a refusal the first one. */
  readonly problem: Problem | null;
  /** The same where there is more than one reason: one for each file or manager that is in the way, `problem` first. */
  readonly problems: readonly Problem[];
  /** Commands the user must still run. */
  readonly next: readonly NextCommand[];
  readonly afterMerge: readonly string[];
  readonly evidence: readonly Evidence[];
  /** The command that takes the migration back, when there is one to take back. */
  readonly undo: string | null;
  /** The unified diff, with `--dry-run` only. */
  readonly diff?: string;
  /** Of the command `pull-request` only. */
  readonly pullRequest?: ReportedPullRequest;
}

/** What is known of a run before anything is read. */
export type Run = Pick<Report, 'tool' | 'command' | 'repository'>;

/** A report with what is not given left empty. */
export function makeReport(
  run: Run,
  parts: Pick<Report, 'status' | 'reason' | 'summary'> & Partial<Report>,
): Report {
  const empty = {
    managers: [],
    changes: [],
    findings: [],
    repaired: [],
    suppressed: [],
    readers: [],
    refusals: [],
    next: [],
    afterMerge: [],
    evidence: [],
  };
  const { problem = null, refusals = [] } = parts;
  const problems = refusals.length > 0 || problem === null ? refusals : [problem];
  return { schema: 1, ...run, ...empty, problem, problems, undo: null, ...parts };
}

/** The report of a plan: what would be done, or was when `status` says so. */
export function reportPlan(run: Run, plan: MigrationPlan, parts: Partial<Report> = {}): Report {
  return makeReport(run, {
    status: plan.status,
    reason: plan.reason,
    summary: plan.summary,
    managers: plan.decisions.map(({ manager, api, versions }) => ({
      entryPoint: manager.entryPoint,
      api,
      versions: {
        clusterApi: versions.clusterApi ?? null,
        controllerRuntime: versions.controllerRuntime ?? null,
      },
    })),
    changes: plan.changeSet.files.map(reportedChange),
    ...findingsOf(plan, parts.status === 'migrated'),
    suppressed: plan.inspection.suppressed,
    readers: plan.inspection.readers,
    refusals: plan.refusals,
    problem: plan.status === 'refused' ? (plan.refusals[0] ?? null) : null,
    next: plan.next,
    afterMerge: plan.afterMerge,
    ...parts,
  });
}

/** Once it is written, what it took away is no finding any more, and places are those of the new text. */
function findingsOf({ findings, inspection }: MigrationPlan, isWritten: boolean) {
  if (!isWritten) return { findings: [...inspection.findings, ...findings] };
  const repaired = inspection.findings.filter(({ repairedBy }) => repairedBy !== undefined);
  return { findings: [...inspection.remaining, ...findings], repaired };
}

/** The report of a run that ended with a problem. */
export function reportProblem(
  run: Run,
  status: Status,
  problem: Problem,
  problems: readonly Problem[] = [problem],
): Report {
  const refusals = status === 'refused' ? problems : [];
  const summary = problems.length === 1 ? problem.reason : `${problems.length} files are in the way`;
  return makeReport(run, { status, reason: problem.code, summary, problem, problems, refusals });
}

/** A file of the change set as the report tells it. */
export function reportedChange(file: FileChange): ReportedChange {
  const { path, kind, steps, reasons, addedLines: added, removedLines: removed, before = '', after } = file;
  return {
    path,
    kind,
    step: steps[0] ?? '',
    steps,
    reasons,
    added,
    removed,
    // Found out only for a report that tells them.
    get replacements() {
      return after === undefined ? [] : replacementsBetween(before, after);
    },
  };
}
