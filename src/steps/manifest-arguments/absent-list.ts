import { isMap, isScalar, type Pair } from 'yaml';
import { placeForKey } from '../../kubernetes/key-order.ts';
import { quoteLike } from '../../kubernetes/list-splices.ts';
import { listStyleOf } from '../../kubernetes/list-style.ts';
import {
  endOfPair,
  indentOf,
  insertLinesAfter,
  insertPair,
  type NewPair,
  type Splice,
} from '../../kubernetes/splice.ts';
import { pairOf } from '../../kubernetes/yaml-file.ts';
import type { ContainerTarget } from './container-plan.ts';

/** Adds `args` to a container that has none: behind `command`, else behind what names the container and its image. */
export function addList(target: ContainerTarget, items: readonly string[]): Splice {
  const { container, file } = target;
  const map = container.node;
  const neighbour = container.command?.items[0];
  const quoted = items.map((text) => quoteLike(neighbour, text));
  const indent = listStyleOf(file.text, container).indent;
  const pair: NewPair = {
    key: 'args',
    lines: quoted.map((item) => `${indent}- ${item}`),
    flow: `[${items.map((it) => JSON.stringify(it)).join(', ')}]`,
  };
  const empty = pairOf(map, 'args');
  if (empty && isEmpty(empty)) return fillPair(target, empty, pair);
  return insertPair(file, map, placeForKey(map, 'args', target.sorted), pair);
}

function isEmpty(pair: Pair): boolean {
  return !isMap(pair.value) && (!isScalar(pair.value) || pair.value.value === null);
}

/** `args:` with nothing behind it. */
function fillPair(target: ContainerTarget, pair: Pair, value: NewPair): Splice {
  const indent = indentOf(target.file.text, target.container.node);
  return insertLinesAfter(
    target.file,
    endOfPair(pair),
    value.lines.map((line) => indent + line),
  );
}
