import type { ContainerSource, ItemList, ListItem } from './workload.ts';

/** Alternatives of a regular expression for names of flags: whatever the repository's code calls them is taken literally. */
export function flagPattern(names: Iterable<string>): string {
  return [...names].map((name) => name.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|');
}

/** One flag among the items of `args` or `command`. */
export interface Argument {
  readonly list: ItemList;
  /** Index of the item that names the flag. */
  readonly index: number;
  readonly item: ListItem;
  /** Without dashes. */
  readonly name: string;
  readonly dashes: 1 | 2;
  /** Behind `=`, or the whole next item where that is no flag itself; undefined where neither is there. */
  readonly value: string | undefined;
  /** The next item, where the value stands there (`--flag`, `value`). */
  readonly valueItem: ListItem | undefined;
}

/** Spellings of the old flag: kubebuilder's, Cluster API's own before 1.6, kubebuilder 2's. */
export const OLD_METRICS_FLAGS: readonly string[] = [
  'metrics-bind-address',
  'metrics-bind-addr',
  'metrics-addr',
];

const FLAG = /^(--?)([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/;

/** Name and value of a flag among plain texts: the last one wins, as in every flag library. */
export function flagValue(items: readonly string[], names: ReadonlySet<string>): string | undefined {
  const at = items.findLastIndex((item) => names.has(FLAG.exec(item)?.[2] ?? ''));
  const next = items[at + 1];
  if (at === -1) return undefined;
  return FLAG.exec(items[at] ?? '')?.[3] ?? (next?.startsWith('-') ? undefined : next);
}

/** The flags that a list passes, in its order. Shell text (an item with several words) is not looked into. */
export function argumentsOf(list: ItemList | undefined): Argument[] {
  return list?.items.flatMap((item, index) => argumentAt(list, item, index)) ?? [];
}

/** The flags of `command` and `args` together, in the order in which the process gets them. */
export function argumentsOfContainer(container: ContainerSource | undefined): Argument[] {
  return [...argumentsOf(container?.command), ...argumentsOf(container?.args)];
}

function argumentAt(list: ItemList, item: ListItem, index: number): Argument[] {
  const match = FLAG.exec(item.value);
  if (!match) return [];
  const next = list.items[index + 1];
  const value = match[3] ?? (next && !next.value.startsWith('-') ? next.value : undefined);
  return [
    {
      list,
      index,
      item,
      name: match[2] ?? '',
      dashes: match[1] === '-' ? 1 : 2,
      value,
      valueItem: match[3] === undefined && value !== undefined ? next : undefined,
    },
  ];
}

/** Whether a flag is the one that switches leader election on, in any of its spellings. */
export function isLeaderElection(argument: Argument): boolean {
  return /^(enable-)?leader-elect(ion)?$/.test(argument.name);
}
