import { wrap } from '../reports/layout.ts';
import { type CommandEntry, type CommandName, commandTable } from './command-table.ts';
import { exitCodes } from './exit-codes.ts';
import { type OptionEntry, optionTable } from './option-table.ts';

/** Columns at which explanations begin. */
const COMMAND_INDENT = 18;
const OPTION_INDENT = 26;

/**
 * What `--help` prints, 80 columns wide, made from the tables that also parse the command line: the list of commands, which
 * fits a screen of 24 lines, or all about one of them.
 */
export function helpText(command?: string): string {
  const entry = commandTable.find(({ name }) => name === command);
  const lines = entry ? helpOf(entry) : overview();
  return `${lines.join('\n')}\n`;
}

/** The options of a command, in the order of the table. */
export function optionsOf(command: CommandName): readonly OptionEntry[] {
  return optionTable.filter(({ commands }) => commands.includes(command));
}

/** `--port N`, `--dry-run`. */
export function spellingOf({ name, value }: OptionEntry): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function overview(): string[] {
  return [
    'diag-codemod makes the metrics of a Go controller repository secure.',
    '',
    'Usage',
    '  diag-codemod [<command>] [<options>] <repository>',
    '',
    'Commands',
    ...commandTable.flatMap(({ name, help }) => entry(name, help, COMMAND_INDENT)),
    '',
    'Start with',
    '  diag-codemod ./repo --dry-run     show the difference, write nothing',
    '  diag-codemod <command> --help     all options of a command, exit codes',
  ];
}

function helpOf({ name, usage, help, about, examples }: CommandEntry): string[] {
  return [
    `Usage: diag-codemod ${usage} [<options>]`,
    '',
    ...wrap(help, ''),
    ...(about === undefined ? [] : wrap(about, '')),
    '',
    'Options',
    ...optionsOf(name).flatMap((option) => entry(spellingOf(option), option.help, OPTION_INDENT)),
    '',
    examples.length === 1 ? 'Example' : 'Examples',
    ...examples.flatMap(([line, meaning]) => [`  diag-codemod ${line}`, `      ${meaning}`]),
    '',
    'Exit codes',
    ...exitCodes.flatMap(([code, meaning]) => entry(code, meaning, 13)),
  ];
}

function entry(left: string, right: string, column: number): string[] {
  const indent = ' '.repeat(column);
  const start = `  ${left}`;
  if (start.length > column - 2) return [start, ...wrap(right, indent)];
  const [first = '', ...rest] = wrap(right, indent);
  return [start.padEnd(column) + first.slice(column), ...rest];
}
