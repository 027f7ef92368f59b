import type { OptionEntry } from '../option-table.ts';
import { type CommandWords, type CompletionWords, isList, valuesOf } from './words.ts';

/** A completion script for bash, from 3.2 on. */
export function bashCompletion({ commands, options }: CompletionWords): string {
  const withValue = options.filter(({ value }) => value !== undefined);
  return `# bash completion for diag-codemod
_diag_codemod() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= i
  # bash splits --style=auto into three words
  if [[ $word == = ]]; then word=
  elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i - 1]} in ${withValue.map(({ name }) => `--${name}`).join('|')}) continue ;; esac
    case \${COMP_WORDS[i]} in
      ${commands.map(({ name }) => name).join('|')}) command=\${COMP_WORDS[i]}; break ;;
      -* | =) ;;
      *) break ;;
    esac
  done
  case $previous in
${withValue.map(valueCase).join('\n')}
  esac
  if [[ $word == -* ]]; then
    case \${command:-migrate} in
${commands.map(optionCase).join('\n')}
    esac
    return
  fi
  case $command in
${commands.map(operandCase).join('\n')}
    *) COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$word")); _diag_codemod_paths -d "$word" ;;
  esac
}

# Adds files or folders; a blank in a name stays one word.
_diag_codemod_paths() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen "$1" -- "$2"))
}

# The last of several words with commas between them.
_diag_codemod_list() {
  local before=
  [[ $2 == *,* ]] && before=\${2%,*},
  compopt -o nospace 2>/dev/null
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${2##*,}"))
}

complete -F _diag_codemod diag-codemod
`;
}

function valueCase(option: OptionEntry): string {
  return `    --${option.name}) ${valueAction(option)}; return ;;`;
}

function valueAction(option: OptionEntry): string {
  const words = valuesOf(option);
  if (words && isList(option)) return `_diag_codemod_list '${words.join(' ')}' "$word"`;
  if (words) return `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$word"))`;
  if (option.takes === 'file') return '_diag_codemod_paths -f "$word"';
  return option.takes === 'directory' ? '_diag_codemod_paths -d "$word"' : 'COMPREPLY=()';
}

function optionCase({ name, options }: CommandWords): string {
  const words = options.map((option) => `--${option.name}`).join(' ');
  return `      ${name}) COMPREPLY=($(compgen -W '${words}' -- "$word")) ;;`;
}

function operandCase({ name, operands }: CommandWords): string {
  if (operands === 'files') return `    ${name}) _diag_codemod_paths -f "$word" ;;`;
  if (operands === 'folder') return `    ${name}) _diag_codemod_paths -d "$word" ;;`;
  return `    ${name}) COMPREPLY=($(compgen -W '${operands.join(' ')}' -- "$word")) ;;`;
}
