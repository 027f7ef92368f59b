import { refusal } from '../repository/problem.ts';
import { positionAt, type SourceFile } from '../repository/source-file.ts';

const MAX_FLOW_DEPTH = 100;
const MAX_INDENT = 1_000;
const MAX_COMPACT_DEPTH = 100;
const MAX_ALIASES = 100;

/**
 * Refuses text that would make the YAML library abort the process or run for minutes (security.md §4):
 * deep flow or compact nesting, deep indentation, many aliases, explicit keys. Iterative, constant memory.
 */
export function checkYamlLimits(file: SourceFile): void {
  const text = file.text;
  let flow = 0;
  let aliases = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '[' || character === '{') flow++;
    else if (character === ']' || character === '}') flow = Math.max(0, flow - 1);
    else if (character === '*' && /[\s[,:-]/.test(text[at - 1] ?? ' ') && /[\w]/.test(text[at + 1] ?? ''))
      aliases++;
    else if (character === '\n' || at === 0) {
      flow = atLineStart(text, at === 0 && character !== '\n' ? 0 : at + 1, file, flow);
    }
    if (flow > MAX_FLOW_DEPTH) throw tooDeep(file, at);
    if (aliases > MAX_ALIASES) throw tooDeep(file, at);
  }
}

function atLineStart(text: string, start: number, file: SourceFile, flow: number): number {
  let at = start;
  let compact = 0;
  while (text[at] === ' ') at++;
  if (at - start > MAX_INDENT) throw tooDeep(file, at);
  while ((text[at] === '-' || text[at] === '?') && text[at + 1] === ' ') {
    compact++;
    at += 2;
    if (compact > MAX_COMPACT_DEPTH) throw tooDeep(file, at);
  }
  return text.startsWith('---', start) ? 0 : flow;
}

function tooDeep(file: SourceFile, offset: number): Error {
  return refusal({
    code: 'yaml-limit',
    file: file.path,
    ...positionAt(file.text, offset),
    reason: 'this YAML is nested more deeply, or has more aliases, than any real manifest',
    hint: 'Check where the file comes from; exclude it if it is not a manifest.',
  });
}
