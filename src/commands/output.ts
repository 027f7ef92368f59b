import { accessSync, constants, lstatSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { escapeLines, escapeText } from '../reports/escape.ts';
import { jsonReport } from '../reports/json.ts';
import { textReport } from '../reports/text.ts';
import type { OptionValues } from './command-line.ts';
import { EXIT_CODES, type Outcome } from './outcome.ts';
import { usageProblem } from './usage.ts';

/** What is known of the two streams. */
export interface Terminal {
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** The environment variable `NO_COLOR` is set. */
  readonly noColor: boolean;
}

/** What goes where when a command has ended. */
export interface Output {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Renders an outcome: the report to stdout or to `--output`, everything else to stderr. With `--dry-run` in text
 * format stdout holds the diff alone, so that `git apply` takes it. A wrong command line is told on stderr.
 */
export function render(outcome: Outcome, values: OptionValues, terminal: Terminal): Output {
  const remarks = (outcome.remarks ?? []).map((remark) => `diag-codemod: ${escapeText(remark)}\n`).join('');
  const { stdout, stderr } =
    values.format === 'json' ? json(outcome, values) : text(outcome, values, terminal);
  return { exitCode: outcome.exitCode, stdout, stderr: remarks + stderr };
}

/** Throws a usage problem when the report could not be written there; before anything is done. */
export function checkOutput(values: OptionValues): void {
  if (values.output === undefined) return;
  const path = resolve(String(values.output));
  const stats = lstatSync(path, { throwIfNoEntry: false });
  try {
    accessSync(stats ? path : dirname(path), constants.W_OK);
    if (!stats || stats.isFile()) return;
  } catch {}
  throw usageProblem(
    'wrong-value',
    `--output ${path} cannot be written: give a file in a folder that exists`,
  );
}

type Streams = Pick<Output, 'stdout' | 'stderr'>;

function json({ report }: Outcome, values: OptionValues): Streams {
  const { left, remark } = deliver(jsonReport(report), values);
  return { stdout: left, stderr: remark };
}

function text(outcome: Outcome, values: OptionValues, terminal: Terminal): Streams {
  const onStderr = values['dry-run'] === true || outcome.exitCode === EXIT_CODES.usage;
  const isTerminal = onStderr ? terminal.stderrIsTerminal : terminal.stdoutIsTerminal;
  const colour =
    isTerminal && !terminal.noColor && values['no-color'] !== true && values.output === undefined;
  const { left, remark } = deliver(wantedText(outcome, values, colour), values);
  if (!onStderr) return { stdout: left, stderr: remark };
  return { stdout: shownDiff(outcome.diff ?? '', terminal), stderr: remark + left };
}

/** `--quiet` keeps what somebody must know: problems, and what stops the run from being all right. */
function wantedText({ report, exitCode }: Outcome, values: OptionValues, colour: boolean): string {
  if (values.quiet !== true) return textReport(report, { colour });
  if (exitCode === 0) return '';
  const left = { managers: [], changes: [], next: [], afterMerge: [], undo: null };
  return textReport({ ...report, ...left }, { colour });
}

/** A person's terminal must not obey what stands in a file; a pipe gets the diff as it is. */
function shownDiff(diff: string, { stdoutIsTerminal }: Terminal): string {
  return stdoutIsTerminal ? escapeLines(diff) : diff;
}

/**
 * Writes the report to `--output` where one is given; what is left goes to the stream. The migration may be written
 * by now, so a report that cannot be saved is printed instead: it must not turn the run into a failure.
 */
function deliver(report: string, { output }: OptionValues): { left: string; remark: string } {
  if (output === undefined) return { left: report, remark: '' };
  try {
    writeFileSync(String(output), report);
    return { left: '', remark: '' };
  } catch (error) {
    return { left: report, remark: `diag-codemod: ${escapeText((error as Error).message)}\n` };
  }
}
