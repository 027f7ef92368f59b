import type { OptionEntry } from '../option-table.ts';
import { type CommandWords, type CompletionWords, isList, valuesOf } from './words.ts';

/** A completion script for fish. */
export function fishCompletion({ commands, options }: CompletionWords): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = [
    '# fish completion for diag-codemod',
    'complete -c diag-codemod -f',
    `set -l commands ${names}`,
    ...commands.map(
      ({ name, help }) =>
        `complete -c diag-codemod -n "not __fish_seen_subcommand_from $commands" -a ${name} -d ${quote(help)}`,
    ),
    'complete -c diag-codemod -n "not __fish_seen_subcommand_from $commands" -a "(__fish_complete_directories)"',
    ...commands.flatMap(operandLines),
    ...options.map((option) => optionLine(option, commands)),
  ];
  return `${lines.join('\n')}\n`;
}

function operandLines({ name, operands }: CommandWords): string[] {
  if (operands.length === 0) return [];
  if (operands === 'files') return [`complete -c diag-codemod -n "__fish_seen_subcommand_from ${name}" -F`];
  const words = operands === 'folder' ? '"(__fish_complete_directories)"' : quote(operands.join(' '));
  return [`complete -c diag-codemod -n "__fish_seen_subcommand_from ${name}" -a ${words}`];
}

/** An option of migrate is offered where no command stands, too: migrate is what runs then. */
function optionLine(option: OptionEntry, commands: readonly CommandWords[]): string {
  const own = option.commands.join(' ');
  const others = commands
    .map(({ name }) => name)
    .filter((name) => !option.commands.some((it) => it === name));
  const condition = option.commands.includes('migrate')
    ? others.length === 0
      ? ''
      : ` -n "not __fish_seen_subcommand_from ${others.join(' ')}"`
    : ` -n "__fish_seen_subcommand_from ${own}"`;
  return `complete -c diag-codemod${condition} -l ${option.name}${argument(option)} -d ${quote(option.help)}`;
}

function argument(option: OptionEntry): string {
  const words = valuesOf(option);
  if (words && isList(option)) return ` -x -a "(__fish_append , ${words.join(' ')})"`;
  if (words) return ` -x -a ${quote(words.join(' '))}`;
  if (option.takes === 'file') return ' -r -F';
  if (option.takes === 'directory') return ' -x -a "(__fish_complete_directories)"';
  return option.value === undefined ? '' : ' -x';
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
