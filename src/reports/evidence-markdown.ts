import type { Evidence } from '../proofs/evidence.ts';
import { escapeText } from './escape.ts';
import { answerRows, shownAnswer, WAYS } from './evidence-text.ts';

/** The proofs as Markdown for a pull request: a table, the answers of the endpoints, and how to repeat it. */
export function evidenceMarkdown(evidence: readonly Evidence[], repeat: string): string {
  if (evidence.length === 0) return '';
  const rows = evidence.map(
    (one) =>
      `| ${one.status} | ${one.proof} | ${code(one.subject)} | ${code(`${one.tool} ${one.version}`.trim())} | ${code(one.command)} | ${seconds(one)} | ${cell(one.reason ?? '')} |`,
  );
  const table = [
    '| result | proof | what | tool | command | time | |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ];
  return [...table, '', ...evidence.flatMap(answers), `To repeat it: ${code(repeat)}`, ''].join('\n');
}

function answers(evidence: Evidence): string[] {
  const rows = answerRows(evidence).map(
    ([name, found]) => `| ${name} | ${WAYS.map(([way]) => shownAnswer(found, way)).join(' | ')} |`,
  );
  if (rows.length === 0) return [];
  const header = `| \`GET /metrics\` of ${code(evidence.subject)} | ${WAYS.map(([, name]) => name).join(' | ')} |`;
  return [header, `|---|${WAYS.map(() => '---|').join('')}`, ...rows, ''];
}

function seconds({ durationMs, status }: Evidence): string {
  return status === 'skipped' ? '' : `${(durationMs / 1000).toFixed(1)} s`;
}

/** Text of a repository in a code span: nothing in it is markup, and the fence is longer than any of its own. */
function code(text: string): string {
  if (text === '') return '';
  const safe = escapeText(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return fence + pad + safe + pad + fence;
}

/** A sentence that may hold words of a repository: as code, where it could be markup. */
function cell(text: string): string {
  return /^[\w ,.:;()/-]*$/.test(text) ? text : code(text);
}
