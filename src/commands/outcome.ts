import type { Report, Run, Status } from '../reports/report.ts';
import type { ProblemKind } from '../repository/problem.ts';
import type { Ask } from './choose-steps.ts';

/** How a command ended: what to print, and the exit code (design §5). */
export interface Outcome {
  readonly exitCode: number;
  readonly report: Report;
  /** `--dry-run`: in text format it goes to stdout alone, and the report to stderr. */
  readonly diff?: string;
  /** Text that somebody goes on with, such as the body of a pull request: in text format it is what is asked for, and the report goes to stderr. */
  readonly document?: string;
  /** Remarks for stderr that are no part of the report. */
  readonly remarks?: readonly string[];
}

/** What every command is given. */
export interface CommandContext {
  readonly run: Run;
  /**
   * Called once the working tree has changed: from then on a signal must not end the run with a code that says that
   * nothing changed.
   */
  readonly committed: () => void;
  /** Tells what is going on, on a terminal; elsewhere nobody hears it. */
  readonly progress: (text: string) => void;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly ask?: Ask | undefined;
}

/** The exit code of a run that ended with a problem of this kind. */
export const EXIT_CODES: Readonly<Record<ProblemKind, number>> = {
  usage: 2,
  refused: 3,
  conflict: 4,
  io: 5,
  recovery: 6,
  busy: 75,
};

/** The status that a report of such a run has. */
export function statusOf(kind: ProblemKind): Status {
  return kind === 'refused' || kind === 'conflict' ? kind : 'failed';
}
