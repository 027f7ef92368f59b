import { resolve } from 'node:path';
import { escapeText } from '../reports/escape.ts';
import { type Report, type Run, reportProblem } from '../reports/report.ts';
import { asIoProblem } from '../repository/io-problem.ts';
import { realDirectory } from '../repository/open.ts';
import { type Problem, ProblemError } from '../repository/problem.ts';
import type { Ask } from './choose-steps.ts';
import { type CommandLine, type OptionValues, parseCommandLine, parseLeniently } from './command-line.ts';
import { guessCommand } from './guess-command.ts';
import { type CommandContext, EXIT_CODES, type Outcome, statusOf } from './outcome.ts';
import { checkOutput, type Output, render, type Terminal } from './output.ts';
import { tool } from './version.ts';

/** What surrounds a run. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly platform: NodeJS.Platform;
  readonly committed: () => void;
  /** Shows one line of progress in the place of the last one. */
  readonly progress?: (text: string) => void;
  /** Asks the person at the terminal; absent where there is none. */
  readonly ask?: Ask | undefined;
}

/** From arguments to output and exit code. Never throws: what goes wrong is an outcome too, with its report. */
export async function runCommandLine(argv: readonly string[], surroundings: Surroundings): Promise<Output> {
  const lenient = reportOptions(argv, parseLeniently(argv));
  try {
    if (surroundings.platform === 'win32') throw windows();
    const line = parseCommandLine(argv);
    return await answer(line, surroundings);
  } catch (error) {
    return renderProblem(guessedRun(argv), error, lenient, surroundings);
  }
}

/** The output of a run that a signal ended before anything was written. */
export function interruptedOutput(argv: readonly string[], exitCode: number, terminal: Terminal): Output {
  const reason = 'stopped by a signal; nothing was written';
  const problem = { code: 'interrupted', reason, hint: 'Run again.' };
  const report = reportProblem(guessedRun(argv), 'failed', problem);
  return render({ exitCode, report }, reportOptions(argv, parseLeniently(argv)), terminal);
}

/** The output of a run that a fault ended which no `await` could see. */
export function faultOutput(argv: readonly string[], error: unknown, terminal: Terminal): Output {
  const values = reportOptions(argv, parseLeniently(argv));
  return render(faultOutcome(guessedRun(argv), error, values), writable(values), terminal);
}

async function answer(line: CommandLine, surroundings: Surroundings): Promise<Output> {
  const { command, operand } = line;
  const values = reportOptions([command], line.values);
  if (command === 'version') return plain(`${tool.version}\n`);
  if (command === 'help') return plain((await import('./help.ts')).helpText(operand));
  if (command === 'completion')
    return plain((await import('./completion/index.ts')).completion(operand ?? ''));
  if (command === 'explain') return explained(operand, values);
  const run = runOf(command, operand);
  try {
    checkOutput(values);
    if (command === 'summary') return await (await import('./summary.ts')).summary(line.files, values);
    const progress = progressOf(values, surroundings);
    const { committed, ask } = surroundings;
    const outcome = await dispatch(line, { run, committed, progress, ask });
    return render(outcome, values, surroundings.terminal);
  } catch (error) {
    return renderProblem(run, error, values, surroundings);
  }
}

/** `--output` of `metrics-proxy` names the folder for its files: its report goes to the stream. */
function reportOptions(words: readonly string[], values: OptionValues): OptionValues {
  return words.includes('metrics-proxy') ? { ...values, output: undefined, more: undefined } : values;
}

/** Only a person at a terminal sees progress, and only without `--quiet`. */
function progressOf({ quiet }: OptionValues, { terminal, progress }: Surroundings): (text: string) => void {
  return terminal.stderrIsTerminal && quiet !== true
    ? (text) => progress?.(escapeText(text))
    : () => undefined;
}

function plain(stdout: string): Output {
  return { exitCode: 0, stdout, stderr: '' };
}

async function explained(topic: string | undefined, { format }: OptionValues): Promise<Output> {
  const { explain } = await import('./explain.ts');
  return plain(explain(topic, format === 'json' || format === 'jsonl' ? format : 'text'));
}

/** Commands are loaded when they are called: `--help` needs neither parser. */
async function dispatch(
  { command, operand = '', values }: CommandLine,
  context: CommandContext,
): Promise<Outcome> {
  if (command === 'undo') return (await import('./undo.ts')).undo(operand, context);
  if (command === 'bump') return (await import('./bump.ts')).bump(operand, values, context);
  if (command === 'metrics-proxy') return (await import('./metrics-proxy.ts')).metricsProxy(values, context);
  if (command === 'verify') return (await import('./verify.ts')).verify(operand, values, context);
  if (command === 'pull-request')
    return (await import('./pull-request.ts')).pullRequest(operand, values, context);
  if (command === 'check') return (await import('./check.ts')).check(operand, values, context);
  return (await import('./migrate.ts')).migrate(operand, values, context);
}

function runOf(command: string, operand: string | undefined): Run {
  return { tool, command, repository: operand === undefined ? null : absolute(operand) };
}

/** A report always says which repository it is about, if the command line lets that be seen: a bot has many. */
function guessedRun(argv: readonly string[]): Run {
  const { command, operand } = guessCommand(argv);
  return runOf(command, operand);
}

function absolute(path: string): string {
  try {
    return realDirectory(path);
  } catch {
    return resolve(path);
  }
}

function renderProblem(run: Run, error: unknown, values: OptionValues, { terminal }: Surroundings): Output {
  const known = asIoProblem(error);
  const outcome =
    known instanceof ProblemError ? problemOutcome(run, known) : faultOutcome(run, known, values);
  return render(outcome, writable(values), terminal);
}

/** A report that says that `--output` cannot be written must not be written there. */
function writable(values: OptionValues): OptionValues {
  try {
    checkOutput(values);
    return values;
  } catch {
    return { ...values, output: undefined, more: undefined };
  }
}

function problemOutcome(run: Run, { kind, problem, problems }: ProblemError): Outcome {
  return { exitCode: EXIT_CODES[kind], report: reportProblem(run, statusOf(kind), problem, problems) };
}

/** A fault of ours, never shown with a stack trace unless asked for. */
function faultOutcome(run: Run, error: unknown, { debug }: OptionValues): Outcome {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const problem: Problem = {
    code: 'internal-fault',
    reason: `an unexpected fault: ${message}`,
    hint: 'Nothing was written. Please report it; --debug shows where it happened.',
  };
  const report: Report = reportProblem(run, 'failed', problem);
  return { exitCode: EXIT_CODES.io, report, remarks: debug === true ? (stack ?? '').split('\n') : [] };
}

function windows(): ProblemError {
  return new ProblemError('usage', {
    code: 'unsupported-platform',
    reason: 'Windows is not supported: its file system cannot keep the promise of all or nothing',
    hint: 'Run diag-codemod in WSL, on a directory of the Linux file system.',
  });
}
