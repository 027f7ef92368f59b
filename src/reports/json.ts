import { escapeJson } from './escape.ts';
import type { Report } from './report.ts';

/** How the run that a report is about ended. */
export interface Ending {
  readonly exitCode: number;
  /** From the start of the process to its report. */
  readonly durationMs: number;
}

/** The report as JSON with a final newline, safe to print in a log (design §5, schema 1). */
export function jsonReport(report: Report, ending?: Ending): string {
  return `${escapeJson(JSON.stringify(ended(report, ending), undefined, 2))}\n`;
}

/** The same value on one line, for files that hold a line for each repository. */
export function jsonLine(report: Report, ending?: Ending): string {
  return `${escapeJson(JSON.stringify(ended(report, ending)))}\n`;
}

/** What is looked at first stands first: a person reads the line, too. */
function ended({ schema, tool, command, repository, status, reason, ...rest }: Report, ending?: Ending) {
  return { schema, tool, command, repository, status, reason, ...ending, ...rest };
}
