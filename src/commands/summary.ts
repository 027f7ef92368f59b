import { createReadStream, statSync } from 'node:fs';
import { escapeJson } from '../reports/escape.ts';
import { asIoProblem } from '../repository/io-problem.ts';
import { readEntry } from '../summary/entry.ts';
import { summaryMarkdown } from '../summary/markdown.ts';
import { readRecords } from '../summary/read-records.ts';
import { makeTally, NEEDS_A_PERSON, type Summary, type Tally } from '../summary/tally.ts';
import { summaryText } from '../summary/text.ts';
import type { OptionValues } from './command-line.ts';
import { deliveriesOf, type Format } from './deliveries.ts';
import { deliver, hidden, type Output } from './output.ts';
import { usageProblem } from './usage.ts';
import { tool } from './version.ts';

/**
 * `diag-codemod summary [FILE…|-]`: what the runs came to whose JSON reports stand in these files. Throws a usage problem
 * where there is nothing to read from.
 */
export async function summary(files: readonly string[], values: OptionValues): Promise<Output> {
  for (const { format } of deliveriesOf(values)) checkFormat(format);
  const sources = files.length > 0 ? files : ['-'];
  for (const file of sources) checkSource(file);
  const tally = makeTally();
  for (const file of sources) await readInto(tally, file);
  return renderSummary(tally.summary(), values);
}

const FORMATS: readonly Format[] = ['text', 'json', 'jsonl', 'markdown'];

function checkFormat(format: Format): void {
  if (FORMATS.includes(format)) return;
  throw usageProblem('wrong-value', `summary has no format ${format}: there is ${FORMATS.join(', ')}`);
}

function checkSource(file: string): void {
  if (file === '-') {
    if (process.stdin.isTTY !== true) return;
    throw usageProblem('nothing-to-read', 'summary was given neither files nor anything on standard input');
  }
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) return;
  const reason = stats ? `${file} is a folder, not a file of reports` : `there is no file ${file}`;
  throw usageProblem('wrong-value', reason);
}

async function readInto(tally: Tally, file: string): Promise<void> {
  const name = file === '-' ? 'standard input' : file;
  const stream: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
  try {
    for await (const record of readRecords(stream)) {
      try {
        if ('problem' in record) throw new Error(record.problem);
        tally.add(readEntry(record.text));
      } catch (error) {
        tally.addBadLine({ file: name, line: record.line, reason: (error as Error).message });
      }
    }
  } catch (error) {
    throw asIoProblem(error, name);
  }
}

function renderSummary(value: Summary, values: OptionValues): Output {
  const exitCode = exitCodeOf(value, values);
  const parts = deliveriesOf(values).map(({ format, output }) =>
    deliver(hidden(written(value, format, exitCode)), output),
  );
  return {
    exitCode,
    stdout: parts.map(({ left }) => left).join(''),
    stderr: parts.map(({ remark }) => remark).join(''),
  };
}

/**
 * 1 when the numbers are not those of all runs: a line could not be read, or none was there. With `--exit-code` also when a
 * repository needs a person.
 */
function exitCodeOf({ runs, statuses, badLines }: Summary, values: OptionValues): number {
  const needed = values['exit-code'] === true && NEEDS_A_PERSON.some((status) => statuses[status] > 0);
  return runs === 0 || badLines.count > 0 || needed ? 1 : 0;
}

function written(value: Summary, format: Format, exitCode: number): string {
  if (format === 'markdown') return summaryMarkdown(value);
  if (format === 'text') return summaryText(value);
  const fields = { schema: 1, tool, command: 'summary', exitCode, ...value };
  return `${escapeJson(JSON.stringify(fields, undefined, format === 'json' ? 2 : 0))}\n`;
}
