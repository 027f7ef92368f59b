import type { Finding } from '../migration/finding.ts';
import type { Problem } from '../repository/problem.ts';
import { escapeText } from './escape.ts';
import type { Report } from './report.ts';

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

/**
 * The report as workflow commands, which GitHub Actions shows beside the lines of a pull request. One line for each finding
 * and problem, and one for the run itself. Columns are UTF-16 units.
 */
export function githubReport(report: Report): string {
  const lines = [
    ...report.problems.map(problemCommand),
    ...report.findings.map(findingCommand),
    command(levelOf(report), { title: 'diag-codemod' }, report.summary),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function levelOf({ status }: Report): keyof typeof COMMANDS {
  if (status === 'refused' || status === 'conflict' || status === 'failed') return 'error';
  return status === 'pending' ? 'warning' : 'note';
}

function findingCommand({ rule, level, path, line, column, columnUtf16, message, fix }: Finding): string {
  const text = fix === undefined ? message : `${message}\n${fix}`;
  return command(level, { file: path, line, col: columnUtf16 ?? column, title: rule }, text);
}

function problemCommand({ code, file, line, column, columnUtf16, reason, hint }: Problem): string {
  return command('error', { file, line, col: columnUtf16 ?? column, title: code }, `${reason}\n${hint}`);
}

function command(
  level: keyof typeof COMMANDS,
  properties: Readonly<Record<string, string | number | undefined>>,
  text: string,
): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const list = given.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${COMMANDS[level]} ${list}::${escapeData(text)}`;
}

/** `%` first, then what ends a command. Line breaks are ours; all else that a log would obey is shown as text. */
function escapeData(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeText(line).replaceAll('%', '%25'))
    .join('%0A');
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll('%', '%25').replaceAll(':', '%3A').replaceAll(',', '%2C');
}
