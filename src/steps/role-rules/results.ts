import { type StepResult, stepResult } from '../../migration/step.ts';

/** One result of several. */
export function mergeResults(results: readonly StepResult[]): StepResult {
  return stepResult({
    changes: results.flatMap((result) => result.changes),
    findings: results.flatMap((result) => result.findings),
    next: results.flatMap((result) => result.next),
    afterMerge: results.flatMap((result) => result.afterMerge),
  });
}
