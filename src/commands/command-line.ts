import { parseArgs } from 'node:util';
import { type CommandName, commandEntry, commandTable, SHELLS } from './command-table.ts';
import { alignReports, checkDeliveries } from './deliveries.ts';
import { didYouMean } from './did-you-mean.ts';
import { optionTable } from './option-table.ts';
import { usageProblem } from './usage.ts';

/** The values of all options, by their name without dashes. */
export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A command line that makes sense. */
export interface CommandLine {
  readonly command: CommandName | 'help' | 'version';
  /** The repository; the topic of `explain`, the shell of `completion`, the command of `help`. */
  readonly operand: string | undefined;
  /** The files of `summary`. */
  readonly files: readonly string[];
  readonly values: OptionValues;
}

/**
 * Parses what follows `diag-codemod`. The first operand is the command; `migrate` when it is none.
 * Throws a usage problem for what is unknown, missing, out of place, or not available in this version.
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parseStrictly(argv);
  const { command, operands } = splitCommand(positionals);
  if (values.version === true) return { command: 'version', operand: undefined, files: [], values };
  const [first, second] = positionals;
  if (values.help === true || first === 'help') {
    const named = first === 'help' ? second : first;
    return { command: 'help', operand: commandNamed(named), files: [], values };
  }
  checkPlaces(command, values);
  checkDeliveries(values);
  if (command === 'summary') return { command, operand: undefined, files: operands, values };
  return { command, operand: operandOf(command, operands), files: [], values };
}

/** What can be known of a command line that is wrong: how its report is wanted. */
export function parseLeniently(argv: readonly string[]): OptionValues {
  try {
    const args = [...argv];
    const { values, tokens } = parseArgs({
      args,
      options: parserOptions(),
      strict: false,
      allowPositionals: true,
      tokens: true,
    });
    return alignReports(values as OptionValues, tokens);
  } catch {
    return {};
  }
}

function parseStrictly(argv: readonly string[]) {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...argv],
      options: parserOptions(),
      allowPositionals: true,
      tokens: true,
    });
    return { values: alignReports(values as OptionValues, tokens), positionals };
  } catch (error) {
    const [reason = ''] = (error as Error).message.split(/\. |\n/);
    const [, unknown = ''] = /^Unknown option '--([^']*)'/.exec(reason) ?? [];
    const names = optionTable.map(({ name }) => name);
    throw usageProblem(
      'wrong-option',
      reason.replace(/^\w/, (letter) => letter.toLowerCase()),
      `${didYouMean(unknown, names, '--')}See diag-codemod --help.`,
    );
  }
}

/** How Node's parser is told of the options. */
export function parserOptions() {
  const entries = optionTable.map(({ name, value, repeatable = false }) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const);
    return [name, { type, multiple: repeatable }] as const;
  });
  return Object.fromEntries(entries);
}

/** The first operand is the command; `migrate` when it is none. */
export function splitCommand(positionals: readonly string[]): {
  command: CommandName;
  operands: readonly string[];
} {
  const [first] = positionals;
  const found = commandNamed(first);
  return found
    ? { command: found, operands: positionals.slice(1) }
    : { command: 'migrate', operands: positionals };
}

function commandNamed(word: string | undefined): CommandName | undefined {
  return commandTable.find(({ name }) => name === word)?.name;
}

function operandOf(command: CommandName, operands: readonly string[]): string | undefined {
  const { operand } = commandEntry(command);
  if (operand === 'nothing' && operands.length > 0) {
    throw usageProblem('too-many-operands', `${command} takes no operand: --output names its folder`);
  }
  if (operands.length > 1) {
    const commands = commandTable.map(({ name }) => name);
    const meant = command === 'migrate' ? didYouMean(operands[0] ?? '', commands) : '';
    const reason = `${command} takes one ${operand}, not ${operands.length}`;
    throw usageProblem('too-many-operands', reason, `${meant}See diag-codemod --help.`);
  }
  if (operand === 'shell' && !SHELLS.some((shell) => shell === operands[0])) {
    throw usageProblem('wrong-value', `completion is for one of ${SHELLS.join(', ')}`);
  }
  if (operand === 'repository' && !operands[0]) {
    throw usageProblem(
      'no-repository',
      'no repository was given',
      'Give its directory: diag-codemod ./repository',
    );
  }
  return operands[0];
}

function checkPlaces(command: CommandName, values: OptionValues): void {
  for (const { name, commands } of optionTable) {
    if (values[name] !== undefined && !commands.includes(command)) {
      throw usageProblem('misplaced-option', `${command} has no option --${name}`);
    }
  }
  if (command === 'migrate' && values['commit-to'] !== undefined && values['dry-run'] === true) {
    throw usageProblem('misplaced-option', '--commit-to and --dry-run exclude each other');
  }
  if (command !== 'summary' && values['exit-code'] === true && values['dry-run'] !== true) {
    throw usageProblem('misplaced-option', '--exit-code needs --dry-run');
  }
  const proving = ['live', 'build', 'require', 'env', 'no-cache'].find((name) => values[name] !== undefined);
  checkPairs(values);
  if (command === 'migrate' && values.verify !== true && proving !== undefined) {
    throw usageProblem('misplaced-option', `--${proving} needs --verify`);
  }
}

/** What says the opposite of another option. */
function checkPairs(values: OptionValues): void {
  for (const name of ['tidy', 'verify']) {
    if (values[name] === true && values[`no-${name}`] === true)
      throw usageProblem('misplaced-option', `--${name} and --no-${name} exclude each other`);
  }
  const proving = ['live', 'build', 'require'].find((name) => values[name] !== undefined);
  if (values['no-verify'] === true && proving !== undefined)
    throw usageProblem('misplaced-option', `--no-verify and --${proving} exclude each other`);
  const opening = ['into', 'reopen'].find((name) => values[name] !== undefined);
  if (opening !== undefined && values.open !== true)
    throw usageProblem('misplaced-option', `--${opening} needs --open`);
  if (values['api-url'] !== undefined && values.open !== true && values.push !== true)
    throw usageProblem('misplaced-option', '--api-url needs --push or --open');
}
