import { lineEndingOf } from '../../repository/source-file.ts';
import { lineEnd, lineStart, nextLine } from './lines.ts';
import type { TextEdit } from './text-edit.ts';

/** Lines that go: from the start of a line to the start of a later one, UTF-16. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Removes whole lines and the blank line that nothing needs any more: one of two that would meet, one behind an opening bracket,
 * one before a closing bracket or before the end of the file.
 */
export function removeLines(text: string, ranges: readonly LineRange[]): TextEdit[] {
  return joined(text, ranges).map((run) => withBlankLine(text, run));
}

/** The lines of a node, up to and including their line ending. */
export function linesOf(text: string, start: number, end: number): LineRange {
  return { start: lineStart(text, start), end: nextLine(text, end) };
}

interface Run {
  start: number;
  end: number;
  /** A blank line stands between the ranges that were joined. */
  hasBlank: boolean;
}

/** Ranges with nothing but blank lines between them are one. */
function joined(text: string, ranges: readonly LineRange[]): Run[] {
  const result: Run[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && text.slice(last.end, range.start).trim() === '') {
      last.hasBlank ||= last.end < range.start;
      last.end = Math.max(last.end, range.end);
    } else result.push({ ...range, hasBlank: false });
  }
  return result;
}

function withBlankLine(text: string, { start, end, hasBlank }: Run): TextEdit {
  const above = start === 0 ? undefined : lineAt(text, start - 1);
  const below = end >= text.length ? undefined : lineAt(text, end);
  const opens = above === undefined || /[{([]\s*(\/\/.*)?$|^\s*(case\b.*|default):\s*(\/\/.*)?$/.test(above);
  const closes = below === undefined || /^\s*[})\]]|^\s*(case\b.*|default):/.test(below);
  const isBlankAbove = above?.trim() === '';
  const isBlankBelow = below?.trim() === '';
  if (isBlankBelow && (opens || isBlankAbove)) return { start, end: nextLine(text, end), replacement: '' };
  if (isBlankAbove && closes) return { start: lineStart(text, start - 1), end, replacement: '' };
  const separates = hasBlank && !opens && !closes && !isBlankAbove && !isBlankBelow;
  return { start, end, replacement: separates ? lineEndingOf(text) : '' };
}

function lineAt(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), lineEnd(text, lineStart(text, offset)));
}
