import { wrap } from '../reports/layout.ts';
import { type CommandEntry, commandTable, type OptionEntry, optionTable } from './option-table.ts';

/** Column at which explanations begin. */
const INDENT = 26;

const exitCodes: readonly (readonly [string, string])[] = [
  ['0', 'done, or nothing to do'],
  ['1', 'check or --dry-run --exit-code found work, or a proof failed'],
  ['2', 'wrong command line or configuration'],
  ['3', 'refused: unsupported or unsafe input, nothing was written'],
  ['4', 'conflict: uncommitted or changed files, nothing was written'],
  ['5', 'the file system failed, rolled back'],
  ['6', 'an interrupted run needs a person'],
  ['75', 'another run is at work'],
  ['130, 143', 'stopped by a signal, nothing was written'],
];

/** The text of `--help`, 80 columns wide, made from the tables that also parse the command line. */
export function helpText(): string {
  return [
    'diag-codemod makes the metrics of a Go controller repository secure.',
    '',
    'Usage',
    ...commandTable.flatMap(commandLines),
    '',
    'Options',
    ...optionTable.flatMap(optionLines),
    '',
    'Exit codes',
    ...exitCodes.flatMap(([code, meaning]) => entry(code, meaning)),
    '',
  ].join('\n');
}

function commandLines({ usage, help }: CommandEntry): string[] {
  return [`  diag-codemod ${usage}`, ...wrap(help, '      ')];
}

function optionLines({ name, value, help, commands }: OptionEntry): string[] {
  const spelling = value === undefined ? `--${name}` : `--${name} ${value}`;
  const where = commands.length === 1 ? `${help} (${commands[0]})` : help;
  return entry(spelling, where);
}

function entry(left: string, right: string): string[] {
  const indent = ' '.repeat(INDENT);
  const [first = '', ...rest] = wrap(right, indent);
  return [`  ${left}`.padEnd(INDENT - 1) + first.slice(INDENT - 1), ...rest];
}
