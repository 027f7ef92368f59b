import type { DecisionSummary } from '../migration/decision.ts';
import { inertCode, inertSentence } from '../reports/inert-markdown.ts';
import { fittingMarkdown, LONGEST } from '../reports/markdown.ts';
import { markdownSections } from '../reports/markdown-sections.ts';
import type { Report } from '../reports/report.ts';
import { markOf } from './mark.ts';

/** What the body says beside the report. */
export interface BodyParts {
  readonly decisions: readonly DecisionSummary[];
  readonly draftReasons: readonly string[];
  /** The command that makes the same change. */
  readonly repeat: string;
  /** Ids of the content: the body is another one when it is about another commit. */
  readonly content: readonly string[];
}

/**
 * The body of a pull request: what it does, why it is a draft, the report, who made it, and how to be rid of it. It stands between two comments, so
 * that a later run finds its own part again: text that people write around it stays.
 */
export function pullRequestBody(report: Report, parts: BodyParts): string {
  const begin = `${BEGIN} ${stateOf(report, parts)} -->`;
  const head = [begin, intro(parts.decisions), ...draftLines(parts.draftReasons)].join('\n\n');
  const foot = ['---', footer(report, parts), END].join('\n\n');
  return fittingMarkdown(head, markdownSections(report), foot);
}

/** Whether a body is, or once was, written here. */
export function isOurs(body: string): boolean {
  return body.includes(BEGIN);
}

const BEGIN = '<!-- diag-codemod: begin';
const END = '<!-- diag-codemod: end -->';
const DOUBTFUL = '**It could not be verified whole.**';
const OWN_PART = /<!-- diag-codemod: begin ([0-9a-f]{16}) -->[\s\S]*<!-- diag-codemod: end -->/;

/**
 * A body with its part of ours replaced. Undefined where there is nothing to do: it says the same already, people took our part out, or both together
 * would be too long.
 */
export function rewritten(body: string, ours: string): string | undefined {
  const old = OWN_PART.exec(body);
  const now = OWN_PART.exec(ours);
  if (!old || !now || old[1] === now[1]) return undefined;
  const text = body.slice(0, old.index) + now[0] + body.slice(old.index + old[0].length);
  return text.length < LONGEST ? text : undefined;
}

/** What our part of a body says of doubts; undefined where there is none of ours. */
export function tellsDoubts(body: string): boolean | undefined {
  return OWN_PART.exec(body)?.[0].includes(DOUBTFUL);
}

/** All that may be told otherwise by a later run, without what differs each time: how long proofs took. */
function stateOf(report: Report, { draftReasons, content }: BodyParts): string {
  const proofs = report.evidence.map(({ proof, subject, status, reason }) => [
    proof,
    subject,
    status,
    reason,
  ]);
  return markOf([report.tool.version, ...content, JSON.stringify([draftReasons, proofs])]);
}

function intro(decisions: readonly DecisionSummary[]): string {
  const names = decisions.map(({ manager }) => inertCode(manager.entryPoint));
  const which = names.length === 0 ? 'the manager' : listed(names);
  const ports = [...new Set(decisions.map(({ port }) => String(port)))];
  const where = ports.length === 0 ? '' : ` on port ${ports.join(' and ')}`;
  return [
    `With this change the metrics of ${which} are served over https${where}, by the manager itself. It asks the API server who a client is and`,
    'whether that client may read `/metrics`: without a token the answer is 401, without the right it is 403.',
  ].join(' ');
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function draftLines(reasons: readonly string[]): string[] {
  if (reasons.length === 0) return [];
  return [
    [
      `${DOUBTFUL} A later run that can do so makes a draft ready for review; or look at this, and do so yourself:`,
      '',
      ...reasons.map((it) => `- ${inertSentence(it)}`),
    ].join('\n'),
  ];
}

function footer({ tool }: Report, { repeat }: BodyParts): string {
  return [
    `Made by diag-codemod ${tool.version}; ${inertCode(repeat)} makes the same change in a clone of the base.`,
    'Commits that you add to this branch are kept: nothing is pushed over them. Closed without a merge, this pull request does not come back;',
    '`enabled: false` in `.diag-codemod.yaml` switches the tool off for this repository.',
  ].join(' ');
}
