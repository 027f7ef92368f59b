/** One JSON document of a file of many, or why there is none. `line` counts from 1. */
export type JsonRecord =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly problem: string };

/** In bytes. A report with the diff of a large repository has less than one MiB. */
const MAX_RECORD = 8 * 1024 * 1024;
const TOO_LONG = 'longer than 8 MiB';
const UNFINISHED = 'the JSON that begins here does not end';

/**
 * The documents of a stream, one at a time: one a line, or over several lines as `--format json` prints them, where the first line is
 * a `{` alone and the last one a `}`. Blank lines are left out. Holds one record in memory, however many there are.
 */
export async function* readRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonRecord> {
  let open: OpenRecord | undefined;
  for await (const line of linesOf(chunks)) {
    if (open && continues(line)) {
      open.add(line);
      if (!isText(line, '}')) continue;
      yield open.record();
      open = undefined;
      continue;
    }
    if (open) yield { line: open.line, problem: UNFINISHED };
    open = isText(line, '{') ? openRecord(line) : undefined;
    if (!open && !isText(line, '')) yield line;
  }
  if (open) yield { line: open.line, problem: UNFINISHED };
}

interface OpenRecord {
  readonly line: number;
  readonly add: (line: JsonRecord) => void;
  readonly record: () => JsonRecord;
}

function openRecord(first: JsonRecord): OpenRecord {
  const { line } = first;
  const texts: string[] = [];
  let size = 0;
  let problem: string | undefined;
  const add = (part: JsonRecord) => {
    if ('problem' in part) problem = part.problem;
    else size += part.text.length;
    if (size > MAX_RECORD) problem = TOO_LONG;
    if (problem === undefined && 'text' in part) texts.push(part.text);
    else texts.length = 0;
  };
  add(first);
  return {
    line,
    add,
    record: () => (problem === undefined ? { line, text: texts.join('\n') } : { line, problem }),
  };
}

/** All lines but the first of a printed document are indented, or its end. */
function continues(line: JsonRecord): boolean {
  return 'problem' in line || line.text.startsWith(' ') || isText(line, '}');
}

function isText(line: JsonRecord, text: string): boolean {
  return 'text' in line && line.text.trimEnd() === text;
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<JsonRecord> {
  let parts: Buffer[] = [];
  let size = 0;
  let line = 1;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield lineOf(line, [...parts, chunk.subarray(start, end)], size + end - start);
      line += 1;
      parts = [];
      size = 0;
      start = end + 1;
    }
    size += chunk.length - start;
    if (size <= MAX_RECORD) parts.push(chunk.subarray(start));
    else parts = [];
  }
  if (size > 0) yield lineOf(line, parts, size);
}

function lineOf(line: number, parts: readonly Buffer[], size: number): JsonRecord {
  if (size > MAX_RECORD) return { line, problem: TOO_LONG };
  try {
    return { line, text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)) };
  } catch {
    return { line, problem: 'not UTF-8' };
  }
}
