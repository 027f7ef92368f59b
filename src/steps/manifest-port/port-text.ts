import { isScalar, type Pair } from 'yaml';
import { dashIndent, separatorOf } from '../../kubernetes/list-splices.ts';
import { listStyleOf } from '../../kubernetes/list-style.ts';
import {
  endOf,
  endOfPair,
  indentOf,
  insertLinesAfter,
  insertPair,
  type Splice,
  startOf,
} from '../../kubernetes/splice.ts';
import type { ContainerPort, ContainerSource } from '../../kubernetes/workload.ts';
import { pairOf } from '../../kubernetes/yaml-file.ts';
import { lineEndingOf, type SourceFile } from '../../repository/source-file.ts';

/** A port to add. */
export interface NewPort {
  /** Or the action of a template that prints it. */
  readonly number: number | string;
  /** At most 15 characters, unique in the pod. */
  readonly name: string;
}

/** Adds a port behind one that is there, written as that one is: its order of keys, its indentation, its brackets. */
export function insertPort(
  file: SourceFile,
  container: ContainerSource,
  after: ContainerPort,
  port: NewPort,
): Splice {
  const pairs = pairsLike(after, port);
  const list = container.portList;
  const inline = `{${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
  const end = endOf(after.node);
  if (list?.flow) return { start: end, end, text: separatorOf(file, list) + inline };
  const indent = list ? dashIndent(file.text, list) : '';
  return insertLinesAfter(file, end, after.node.flow ? [`${indent}- ${inline}`] : blockLines(pairs, indent));
}

/** Adds the list itself, behind one of the container's pairs. */
export function insertPortList(
  file: SourceFile,
  container: ContainerSource,
  place: Pair | undefined,
  port: NewPort,
): Splice {
  const pairs = defaultPairs(port);
  const lines = blockLines(pairs, listStyleOf(file.text, container).indent);
  const flow = `[{${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')}}]`;
  const empty = pairOf(container.node, 'ports');
  if (empty) return fillEmptyList(file, container, empty, { lines, flow });
  return insertPair(file, container.node, place, {
    key: 'ports',
    lines,
    flow,
  });
}

/** `ports: []`, or the key alone: the list goes where the brackets are, as a second key would hide the first. */
function fillEmptyList(
  file: SourceFile,
  container: ContainerSource,
  empty: Pair,
  list: { readonly lines: readonly string[]; readonly flow: string },
): Splice {
  const start = file.text.indexOf(':', startOf(empty.key)) + 1;
  const end = Math.max(start, endOfPair(empty));
  if (container.node.flow) return { start, end, text: ` ${list.flow}` };
  const indent = lineEndingOf(file.text) + indentOf(file.text, container.node);
  return { start, end, text: list.lines.map((line) => indent + line).join('') };
}

type PortPair = readonly [key: string, value: string];

/** The order in which kubebuilder and Cluster API write a port. */
function defaultPairs(port: NewPort): readonly PortPair[] {
  return [
    ['containerPort', String(port.number)],
    ['name', port.name],
    ['protocol', 'TCP'],
  ];
}

function pairsLike(sibling: ContainerPort, port: NewPort): readonly PortPair[] {
  const written = (sibling.node.items as Pair[]).map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  const place = ([key]: PortPair) => (written.includes(key) ? written.indexOf(key) : written.length);
  return [...defaultPairs(port)].sort((one, other) => place(one) - place(other));
}

function blockLines(pairs: readonly PortPair[], indent: string): string[] {
  return pairs.map(([key, value], index) => `${indent}${index === 0 ? '- ' : '  '}${key}: ${value}`);
}
