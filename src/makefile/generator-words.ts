import type { ShellWord, SimpleCommand } from './shell-words.ts';

const PACKAGE = 'sigs.k8s.io/controller-tools/cmd/controller-gen';
const OPTION =
  /^(?:paths=|output:|(?:rbac|crd|object|webhook|schemapatch|applyconfiguration|deepcopy)(?::|$)|\$[({])/;

/** A run of controller-gen inside a simple command: the word that names it, and the options behind it. */
export interface GeneratorWords {
  readonly program: ShellWord;
  readonly options: readonly ShellWord[];
}

/**
 * Finds the run of controller-gen in a command: the program itself under any path, a variable that stands for it, or
 * its package behind `go run` or `go tool`. Installing it, testing for it or naming it as a prerequisite is no run:
 * then no word behind it is an option.
 *
 * @param expanded a word’s value, unquoted and expanded as far as possible.
 */
export function findGenerator(
  command: SimpleCommand,
  expanded: (word: ShellWord) => string,
): GeneratorWords | undefined {
  const index = command.findIndex((word) => isGenerator(word.raw, expanded(word)));
  const program = command[index];
  if (!program) return undefined;
  const options = command.slice(index + 1);
  const runs = options.some((word) => OPTION.test(expanded(word)));
  const installs = command.slice(0, index).some((word) => /^(install|build|get|-s|-f|-x)$/.test(word.raw));
  return runs && !installs ? { program, options } : undefined;
}

/** Whether a text can name controller-gen, or a variable that stands for it: a prefilter, nothing more. */
export function mayNameGenerator(text: string): boolean {
  return /controller[_-]?gen/i.test(text);
}

function isGenerator(raw: string, value: string): boolean {
  if (!mayNameGenerator(value) && !mayNameGenerator(raw)) return false;
  const program = value.replace(/^[@+-]+/, '');
  if (program === PACKAGE || program.startsWith(`${PACKAGE}@`)) return true;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (/^controller-gen(?:[-_@]?v?\d.*|-\$.*)?$/.test(name)) return !program.includes('=');
  return (
    /^[@+-]*["']?\$?\$[({]?\w*CONTROLLER[_-]?GEN(?:_BIN|_PATH|_CMD)?[)}]?["']?$/i.test(raw) ||
    /^["']?\{\{\s*\.CONTROLLER_?GEN\w*\s*\}\}["']?$/i.test(raw)
  );
}
