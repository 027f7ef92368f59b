import type { Pair } from 'yaml';
import { isNode } from 'yaml';
import { type Edit, edit } from '../repository/change.ts';
import { lineEndingOf, type SourceFile } from '../repository/source-file.ts';

/**
 * Inserts lines behind that of a pair of a block mapping, at the indentation of its key. Within a flow mapping the
 * lines become further pairs, so each must be `key: value`.
 */
export function lineBehind(
  file: SourceFile,
  pair: Pair | undefined,
  lines: readonly string[],
  why: { readonly step: string; readonly reason: string },
): Edit {
  const [keyStart = 0] = (isNode(pair?.key) && pair.key.range) || [];
  const valueEnd = (isNode(pair?.value) && pair.value.range?.[1]) || keyStart;
  const lineStart = file.text.lastIndexOf('\n', keyStart - 1) + 1;
  if (/[{[]/.test(file.text.slice(lineStart, keyStart))) {
    return edit(file, { start: valueEnd, end: valueEnd }, lines.map((line) => `, ${line}`).join(''), why);
  }
  const indent = ' '.repeat(keyStart - lineStart);
  const newline = file.text.indexOf('\n', valueEnd);
  const lineEnd = newline === -1 ? file.text.length : newline - (file.text[newline - 1] === '\r' ? 1 : 0);
  const text = lines.map((line) => `${lineEndingOf(file.text)}${indent}${line}`).join('');
  return edit(file, { start: lineEnd, end: lineEnd }, text, why);
}
