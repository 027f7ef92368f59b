import { isScalar, type Pair, type YAMLMap } from 'yaml';
import { placeForKey } from './key-order.ts';
import { endOfPair, lineEndOf, lineStartOf, startOf } from './splice.ts';

/**
 * The pair of a container in a Helm template behind which `ports` can stand: where it stands elsewhere, unless actions
 * go on with the list that ends there, or decide whether it is there at all; then behind the last plain value.
 *
 * @param text the template with its actions.
 */
export function placeInTemplate(text: string, map: YAMLMap): Pair | undefined {
  const usual = placeForKey(map, 'ports', false);
  if (!usual || (isUnconditional(text, map, usual) && !isContinued(text, usual))) return usual;
  return (map.items as Pair[]).findLast((pair) => isWritten(pair) && isUnconditional(text, map, pair));
}

/** A plain value on the line of its key; one that an action prints below (`resources:`) is no place to end at. */
function isWritten({ value }: Pair): boolean {
  return isScalar(value) && value.source !== '';
}

/** Whether as many blocks were closed as opened on the way from the start of a mapping to one of its pairs. */
function isUnconditional(text: string, map: YAMLMap, pair: Pair): boolean {
  return openBlocks(text.slice(startOf(map), startOf(pair.key))) === 0;
}

/** How many `if`, `range` and `with` of a text wait for their `end`. */
export function openBlocks(text: string): number {
  const opened = text.match(/\{\{-?\s*(if|range|with)\b/g)?.length ?? 0;
  return opened - (text.match(/\{\{-?\s*end\b/g)?.length ?? 0);
}

/** Whether the actions behind a pair print more of its value: none of them holds a key of the same mapping. */
function isContinued(text: string, pair: Pair): boolean {
  const key = startOf(pair.key);
  const column = key - lineStartOf(text, key);
  const lines = text
    .slice(lineEndOf(text, endOfPair(pair)))
    .split(/\r?\n/)
    .slice(1);
  const actions = blockOf(lines);
  return actions.length > 0 && !actions.some((line) => /^ *[\w-]+:/.exec(line) && indentOf(line) === column);
}

/** The lines of the first action: alone, or up to its `end`. */
function blockOf(lines: readonly string[]): readonly string[] {
  if (!/^\s*\{\{/.test(lines[0] ?? '')) return [];
  const end = lines.findIndex((_, index) => openBlocks(lines.slice(0, index + 1).join('\n')) <= 0);
  return lines.slice(0, end + 1);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
