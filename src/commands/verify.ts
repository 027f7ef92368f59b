import type { Evidence } from '../proofs/evidence.ts';
import { makeReport, type Report } from '../reports/report.ts';
import { openRepository } from '../repository/open.ts';
import type { OptionValues } from './command-line.ts';
import { readConfig } from './config.ts';
import { optedOut } from './opted-out.ts';
import type { CommandContext, Outcome } from './outcome.ts';
import { proofOptions, proveAsItIs } from './proving.ts';
import { settle } from './settings.ts';

/** `diag-codemod verify <repository>`: proofs on a scratch copy. Runs code of the repository; the repository stays untouched. */
export async function verify(root: string, values: OptionValues, context: CommandContext): Promise<Outcome> {
  const repository = openRepository(root);
  const { enabled, migration } = settle(values, readConfig(repository, values.config as string | undefined));
  if (!enabled) return optedOut(context.run);
  const options = proofOptions(values, migration.managers, context.progress);
  const evidence = await proveAsItIs(repository, options);
  return outcomeOf(evidence, context);
}

function outcomeOf(evidence: readonly Evidence[], { run }: CommandContext): Outcome {
  if (evidence.length === 0) {
    const summary = 'No controller manager found: there is nothing to prove.';
    const parts = { status: 'not-applicable', reason: 'no-controller-manager', summary } as const;
    return { exitCode: 0, report: makeReport(run, parts) };
  }
  const failing = evidence.filter(({ status }) => status === 'failed');
  const parts = failing.length > 0 ? failedParts(evidence) : provedParts(evidence);
  return { exitCode: failing.length > 0 ? 1 : 0, report: makeReport(run, { ...parts, evidence }) };
}

type Parts = Pick<Report, 'status' | 'reason' | 'summary'>;

/** A proof failed: the exit code is 1. */
export function failedParts(evidence: readonly Evidence[]): Parts {
  const [first, ...more] = evidence.filter(({ status }) => status === 'failed');
  const others = more.length > 0 ? ` (and ${more.length} more)` : '';
  return {
    status: 'failed',
    reason: 'proof-failed',
    summary: `${first?.proof} failed for ${first?.subject}: ${first?.reason}${others}`,
  };
}

function provedParts(evidence: readonly Evidence[]): Parts {
  const count = (status: Evidence['status']) => evidence.filter((one) => one.status === status).length;
  const skips = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
  return { status: 'up-to-date', reason: 'proved', summary: `${count('passed')} proofs passed${skips}.` };
}
