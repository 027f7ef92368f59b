/**
 * Why something cannot be done, as a value. One place (`reports/`) turns it into text.
 *
 * `line` counts from 1, `column` counts bytes from 1. `code` is stable: bots may match on it.
 */
export interface Problem {
  readonly code: string;
  readonly reason: string;
  readonly hint: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The same in UTF-16 units, as SARIF and GitHub count; absent where it is not known. */
  readonly columnUtf16?: number;
}

/** What the command line answers with (design §5); each kind has one exit code in `cli.ts`. */
export type ProblemKind = 'usage' | 'refused' | 'conflict' | 'io' | 'recovery' | 'busy';

/** Carries a {@link Problem} from where it was found to where it is reported. */
export class ProblemError extends Error {
  readonly kind: ProblemKind;
  readonly problem: Problem;
  /** All of them, {@link problem} first: one for each file where several are in the way. */
  readonly problems: readonly Problem[];

  constructor(kind: ProblemKind, problem: Problem, others: readonly Problem[] = []) {
    super(problem.reason);
    this.name = 'ProblemError';
    this.kind = kind;
    this.problem = problem;
    this.problems = [problem, ...others];
  }
}

/** An unsupported or unsafe input: nothing is written, exit 3. */
export function refusal(problem: Problem): ProblemError {
  return new ProblemError('refused', problem);
}
