import { makeReport, type Run } from '../reports/report.ts';
import type { Outcome } from './outcome.ts';

/** The answer for a repository with `enabled: false`. */
export function optedOut(run: Run): Outcome {
  const summary = 'The configuration of this repository opts out (enabled: false).';
  const report = makeReport(run, { status: 'not-applicable', reason: 'opted-out', summary });
  return { exitCode: 0, report };
}
