import type { Node, YAMLSeq } from 'yaml';
import type { SourceFile } from '../repository/source-file.ts';
import { openBlocks } from './helm-place.ts';
import { removeItem } from './item-removal.ts';
import { lineStartOf, type Splice, startOf } from './splice.ts';

/**
 * Removes one item of a list in a Helm template: with the actions that print more of it, and with a condition that
 * holds it alone. Undefined where the template does not show what belongs to it (an `else`, a block that begins inside
 * of it and ends elsewhere).
 */
export function removeTemplateItem(file: SourceFile, list: YAMLSeq, index: number): Splice | undefined {
  const item = list.items[index] as Node | undefined;
  if (!item || list.flow) return undefined;
  const { text } = file;
  const { start, end } = removeItem(file, list, index);
  const dash = text.lastIndexOf('-', startOf(item) - 1);
  const column = dash - lineStartOf(text, dash);
  const whole = withActions(text, { start, end }, column);
  return whole && { ...withConditions(text, whole), text: '' };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The lines below that are indented deeper than the dash, and blocks of nothing else, belong to the item. */
function withActions(text: string, { start, end }: Range, column: number): Range | undefined {
  let to = end;
  let open = openBlocks(text.slice(start, to));
  if (open < 0) return undefined;
  while (to < text.length) {
    const line = lineAt(text, to);
    const isAction = /^[ \t]*\{\{/.test(line);
    if (open === 0 && !isAction) break;
    if (open === 0 && (/^\s*\{\{-?\s*(end|else)\b/.test(line) || !isDeep(blockAt(text, to), column))) break;
    open += openBlocks(line);
    to += line.length;
  }
  return open === 0 ? { start, end: to } : undefined;
}

/** An action, or a block of them, whose other lines are all indented deeper than the dash. */
function isDeep(block: string, column: number): boolean {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  const plain = lines.filter((line) => !/^\s*\{\{/.test(line));
  if (plain.length > 0) return plain.every((line) => indentOf(line) > column);
  const printed = /nindent\s+(\d+)/.exec(block)?.[1];
  return printed === undefined ? indentOf(lines[0] ?? '') > column : Number(printed) > column;
}

/** The line at an offset, or the lines up to the `end` of the block that it opens. */
function blockAt(text: string, offset: number): string {
  let to = offset;
  let open = 0;
  do {
    const line = lineAt(text, to);
    open += openBlocks(line);
    to += line.length;
  } while (open > 0 && to < text.length);
  return text.slice(offset, to);
}

/** `{{ if }}` directly above and its `{{ end }}` directly below hold nothing any more. */
function withConditions(text: string, range: Range): Range {
  const above = lineStartOf(text, range.start - 1);
  const opening = range.start === 0 ? '' : text.slice(above, range.start);
  const closing = lineAt(text, range.end);
  if (!/^\s*\{\{-?\s*(if|with|range)\b[^{}]*\}\}\s*$/.test(opening) || openBlocks(opening) !== 1)
    return range;
  if (!/^\s*\{\{-?\s*end\s*-?\}\}\s*$/.test(closing)) return range;
  return withConditions(text, { start: above, end: range.end + closing.length });
}

function lineAt(text: string, offset: number): string {
  const newline = text.indexOf('\n', offset);
  return text.slice(offset, newline === -1 ? text.length : newline + 1);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
