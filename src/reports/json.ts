import { escapeJson } from './escape.ts';
import type { Report } from './report.ts';

/** The report as JSON with a final newline, safe to print in a log (design §5, schema 1). */
export function jsonReport(report: Report): string {
  return `${escapeJson(JSON.stringify(report, undefined, 2))}\n`;
}
