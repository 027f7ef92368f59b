import type { Finding } from '../migration/finding.ts';
import type { LineReplacement } from '../repository/replacements.ts';
import type { Report, ReportedChange } from './report.ts';
import { artifactLocation } from './sarif-location.ts';

/**
 * The edits that repair a finding: those of its step, and of the steps without which that one makes no sense. SARIF has edits of
 * files that are there, so a repair that makes or deletes a file has no fix.
 */
export function sarifFix({ changes }: Report, { repairedBy }: Finding) {
  if (repairedBy === undefined) return undefined;
  const touched = changes.filter((change) => change.steps.some((step) => repairedBy.includes(step)));
  if (touched.length === 0 || touched.some(({ kind }) => kind !== 'modify')) return undefined;
  return {
    description: { text: `what ${repairedBy.filter((id) => isAtWork(touched, id)).join(', ')} would change` },
    artifactChanges: touched.map(({ path, replacements }) => ({
      artifactLocation: artifactLocation(path),
      replacements: replacements.map(replacement),
    })),
  };
}

function isAtWork(changes: readonly ReportedChange[], id: string): boolean {
  return changes.some((change) => change.steps.includes(id));
}

/**
 * Without `endColumn` a region ends behind the last character of its line: so the end of a file needs no line behind it. No edit adds or
 * drops the last line break of a file.
 */
function replacement({ startLine, endLine, text }: LineReplacement) {
  const isWhole = endLine > startLine && text !== '';
  return {
    deletedRegion: isWhole
      ? { startLine, startColumn: 1, endLine: endLine - 1 }
      : { startLine, startColumn: 1, endLine, endColumn: 1 },
    ...(text === '' ? {} : { insertedContent: { text: isWhole ? text.replace(/\r?\n$/, '') : text } }),
  };
}
