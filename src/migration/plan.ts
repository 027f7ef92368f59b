import type { Change } from '../repository/change.ts';
import { ProblemError } from '../repository/problem.ts';
import type { Survey } from '../survey/model.ts';
import type { Decision } from './decision.ts';
import type { Finding } from './finding.ts';
import type { MigrationOptions } from './options.ts';
import type { NextCommand, Step, StepResult } from './step.ts';

/** The results of all selected steps, put together. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly next: readonly NextCommand[];
  readonly afterMerge: readonly string[];
}

/**
 * Runs the steps and puts their results together.
 * Throws the first step's refusal, or a usage problem when `--only`/`--skip` is wrong.
 */
export function planSteps(
  steps: readonly Step[],
  survey: Survey,
  decisions: readonly Decision[],
  options: Pick<MigrationOptions, 'only' | 'skip'>,
): Plan {
  const selected = selectSteps(steps, options);
  const results = resultsOf(steps, survey, decisions);
  checkSelection(steps, selected, results);
  return joinResults(
    steps.filter((step) => selected.has(step.id)),
    results,
  );
}

/** What each step answers, selected or not. */
export function resultsOf(
  steps: readonly Step[],
  survey: Survey,
  decisions: readonly Decision[],
): ReadonlyMap<string, StepResult> {
  return new Map(steps.map((step) => [step.id, step.plan({ survey, decisions })]));
}

/** Puts the results of steps together, in their order. */
export function joinResults(steps: readonly Step[], results: ReadonlyMap<string, StepResult>): Plan {
  const present = steps.flatMap((step) => results.get(step.id) ?? []);
  return {
    changes: present.flatMap((result) => result.changes),
    findings: present.flatMap((result) => result.findings),
    next: withoutRepeats(present.flatMap((result) => result.next)),
    afterMerge: [...new Set(present.flatMap((result) => result.afterMerge))],
  };
}

/** The ids that `--only` and `--skip` leave. Throws a usage problem for one that no step has. */
export function selectSteps(
  steps: readonly Step[],
  options: Pick<MigrationOptions, 'only' | 'skip'>,
): Set<string> {
  const known = steps.map((step) => step.id);
  for (const id of [...options.only, ...options.skip]) {
    if (!known.includes(id)) throw unknownStep(id, known);
  }
  const only = options.only.length > 0 ? options.only : known;
  return new Set(only.filter((id) => !options.skip.includes(id)));
}

/** Throws a usage problem where the selection would split pending steps that only make sense together. */
export function checkSelection(
  steps: readonly Step[],
  selected: ReadonlySet<string>,
  results: ReadonlyMap<string, StepResult>,
): void {
  const pending = (id: string) => (results.get(id)?.changes.length ?? 0) > 0;
  for (const step of steps) {
    if (!selected.has(step.id) || !pending(step.id)) continue;
    const missing = step.needs.filter((id) => !selected.has(id) && pending(id));
    if (missing.length > 0) throw splitSteps(step.id, missing);
  }
}

function withoutRepeats(commands: readonly NextCommand[]): NextCommand[] {
  const seen = new Set<string>();
  return commands.filter(({ directory, command }) => {
    const key = `${directory}\0${command}`;
    return !seen.has(key) && seen.add(key);
  });
}

function unknownStep(id: string, known: readonly string[]): ProblemError {
  return new ProblemError('usage', {
    code: 'unknown-step',
    reason: `there is no step ${JSON.stringify(id)}`,
    hint: `The steps are: ${known.join(', ')}.`,
  });
}

function splitSteps(id: string, missing: readonly string[]): ProblemError {
  return new ProblemError('usage', {
    code: 'split-steps',
    reason: `${id} only makes sense together with ${missing.join(', ')}`,
    hint: `Add ${missing.join(', ')} to the selection, or leave ${id} out.`,
  });
}
