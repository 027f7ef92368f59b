import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { ContainerPort, ContainerSource, ItemList, ListItem } from './workload.ts';
import { pairOf, textAt } from './yaml-file.ts';

/** Reads one container of a pod template. Aliases and merge keys (`<<`) are followed. */
export function readContainer(document: Document, node: YAMLMap, index: number): ContainerSource {
  const portList = followed(document, node, 'ports');
  const list = isSeq(portList) ? portList : undefined;
  return {
    node,
    index,
    name: textAt(node, ['name']),
    image: textAt(node, ['image']),
    args: readList(document, node, 'args'),
    command: readList(document, node, 'command'),
    ports: list?.items.flatMap((item) => (isMap(item) ? [readPort(item)] : [])) ?? [],
    portList: list,
  };
}

/** The value of a key, in the mapping itself or in one that it merges; an alias gives what it stands for. */
export function followed(document: Document, map: YAMLMap, key: string): Node | undefined {
  const own = pairOf(map, key);
  if (own) return resolved(document, own.value);
  const merged = pairOf(map, '<<');
  const base = merged && resolved(document, merged.value);
  const own2 = isMap(base) ? pairOf(base, key) : undefined;
  return own2 ? resolved(document, own2.value) : undefined;
}

function resolved(document: Document, value: unknown): Node | undefined {
  if (isAlias(value)) return value.resolve(document) ?? undefined;
  return (value ?? undefined) as Node | undefined;
}

function readList(document: Document, node: YAMLMap, key: 'args' | 'command'): ItemList | undefined {
  const list = followed(document, node, key);
  return isSeq(list) ? readItemList(document, list, key) : undefined;
}

/** Reads a sequence of texts as a list of arguments. */
export function readItemList(document: Document, list: YAMLSeq, key: 'args' | 'command'): ItemList {
  return {
    key,
    node: list,
    items: list.items.flatMap((item) => readItem(document, item as Node)),
    shared: list.anchor !== undefined && usesOf(document, list.anchor) > 1,
  };
}

function usesOf(document: Document, anchor: string): number {
  let uses = 0;
  visit(document, { Alias: (_, alias) => void (alias.source === anchor && uses++) });
  return uses;
}

function readItem(document: Document, node: Node): ListItem[] {
  const scalar = resolved(document, node);
  if (!isScalar(scalar) || !node.range) return [];
  const [start, end] = node.range;
  const style = isAlias(node) ? 'alias' : styleOf(scalar);
  const anchored = isScalar(node) && node.anchor !== undefined;
  return [{ value: scalarText(scalar), start, end, style, anchored }];
}

function scalarText(scalar: Scalar): string {
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value ?? ''));
}

function styleOf(scalar: Scalar): ListItem['style'] {
  if (scalar.type === 'QUOTE_DOUBLE') return 'double';
  if (scalar.type === 'QUOTE_SINGLE') return 'single';
  return scalar.type === 'PLAIN' ? 'plain' : 'block';
}

function readPort(node: YAMLMap): ContainerPort {
  const number = Number(textAt(node, ['containerPort']) ?? Number.NaN);
  return { node, number: Number.isInteger(number) ? number : undefined, name: textAt(node, ['name']) };
}
