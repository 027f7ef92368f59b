import type { Finding } from '../migration/finding.ts';
import type { NextCommand } from '../migration/step.ts';
import type { Problem } from '../repository/problem.ts';
import type { MetricsReader } from '../survey/metrics-readers.ts';
import { evidenceMarkdown } from './evidence-markdown.ts';
import { repeatCommand } from './evidence-text.ts';
import { inertBlock, inertCode, inertSentence } from './inert-markdown.ts';
import type { Report, ReportedChange } from './report.ts';

/** A heading with a paragraph and a list; one without both is left out. */
export interface MarkdownSection {
  readonly title: string;
  readonly text?: string;
  readonly items: readonly string[];
}

/** What a reviewer asks, in the order of the questions. */
export function markdownSections(report: Report): readonly MarkdownSection[] {
  const isWritten = report.status === 'migrated';
  const repaired = isWritten ? report.repaired : report.findings.filter(({ repairedBy }) => repairedBy);
  const left = report.findings.filter((finding) => !repaired.includes(finding));
  return [
    { title: 'Why nothing was done', items: report.problems.map(problemItem) },
    {
      title: isWritten ? 'What was insecure' : 'What is insecure',
      items: repaired.map((finding) => findingItem(isWritten ? withoutFix(finding) : finding)),
    },
    { title: isWritten ? 'What changed' : 'What would change', items: report.changes.map(changeItem) },
    readersSection(report),
    provedSection(report),
    {
      title: 'What is left to do',
      items: [...report.next.map(nextItem), ...left.map(findingItem)],
    },
    { title: 'After the merge', items: report.afterMerge.map(afterMergeItem) },
    { title: 'Judged before', items: report.suppressed.map(suppressedItem) },
  ];
}

/** What is done needs no advice. */
function withoutFix({ fix: _, ...finding }: Finding): Finding {
  return finding;
}

function findingItem(finding: Finding): string {
  const { rule, level, path, line, message, fix } = finding;
  const action = fix === undefined ? '' : ` ${inertSentence(fix)}`;
  return `- **${level}** ${inertCode(`${path}:${line}`)}: ${inertSentence(message)}.${action} (${inertCode(rule)})`;
}

function suppressedItem({ rule, path, line, suppression }: Finding): string {
  return `- ${inertCode(rule)} at ${inertCode(`${path}:${line}`)}: ${inertSentence(suppression?.reason ?? '')}`;
}

const KINDS = { modify: '', create: ' (new)', delete: ' (deleted)' } as const;

function changeItem({ path, kind, added, removed, reasons }: ReportedChange): string {
  const size = `+${added} −${removed}`;
  const why = reasons.map(inertSentence).join('; ');
  return `- ${inertCode(path)}${KINDS[kind]}, ${size}${why === '' ? '' : `: ${why}`}`;
}

function problemItem({ code, file, line, reason, hint }: Problem): string {
  const place =
    file === undefined ? '' : `${inertCode([file, line].filter((part) => part !== undefined).join(':'))}: `;
  return `- ${place}${inertSentence(reason)}. ${inertSentence(hint)} (${inertCode(code)})`;
}

/** The endpoint itself asks: a token is needed, and the right to `get /metrics`. */
function readersSection({ readers, managers, status }: Report): MarkdownSection {
  const title = status === 'migrated' ? 'Who may read the metrics now' : 'Who may read the metrics then';
  if (managers.length === 0 || status === 'refused') return { title, items: [] };
  const text =
    readers.length === 0
      ? 'Whoever sends a bearer token of an identity that may `get` the non-resource URL `/metrics`. No ClusterRole of this repository allows that: give one to the scraper.'
      : 'Whoever sends a bearer token of an identity that may `get` the non-resource URL `/metrics`. In this repository that is allowed by:';
  return { title, text, items: readers.map(readerItem) };
}

function readerItem({ role, path, subjects }: MetricsReader): string {
  const whom =
    subjects.length === 0 ? 'bound to nobody here' : `bound to ${subjects.map(inertCode).join(', ')}`;
  return `- ClusterRole ${inertCode(role)} (${inertCode(path)}), ${whom}`;
}

function provedSection({ evidence }: Report): MarkdownSection {
  const title = 'What was proved';
  if (evidence.length === 0) return { title, items: [] };
  return { title, text: evidenceMarkdown(evidence, repeatCommand(evidence)), items: [] };
}

function nextItem({ command, directory, reason }: NextCommand): string {
  const where = directory === '.' ? '' : ` in ${inertCode(directory)}`;
  return `- [ ] ${inertCode(command)}${where}: ${inertSentence(reason)}`;
}

/** The first line is a sentence; lines below it are to be copied as they are. */
function afterMergeItem(item: string): string {
  const [sentence = '', ...sample] = item.split('\n');
  const block = sample.length === 0 ? [] : inertBlock(sample, 'yaml').map((line) => `  ${line}`);
  return [`- ${inertSentence(sentence)}`, ...block].join('\n');
}
