import type { Finding } from '../migration/finding.ts';
import type { NextCommand } from '../migration/step.ts';
import type { Problem } from '../repository/problem.ts';
import { escapeLines, escapeText } from './escape.ts';
import { evidenceLines } from './evidence-text.ts';
import { makePainter, type Painter, spread, wrap } from './layout.ts';
import { pullRequestLines } from './pull-request-text.ts';
import type { Report, ReportedChange, ReportedManager, Status } from './report.ts';

/** The report for a person: 80 columns, with colour only when asked for. Ends with a newline. */
export function textReport(report: Report, { colour }: { readonly colour: boolean }): string {
  const paint = makePainter(colour);
  const parts = [
    headline(report, paint),
    section('Managers', report.managers.flatMap(managerLines), paint),
    section(changesTitle(report), report.changes.flatMap(changeLines), paint),
    section('Why', report.problems.flatMap(problemLines), paint),
    section(
      'Findings',
      report.findings.flatMap((finding) => findingLines(finding, paint)),
      paint,
    ),
    section('Judged before', report.suppressed.flatMap(suppressedLines), paint),
    section('Proofs', evidenceLines(report.evidence, paint), paint),
    section('Pull request', pullRequestLines(report.pullRequest), paint),
    section('Still to do', report.next.flatMap(nextLines), paint),
    section('After the merge', report.afterMerge.flatMap(afterMergeLines), paint),
    section('To take it back', report.undo === null ? [] : [`  ${escapeText(report.undo)}`], paint),
  ];
  const lines = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return `${guardLines(lines.join('\n\n'))}\n`;
}

/** The last word on every line: nothing that starts one may be a workflow command. Our own colours stay. */
function guardLines(text: string): string {
  return text
    .split('\u001b')
    .map((piece) => escapeLines(piece))
    .join('\u001b');
}

const HEADLINES: Readonly<Record<Status, readonly [string, 'green' | 'yellow' | 'red' | 'cyan']>> = {
  migrated: ['Migrated', 'green'],
  pending: ['Migration pending', 'yellow'],
  'up-to-date': ['Up to date', 'green'],
  'not-applicable': ['Nothing to do', 'green'],
  refused: ['Refused, nothing was written', 'red'],
  conflict: ['Conflict, nothing was written', 'red'],
  failed: ['Failed', 'red'],
};

/** What was done, where it was no migration. */
const TITLES: Readonly<Record<string, string>> = {
  undone: 'Taken back',
  bumped: 'Bumped',
  'bump-pending': 'To bump',
  committed: 'Committed',
  pushed: 'Pushed',
  unchanged: 'Unchanged',
  'pull-request-created': 'Pull request opened',
  'pull-request-updated': 'Pull request updated',
  'pull-request-unchanged': 'Unchanged',
  'pull-request-closed': 'Left alone',
  'pull-request-merged': 'Left alone',
  'taken-over': 'Left alone',
  'projects-without-diagnostics': 'Without diagnostics',
  'manifests-written': 'Written',
  'manifests-up-to-date': 'Nothing to write',
};

function headline(report: Report, paint: Painter): string[] {
  const [word, emphasis] = HEADLINES[report.status];
  const title = TITLES[report.reason] ?? word;
  const [first = '', ...rest] = wrap(`${title}: ${report.summary}`, '  ', '');
  return [paint(emphasis, first.slice(0, title.length)) + first.slice(title.length), ...rest];
}

function section(title: string, lines: readonly string[], paint: Painter): string[] {
  return lines.length === 0 ? [] : [paint('bold', title), ...lines];
}

function changesTitle(report: Report): string {
  const sum = (count: (change: ReportedChange) => number) =>
    report.changes.reduce((total, change) => total + count(change), 0);
  const verb = report.status === 'migrated' || report.reason === 'undone' ? 'Changed' : 'To change';
  return `${verb} (+${sum((change) => change.added)} -${sum((change) => change.removed)} lines)`;
}

function managerLines({ entryPoint, api, versions }: ReportedManager): string[] {
  const known = [
    versions.clusterApi === null ? '' : `Cluster API ${versions.clusterApi}`,
    versions.controllerRuntime === null ? '' : `controller-runtime ${versions.controllerRuntime}`,
  ].filter((text) => text !== '');
  return [...spread(`  ${entryPoint}`, api), ...(known.length > 0 ? wrap(known.join(', '), '      ') : [])];
}

const KIND_SIGNS = { modify: 'M', create: 'A', delete: 'D' } as const;

function changeLines(change: ReportedChange): string[] {
  const size = `+${change.added} -${change.removed}`;
  return [
    ...spread(`  ${KIND_SIGNS[change.kind]} ${change.path}`, size),
    ...change.reasons.flatMap((reason) => wrap(reason, '        ', '      - ')),
  ];
}

function findingLines(finding: Finding, paint: Painter): string[] {
  const emphasis = ({ error: 'red', warning: 'yellow', note: 'cyan' } as const)[finding.level];
  const place = escapeText(`${finding.path}:${finding.line}:${finding.column}`);
  return [
    `  ${paint(emphasis, finding.level)} ${place} (${escapeText(finding.rule)})`,
    ...wrap(finding.message, '      '),
    ...whatToDo(finding).flatMap((text) => wrap(text, '      ')),
  ];
}

/** Nobody is asked to do by hand what the run does, or would do. */
function whatToDo({ fix, repairedBy }: Finding): string[] {
  if (repairedBy) return ['The migration repairs this.'];
  return fix === undefined ? [] : [`Fix: ${fix}`];
}

function suppressedLines({ rule, path, line, suppression }: Finding): string[] {
  return [`  ${escapeText(`${path}:${line} (${rule})`)}`, ...wrap(suppression?.reason ?? '', '      ')];
}

/** The first line is a sentence; lines below it are to be copied as they are. */
function afterMergeLines(item: string): string[] {
  const [sentence = '', ...sample] = item.split('\n');
  return [...wrap(sentence, '    ', '  - '), ...sample.map((line) => `      ${escapeText(line)}`)];
}

function problemLines(problem: Problem): string[] {
  const numbers = [problem.line, problem.column].filter((number) => number !== undefined);
  const place = problem.file === undefined ? '' : ` ${[problem.file, ...numbers].join(':')}`;
  return [
    `  ${escapeText(problem.code + place)}`,
    ...wrap(problem.reason, '      '),
    ...wrap(problem.hint, '      '),
  ];
}

function nextLines(next: NextCommand): string[] {
  const where = next.directory === '.' ? '' : `   (in ${next.directory})`;
  return [`  ${escapeText(next.command + where)}`, ...wrap(next.reason, '      ')];
}
