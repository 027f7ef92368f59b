import { parseArgs } from 'node:util';
import { parserOptions, splitCommand } from './command-line.ts';
import { commandEntry } from './command-table.ts';

/** Command and operand as a report names them. */
export interface GuessedCommand {
  readonly command: string;
  readonly operand: string | undefined;
}

const NOTHING: GuessedCommand = { command: 'diag-codemod', operand: undefined };

/**
 * What a command line that is wrong, or whose run was stopped, was about. More than one operand could each be the repository, or the
 * value of an unknown option: then nothing is guessed.
 */
export function guessCommand(argv: readonly string[]): GuessedCommand {
  try {
    const options = parserOptions();
    const { positionals } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true });
    const { command, operands } = splitCommand(positionals);
    const [operand, ...more] = operands;
    if (more.length > 0 || positionals.length === 0) return NOTHING;
    return { command, operand: commandEntry(command).operand === 'repository' ? operand : undefined };
  } catch {
    return NOTHING;
  }
}
