import { accessSync, constants, lstatSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { escapeLines, escapeText } from '../reports/escape.ts';
import { githubReport } from '../reports/github.ts';
import { type Ending, jsonLine, jsonReport } from '../reports/json.ts';
import { markdownReport } from '../reports/markdown.ts';
import { redact } from '../reports/redact.ts';
import { sarifReport } from '../reports/sarif.ts';
import { textReport } from '../reports/text.ts';
import type { OptionValues } from './command-line.ts';
import { type Delivery, deliveriesOf, type Format } from './deliveries.ts';
import { EXIT_CODES, type Outcome } from './outcome.ts';
import { allTopics } from './topics.ts';
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
  const remarks = (outcome.remarks ?? []).map((remark) => `diag-codemod: ${escapeText(hidden(remark))}\n`);
  const [main, ...others] = deliveriesOf(values);
  const saved = others.flatMap(({ format, output }) => {
    const report = formatted(outcome, format, values, false);
    const { left, remark } = deliver(report, output);
    return [remark, left];
  });
  const { stdout, stderr } = stream(outcome, main ?? { format: 'text', output: undefined }, values, terminal);
  return { exitCode: outcome.exitCode, stdout, stderr: [...remarks, ...saved, stderr].join('') };
}

/** Throws a usage problem when a report could not be written there; before anything is done. */
export function checkOutput(values: OptionValues): void {
  for (const { output } of deliveriesOf(values)) if (output !== undefined) checkFile(resolve(output));
}

function checkFile(path: string): void {
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

function stream(
  outcome: Outcome,
  { format, output }: Delivery,
  values: OptionValues,
  terminal: Terminal,
): Pick<Output, 'stdout' | 'stderr'> {
  const isText = format === 'text';
  const { document, exitCode } = outcome;
  const onStderr =
    isText && (values['dry-run'] === true || document !== undefined || exitCode === EXIT_CODES.usage);
  const isTerminal = onStderr ? terminal.stderrIsTerminal : terminal.stdoutIsTerminal;
  const colour = isTerminal && !terminal.noColor && values['no-color'] !== true && output === undefined;
  if (isText && document !== undefined) {
    const { left, remark } = deliver(hidden(document), output);
    const stderr = remark + formatted(outcome, format, values, terminal.stderrIsTerminal && colour);
    return { stdout: terminal.stdoutIsTerminal ? escapeLines(left) : left, stderr };
  }
  const { left, remark } = deliver(formatted(outcome, format, values, colour), output);
  if (!onStderr) return { stdout: left, stderr: remark };
  return { stdout: shownDiff(outcome.diff ?? '', terminal), stderr: remark + left };
}

/** The report in a format, without secrets. The one way by which reports leave. */
function formatted(outcome: Outcome, format: Format, values: OptionValues, colour: boolean): string {
  return hidden(written(outcome, format, values, colour));
}

/** Without secrets. */
export function hidden(text: string): string {
  return redact(text, process.env);
}

function written(outcome: Outcome, format: Format, values: OptionValues, colour: boolean): string {
  switch (format) {
    case 'json':
      return jsonReport(outcome.report, endingOf(outcome));
    case 'jsonl':
      return jsonLine(outcome.report, endingOf(outcome));
    case 'sarif':
      return sarifReport(outcome.report, allTopics());
    case 'github':
      return githubReport(outcome.report);
    case 'markdown':
      return markdownReport(outcome.report);
    case 'text':
      return wantedText(outcome, values, colour);
  }
}

/** Time is counted from where the process began, its start included: that is what a queue pays for. */
function endingOf({ exitCode }: Outcome): Ending {
  return { exitCode, durationMs: Math.round(performance.now()) };
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
export function deliver(report: string, output: string | undefined): { left: string; remark: string } {
  if (output === undefined) return { left: report, remark: '' };
  try {
    writeFileSync(output, report);
    return { left: '', remark: '' };
  } catch (error) {
    return { left: report, remark: `diag-codemod: ${escapeText((error as Error).message)}\n` };
  }
}
