import type { Pair, YAMLMap } from 'yaml';
import type { SourceFile } from '../repository/source-file.ts';
import { endOfPair, lineStartOf, removeLines, type Splice, startOf } from './splice.ts';

/**
 * Removes one pair of a mapping: in block style its lines and the comments directly above it at its column; in flow
 * style with its comma. Another pair must stay, and a pair on the line of a dash must not go.
 */
export function removePair(file: SourceFile, map: YAMLMap, pair: Pair): Splice {
  if (map.flow) return removeFlowPair(map, pair);
  const key = startOf(pair.key);
  const lines = removeLines(file.text, key, endOfPair(pair));
  return { ...lines, start: startOfComments(file.text, lines.start, key - lines.start) };
}

function removeFlowPair(map: YAMLMap, pair: Pair): Splice {
  const pairs = map.items as Pair[];
  const index = pairs.indexOf(pair);
  const [before, behind] = [pairs[index - 1], pairs[index + 1]];
  if (behind) return { start: startOf(pair.key), end: startOf(behind.key), text: '' };
  return { start: before ? endOfPair(before) : startOf(pair.key), end: endOfPair(pair), text: '' };
}

function startOfComments(text: string, below: number, column: number): number {
  let start = below;
  while (start > 0) {
    const above = lineStartOf(text, start - 1);
    if (/^([ \t]*)#/.exec(text.slice(above, start))?.[1]?.length !== column) return start;
    start = above;
  }
  return start;
}
