import { escapeLines } from './escape.ts';
import { inertSentence } from './inert-markdown.ts';
import { type MarkdownSection, markdownSections } from './markdown-sections.ts';
import type { Report } from './report.ts';

/** GitHub takes no longer body of a pull request (in UTF-16 units, which is never less than it counts). */
export const LONGEST = 65_536;

/** How many items each list keeps, tried in this order until the whole fits. */
const LIMITS = [Number.POSITIVE_INFINITY, 200, 50, 20, 8, 3, 1, 0];

/**
 * The report as the body of a pull request: what was insecure, what changed and why, who may read the metrics now, what was proved,
 * what is left to do. Nothing that comes from the repository is obeyed as Markdown. At most 65,536 characters: where that is too
 * little, each list keeps its first items and says how many more there are.
 */
export function markdownReport(report: Report): string {
  const { pullRequest } = report;
  if (pullRequest && pullRequest.body !== '') return pullRequest.body;
  return fittingMarkdown(`**${titleOf(report)}** ${inertSentence(report.summary)}`, markdownSections(report));
}

/** Sections between a head and a foot, shortened until the whole fits. */
export function fittingMarkdown(head: string, sections: readonly MarkdownSection[], foot?: string): string {
  const last = foot === undefined ? [] : [foot];
  for (const limit of LIMITS) {
    const text = [head, ...sections.flatMap((section) => sectionText(section, limit)), ...last].join('\n\n');
    if (text.length < LONGEST) return `${escapeLines(text)}\n`;
  }
  return `${escapeLines([head.slice(0, LONGEST / 2), ...last].join('\n\n'))}\n`;
}

const TITLES: Readonly<Record<Report['status'], string>> = {
  migrated: 'Secured metrics.',
  pending: 'To do.',
  'up-to-date': 'Up to date.',
  'not-applicable': 'Nothing to do.',
  refused: 'Refused, nothing was written.',
  conflict: 'Conflict, nothing was written.',
  failed: 'Failed.',
};

function titleOf({ status }: Report): string {
  return TITLES[status];
}

function sectionText({ title, text, items }: MarkdownSection, limit: number): string[] {
  if (items.length === 0 && text === undefined) return [];
  const kept = items.slice(0, limit);
  const left = items.length - kept.length;
  const rest = left === 0 ? [] : [`- … and ${left} more: see the report as JSON or text.`];
  const list = [...kept, ...rest].join('\n');
  const shown = text === undefined ? [] : [limit < 8 ? shortened(text) : text];
  return [`## ${title}`, ...shown, ...(list === '' ? [] : [list])];
}

/** A paragraph or table of sensible length, cut between lines. */
function shortened(text: string): string {
  const cut = text.slice(0, LONGEST / 8);
  return cut.length === text.length ? text : cut.slice(0, Math.max(0, cut.lastIndexOf('\n')));
}
