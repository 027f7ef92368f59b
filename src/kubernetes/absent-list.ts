import { isMap, isScalar, type Pair } from 'yaml';
import { refusal } from '../repository/problem.ts';
import { positionAt, type SourceFile } from '../repository/source-file.ts';
import { placeForKey } from './key-order.ts';
import { quoteLike } from './list-splices.ts';
import { listStyleOf } from './list-style.ts';
import {
  endOfPair,
  indentOf,
  insertLinesAfter,
  insertPair,
  type NewPair,
  type Splice,
  startOf,
} from './splice.ts';
import type { ContainerSource } from './workload.ts';
import { pairOf } from './yaml-file.ts';

/** A container without `args`, and the file it stands in. */
interface BareContainer {
  readonly file: SourceFile;
  readonly container: ContainerSource;
  /** Its mapping's keys are sorted, as kustomize prints them. */
  readonly sorted: boolean;
}

/**
 * Adds `args` to a container that has none: behind `command`, else behind what names the container and its image.
 *
 * Throws the refusal `arguments-no-list` where something else stands there.
 */
export function addList(target: BareContainer, items: readonly string[]): Splice {
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
  if (empty && !isEmpty(empty)) throw noList(target);
  if (empty) return fillPair(target, empty, pair);
  return insertPair(file, map, placeForKey(map, 'args', target.sorted), pair);
}

function isEmpty(pair: Pair): boolean {
  return !isMap(pair.value) && (!isScalar(pair.value) || pair.value.value === null);
}

function noList({ file, container }: BareContainer): Error {
  return refusal({
    code: 'arguments-no-list',
    file: file.path,
    ...positionAt(file.text, startOf(container.node)),
    reason: 'the arguments of this container are no list: Kubernetes takes no other form',
    hint: 'Write args as a list of strings, and run the migration again.',
  });
}

/** `args:` with nothing behind it. */
function fillPair(target: BareContainer, pair: Pair, value: NewPair): Splice {
  const indent = indentOf(target.file.text, target.container.node);
  return insertLinesAfter(
    target.file,
    endOfPair(pair),
    value.lines.map((line) => indent + line),
  );
}
