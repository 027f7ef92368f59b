import { escapeLines, escapeText } from '../reports/escape.ts';
import { type Group, NEEDS_A_PERSON, type Shortened, type Summary } from './tally.ts';

/** The summary for a person. Ends with a newline. */
export function summaryText(summary: Summary): string {
  const { slowest, pullRequests, badLines } = summary;
  const parts = [
    [headline(summary)],
    section('Why', summary.groups.flatMap(groupLines)),
    section(
      'Slowest',
      slowest.map(
        ({ durationMs, repository, status }) => `${seconds(durationMs)}  ${repository} (${status})`,
      ),
    ),
    section(
      'Pull requests',
      listed(pullRequests, ({ url, repository }) => `${url}  ${repository}`),
    ),
    section(
      'Not read',
      listed(badLines, ({ file, line, reason }) => `${file}:${line}  ${reason}`),
    ),
  ];
  const lines = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return `${escapeLines(lines.join('\n\n'))}\n`;
}

/** `3 runs in 12.0 s: 2 migrated, 1 refused. 1 line was not read.` */
export function headline({ runs, statuses, durationMs, badLines }: Summary): string {
  const counts = Object.entries(statuses).filter(([, count]) => count > 0);
  const parts = counts.map(([status, count]) => `${count} ${status}`);
  const what = `${runs} ${runs === 1 ? 'run' : 'runs'} in ${seconds(durationMs).trim()}`;
  const bad =
    badLines.count === 0
      ? ''
      : ` ${badLines.count} ${badLines.count === 1 ? 'line was' : 'lines were'} not read.`;
  return parts.length === 0 ? `no run was read.${bad}` : `${what}: ${parts.join(', ')}.${bad}`;
}

/** `2.1 s`, six columns wide. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`.padStart(8);
}

/** `a, b and 3 more`. */
export function examplesOf({ repositories, count }: Group, show: (repository: string) => string): string {
  const more = count - repositories.length;
  return `${repositories.map(show).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${escapeText(line)}`)];
}

/** Who is all right need not be named. */
function groupLines(group: Group): string[] {
  const { status, reason, count } = group;
  const line = `${String(count).padStart(6)}  ${status}: ${reason}`;
  return NEEDS_A_PERSON.includes(status)
    ? [line, `        ${examplesOf(group, (repository) => repository)}`]
    : [line];
}

function listed<T>({ count, first }: Shortened<T>, show: (item: T) => string): string[] {
  const more = count - first.length;
  return [...first.map(show), ...(more > 0 ? [`and ${more} more`] : [])];
}
