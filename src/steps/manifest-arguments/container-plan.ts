import { addList } from '../../kubernetes/absent-list.ts';
import { type Argument, argumentsOfContainer, isLeaderElection } from '../../kubernetes/arguments.ts';
import { insertItems, quoteLike, removeItems, replaceItems } from '../../kubernetes/list-splices.ts';
import { isShell } from '../../kubernetes/shell-script.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import type { ContainerSource, ItemList, ListItem } from '../../kubernetes/workload.ts';
import type { YamlFile } from '../../kubernetes/yaml-file.ts';
import { commentsAbove, commentsBeside } from './old-comments.ts';
import { refuseShared } from './refusals.ts';
import { planShell } from './shell-plan.ts';
import type { WantedArguments } from './wanted-arguments.ts';

/** One container whose arguments are to be put right. */
export interface ContainerTarget {
  readonly file: YamlFile;
  readonly container: ContainerSource;
  readonly wanted: WantedArguments;
  /** The list is in force somewhere and must name the new arguments; else only what is gone is replaced. */
  readonly inForce: boolean;
  /** Its mapping's keys are sorted, as kustomize prints them. */
  readonly sorted: boolean;
  /** Diagnostics arguments that are there already were for a sidecar that goes: they are replaced like old ones. */
  readonly renews: boolean;
}

/** What is known of the flags. */
export interface FlagChange {
  readonly gone: ReadonlySet<string>;
  /** Names of the flags that decide about the endpoint: where one is passed already, none is added. */
  readonly endpoint: ReadonlySet<string>;
  /** The secure value of an argument that keeps its name; undefined where it stays as it is. */
  readonly revalue: (name: string, value: string | undefined) => string | undefined;
  /** `-name=x` must become `--name=x` (design §6.2). */
  readonly becomesPflag: boolean;
}

/**
 * The splices that put one container's arguments right: old ones replaced in their place, else new ones behind the
 * leader-election argument, else last; a list that is absent is added. Arguments that are there already stay as they are.
 */
export function planContainer(target: ContainerTarget, flags: FlagChange): readonly Splice[] {
  if (isShell(target.container)) return planShell(target, flags);
  const passed = argumentsOfContainer(target.container);
  const isNew = (argument: Argument) => flags.endpoint.has(argument.name);
  const old = passed.filter(
    (argument) => flags.gone.has(argument.name) || (target.renews && isNew(argument)),
  );
  const present = !target.renews && passed.some(isNew);
  const missing = present ? [] : target.wanted;
  const splices =
    old.length > 0
      ? replaceOld(target, old, missing)
      : target.inForce
        ? addMissing(target, passed, missing)
        : [];
  const dashes = flags.becomesPflag
    ? passed.filter((argument) => !old.includes(argument)).flatMap(secondDash)
    : [];
  const kept = passed.filter((argument) => !old.includes(argument));
  const values = kept.flatMap((argument) => revalued(target.file, argument, flags));
  const all = [...splices, ...dashes, ...values];
  if (all.length > 0) refuseShared(target);
  return all;
}

function replaceOld(target: ContainerTarget, old: readonly Argument[], missing: readonly string[]): Splice[] {
  return old.flatMap((argument, position) => {
    const { list, index, item, valueItem } = argument;
    const items = position === 0 ? missing.map((text) => quoteLike(item, text)) : [];
    const last = valueItem ? index + 1 : index;
    const above = commentsAbove(target.file, argument);
    if (items.length === 0) return [...above, removeItems(target.file, list, index, last)];
    const beside = commentsBeside(target.file, argument);
    return [...above, ...replaceItems(target.file, list, index, last, items), ...beside];
  });
}

function addMissing(
  target: ContainerTarget,
  passed: readonly Argument[],
  missing: readonly string[],
): Splice[] {
  if (missing.length === 0) return [];
  const leader = passed.find(isLeaderElection);
  const list = leader?.list ?? listOf(target.container);
  if (!list) return [addList(target, missing)];
  const index = leader?.index ?? list.items.length - 1;
  const neighbour = list.items[index] ?? list.items[0];
  return [
    insertItems(
      target.file,
      list,
      index,
      missing.map((text) => quoteLike(neighbour, text)),
    ),
  ];
}

/** `args` where there are some; a `command` that passes arguments itself. */
function listOf(container: ContainerSource): ItemList | undefined {
  const { args, command } = container;
  return args ?? (command && command.items.length > 1 ? command : undefined);
}

/** The value alone: name, dashes and quotes stay. */
function revalued({ text }: YamlFile, argument: Argument, { revalue }: FlagChange): Splice[] {
  const { item, valueItem, value } = argument;
  const secure = revalue(argument.name, value);
  if (secure !== undefined && value === undefined) return [behindName(item, `=${secure}`)];
  const holder = valueItem ?? item;
  const at = holder.start + text.slice(holder.start, holder.end).lastIndexOf(value ?? '');
  if (secure === undefined || value === undefined || at < holder.start) return [];
  return [{ start: at, end: at + value.length, text: secure }];
}

/** In front of the closing quote. */
function behindName({ end, style }: ListItem, text: string): Splice {
  const at = style === 'single' || style === 'double' ? end - 1 : end;
  return { start: at, end: at, text };
}

/** pflag takes `-name` for a bundle of single letters; `-v` stays. */
export function secondDash(argument: Argument): Splice[] {
  const { item, name, dashes } = argument;
  if (dashes === 2 || name.length === 1 || item.style === 'block' || item.style === 'alias') return [];
  const at = item.style === 'plain' ? item.start : item.start + 1;
  return [{ start: at, end: at, text: '-' }];
}
