/**
 * The library: the stages of the command line as functions (open → survey → decide → plan → check → apply → report).
 *
 * ```ts
 * const repository = openRepository('./repo');
 * const plan = await planMigration(repository, defaultOptions);
 * if (plan.status === 'pending') applyChangeSet(repository, plan.changeSet);
 * ```
 */
export type { ApiVersions, DecisionSummary, DiagnosticsApi } from './migration/decision.ts';
export type { Spelling } from './migration/endpoint-flags.ts';
export type { Finding, Suppression } from './migration/finding.ts';
export type { Inspection } from './migration/inspection.ts';
export { type MigrationPlan, planMigration } from './migration/migration.ts';
export { defaultOptions, type MigrationOptions, type Style } from './migration/options.ts';
export type { NextCommand, StepDescription } from './migration/step.ts';
export { stepDescriptions as steps } from './migration/steps.ts';
export { tidyPlan } from './migration/tidy.ts';
export { type Answers, type Evidence, type Measured, type ProofId, proofIds } from './proofs/evidence.ts';
export { type VerifyInput, type VerifyOptions, verifyRepository } from './proofs/verify.ts';
export { type Ending, jsonLine, jsonReport } from './reports/json.ts';
export {
  type RemoteCall,
  type Report,
  type ReportedChange,
  type ReportedManager,
  type ReportedPullRequest,
  type Run,
  reportPlan,
  reportProblem,
  STATUSES,
  type Status,
} from './reports/report.ts';
export { textReport } from './reports/text.ts';
export type { Change, Creation, Deletion, Edit } from './repository/change.ts';
export { buildChangeSet, type ChangeSet, type FileChange } from './repository/change-set.ts';
export { unifiedDiff } from './repository/diff.ts';
export { memoryRepository } from './repository/memory-repository.ts';
export { openRepository } from './repository/open.ts';
export { type Problem, ProblemError, type ProblemKind } from './repository/problem.ts';
export { recoverInterrupted } from './repository/recovery.ts';
export type { LineReplacement } from './repository/replacements.ts';
export type { Beneath, Repository } from './repository/repository.ts';
export type { SourceFile } from './repository/source-file.ts';
export { applyChangeSet } from './repository/transaction.ts';
export { type UndoneFile, undo } from './repository/undo.ts';
export type { MetricsReader } from './survey/metrics-readers.ts';
