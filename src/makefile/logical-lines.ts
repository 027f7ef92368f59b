import type { TextRange } from './generator-call.ts';

/** Lines that a backslash continues, as one range each, without the last line ending. UTF-16 units. */
export function logicalLines(text: string): TextRange[] {
  const lines: TextRange[] = [];
  let start = 0;
  while (start < text.length) {
    let end = lineEnd(text, start);
    while (end < text.length && /\\\r?$/.test(text.slice(Math.max(start, end - 2), end))) {
      end = lineEnd(text, end + 1);
    }
    lines.push({ start, end });
    start = end + 1;
  }
  return lines;
}

/**
 * The commands of a Taskfile: each line without `- ` and `cmd:`, a folded block (`>`) as one line.
 * Read as text, because Taskfiles are templates.
 */
export function taskLines(text: string): TextRange[] {
  const lines = logicalLines(text);
  const commands: TextRange[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? { start: 0, end: 0 };
    const folded = /^(\s*)(?:- |cmd:).*>[-+]?\s*$/.exec(text.slice(line.start, line.end));
    if (!folded) {
      commands.push(withoutYaml(text, line));
      continue;
    }
    const last = lastDeeperLine(text, lines, index, (folded[1] ?? '').length);
    commands.push({ start: line.end, end: lines[last]?.end ?? line.end });
    index = last;
  }
  return commands;
}

function lastDeeperLine(text: string, lines: readonly TextRange[], from: number, indent: number): number {
  let last = from;
  for (let index = from + 1; index < lines.length; index++) {
    const line = lines[index];
    const content = line ? text.slice(line.start, line.end) : '';
    if (content.trim() !== '' && content.search(/\S/) <= indent) break;
    last = index;
  }
  return last;
}

function withoutYaml(text: string, line: TextRange): TextRange {
  const content = text.slice(line.start, line.end);
  const prefix = /^\s*(?:- )?\s*(?:cmd:\s+)?/.exec(content)?.[0].length ?? 0;
  const quoted = /^(['"]).*\1\s*$/s.test(content.slice(prefix));
  return quoted
    ? { start: line.start + prefix + 1, end: line.start + content.trimEnd().length - 1 }
    : { start: line.start + prefix, end: line.end };
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
