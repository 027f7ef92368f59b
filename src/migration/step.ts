import type { Change } from '../repository/change.ts';
import type { Survey } from '../survey/model.ts';
import type { Decision } from './decision.ts';
import type { Finding } from './finding.ts';

/** A command the user must still run, in the repository. */
export interface NextCommand {
  /** e.g. `go mod tidy`. */
  readonly command: string;
  /** Folder to run it in, relative to the repository; '.' for its root. */
  readonly directory: string;
  readonly reason: string;
}

/** What a step sees. It is pure: the same input gives the same result, and nothing is written. */
export interface StepInput {
  readonly survey: Survey;
  /** The managers that are migrated in this run, each with its decision. */
  readonly decisions: readonly Decision[];
}

/** What a step answers. */
export interface StepResult {
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly next: readonly NextCommand[];
  /** Sentences for the report's "after the merge" part (design §6.16). */
  readonly afterMerge: readonly string[];
}

/** What a step is called, and what it goes with. */
export interface StepDescription {
  readonly id: string;
  /** One line for `--help` and reports. */
  readonly title: string;
  /**
   * Steps whose pending changes must be part of the same run: without them this step's own changes
   * would leave the manager broken. `--only` and `--skip` may not split them.
   */
  readonly needs: readonly string[];
}

/** One concern of the migration. A refusal is thrown (`refusal()`), never returned. */
export interface Step extends StepDescription {
  plan(input: StepInput): StepResult;
}

/** A step result with what is not given left empty. */
export function stepResult(parts: Partial<StepResult>): StepResult {
  return { changes: [], findings: [], next: [], afterMerge: [], ...parts };
}
