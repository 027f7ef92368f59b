import { type CommandEntry, commandTable } from './command-table.ts';
import { exitCodes } from './exit-codes.ts';
import { optionsOf, spellingOf } from './help.ts';
import { type OptionEntry, optionTable } from './option-table.ts';
import { tool } from './version.ts';

/** The manual page diag-codemod(1) in roff, made from the table of the command line. The build writes it beside the bundle. */
export function manualPage(): string {
  return [
    `.TH DIAG\\-CODEMOD 1 "" "diag\\-codemod ${roff(tool.version)}" "User Commands"`,
    '.SH NAME',
    'diag\\-codemod \\- make the metrics of a Go controller repository secure',
    '.SH SYNOPSIS',
    '.B diag\\-codemod',
    '[\\fIcommand\\fR] [\\fIoptions\\fR] \\fIrepository\\fR',
    '.SH DESCRIPTION',
    'Changes the flags, options, RBAC, manifests, charts and go.mod of a repository together, or nothing.',
    'Without a command it migrates.',
    '.SH COMMANDS',
    ...commandTable.flatMap(commandPart),
    '.SH OPTIONS',
    ...optionTable.flatMap(optionPart),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(([code, meaning]) => ['.TP', `.B ${roff(code)}`, roff(meaning)]),
    '.SH FILES',
    '.TP',
    '.I .diag\\-codemod.yaml',
    'The configuration of a repository.',
    '.TP',
    '.I .diag\\-codemod/',
    'Lock, journal and the last migration, for undo. It ignores itself.',
    '',
  ].join('\n');
}

function commandPart({ usage, help, about, examples }: CommandEntry): string[] {
  return [
    '.TP',
    `.B diag\\-codemod ${roff(usage)}`,
    roff(help),
    ...(about === undefined ? [] : [roff(about)]),
    ...examples.flatMap(([line, meaning]) => [
      '.RS',
      '.PP',
      `${roff(meaning)}:`,
      '.br',
      `.B diag\\-codemod ${roff(line)}`,
      '.RE',
    ]),
  ];
}

function optionPart(option: OptionEntry): string[] {
  const isOfAll = commandTable.every(({ name }) => optionsOf(name).includes(option));
  const where = isOfAll ? [] : [`(${option.commands.join(', ')})`];
  return ['.TP', `.B ${roff(spellingOf(option))}`, roff(option.help), ...where];
}

/** Neutral in roff: a hyphen that stays one when it is copied, no escape, no request at the start of a line. */
function roff(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replaceAll('’', '\\(cq');
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
