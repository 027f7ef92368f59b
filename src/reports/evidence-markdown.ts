import type { Evidence } from '../proofs/evidence.ts';
import { answerRows, shownAnswer, WAYS } from './evidence-text.ts';
import { inertCode, inertSentence } from './inert-markdown.ts';

/** The proofs as Markdown for a pull request: a table, what each endpoint answered, and the command that repeats it. */
export function evidenceMarkdown(evidence: readonly Evidence[], repeat: string): string {
  const table = ['| | proof | of | with | took |', '|---|---|---|---|---|', ...evidence.map(row)];
  const remarks = evidence.filter(({ reason }) => reason !== undefined).map(remark);
  const parts = [table, ...evidence.map(answers), remarks, [`To repeat it: ${inertCode(repeat)}`]];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function row({ status, proof, subject, tool, version, command, durationMs, cached }: Evidence): string {
  const by = command === '' ? '' : `${cell(command)} (${cell(`${tool} ${version}`.trim())})`;
  const took = status === 'skipped' ? '' : `${(durationMs / 1000).toFixed(1)} s${cached ? ', before' : ''}`;
  return `| ${status} | ${proof} | ${cell(subject)} | ${by} | ${took} |`;
}

function remark({ status, proof, subject, reason = '', file, line }: Evidence): string {
  const place =
    file === undefined ? '' : `${inertCode([file, line].filter((part) => part !== undefined).join(':'))}: `;
  return `- ${status} **${proof}** of ${inertCode(subject)}: ${place}${inertSentence(reason)}`;
}

function answers(evidence: Evidence): string[] {
  const rows = answerRows(evidence).map(
    ([name, found]) => `| ${name} | ${WAYS.map(([way]) => shownAnswer(found, way)).join(' | ')} |`,
  );
  if (rows.length === 0) return [];
  const header = `| \`GET /metrics\` of ${cell(evidence.subject)} | ${WAYS.map(([, name]) => name).join(' | ')} |`;
  return [header, `|---|${WAYS.map(() => '---|').join('')}`, ...rows];
}

/** In a table a bar ends the cell, in a code span too. */
function cell(text: string): string {
  return inertCode(text).replaceAll('|', '\\|');
}
