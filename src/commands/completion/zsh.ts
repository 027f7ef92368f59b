import type { OptionEntry } from '../option-table.ts';
import { type CommandWords, type CompletionWords, isList, valuesOf } from './words.ts';

/** A completion script for zsh: a file `_diag-codemod` in a folder of `fpath`. */
export function zshCompletion({ commands, options }: CompletionWords): string {
  const withValue = options.filter(({ value }) => value !== undefined);
  return `#compdef diag-codemod
_diag_codemod() {
  local command=
  integer i
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i-1] in (${withValue.map(({ name }) => `--${name}`).join('|')}) continue ;; esac
    case $words[i] in
      (${commands.map(({ name }) => name).join('|')}) command=$words[i]; break ;;
      (-*) ;;
      (*) break ;;
    esac
  done
  local -a options
  case \${command:-migrate} in
${commands.map(optionCase).join('\n')}
  esac
  _arguments -S $options '*: :_diag_codemod_operand'
}

_diag_codemod_operand() {
  case $command in
${commands.map(operandCase).join('\n')}
    (*) _alternative ${quote(`commands:command:((${commands.map(commandWord).join(' ')}))`)} 'directories:repository:_directories' ;;
  esac
}

if [[ $funcstack[1] == _diag-codemod ]]; then
  _diag_codemod "$@"
else
  compdef _diag_codemod diag-codemod
fi
`;
}

function optionCase({ name, options }: CommandWords): string {
  return `    (${name}) options=(\n${options.map((option) => `      ${quote(specification(option))}`).join('\n')}\n    ) ;;`;
}

/** As `_arguments` reads it: `*--only=[help]:STEP:_values -s , STEP a b`. */
function specification(option: OptionEntry): string {
  const { name, help, value, repeatable } = option;
  const text = help.replaceAll(/[[\]:\\]/g, '\\$&');
  if (value === undefined) return `--${name}[${text}]`;
  return `${repeatable ? '*' : ''}--${name}=[${text}]:${value.replaceAll(':', '\\:')}:${action(option)}`;
}

function action(option: OptionEntry): string {
  const words = valuesOf(option);
  if (words && isList(option)) return `_values -s , ${option.takes} ${words.join(' ')}`;
  if (words) return `(${words.join(' ')})`;
  if (option.takes === 'file') return '_files';
  return option.takes === 'directory' ? '_directories' : ' ';
}

function operandCase({ name, operands }: CommandWords): string {
  if (operands === 'files') return `    (${name}) _files ;;`;
  if (operands === 'folder') return `    (${name}) _directories ;;`;
  return `    (${name}) compadd -- ${operands.join(' ')} ;;`;
}

function commandWord({ name, help }: CommandWords): string {
  return `${name}\\:"${help.replaceAll(/[:"\\]/g, '\\$&')}"`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
