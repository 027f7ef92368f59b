import { argumentsOfContainer } from './arguments.ts';
import { isShell } from './shell-script.ts';
import type { ContainerSource } from './workload.ts';

/** Names that kubebuilder, operator-sdk and Cluster API give the manager's container. */
const MANAGER_NAME = /^(manager|controller|controller-manager)$/;

/** Names that others use too: a cloud-controller-manager ends like this. */
const MANAGER_LIKE = /-(manager|controller)$/;

/** kube-rbac-proxy, by name or image: never the manager. */
export function isAuthProxy(container: ContainerSource): boolean {
  return container.name === 'kube-rbac-proxy' || /(^|\/)kube-rbac-proxy([:@]|$)/.test(container.image ?? '');
}

/** What is known of the binary: the flags it registers, and what it may be called. */
export interface BinaryTraits {
  readonly flagNames: ReadonlySet<string>;
  /** e.g. `manager`, and the last word of the folder of package main. */
  readonly names: readonly string[];
  /** What the Go module is called; a container of that name is its program. */
  readonly product?: readonly string[];
}

/**
 * How sure it is that a container runs a binary: 0 for not at all.
 * Its command counts most, then flags that only this binary knows, then what it is called.
 */
export function containerScore(container: ContainerSource, binary: BinaryTraits): number {
  if (isAuthProxy(container)) return 0;
  const command = container.command?.items[0]?.value.split('/').at(-1);
  const passed = argumentsOfContainer(container);
  const accepted = passed.filter((argument) => binary.flagNames.has(argument.name)).length;
  const runs = binary.names.some((it) => isProgramName(it, command)) ? 4 : 0;
  const name = container.name ?? '';
  // A script of that name may do anything in its place, e.g. forward ports to a developer’s machine.
  const isNamed = MANAGER_NAME.test(name) || (binary.product?.includes(name) && !isShell(container));
  const named = isNamed ? 3 : MANAGER_LIKE.test(name) ? 1 : 0;
  return runs + named + Math.min(accepted, 3);
}

/** Whether a program is called like a folder of Go code: `/note-taker` is built of `cmd/notetaker`. */
export function isProgramName(folder: string, command: string | undefined): boolean {
  return command !== undefined && plain(folder) === plain(command);
}

function plain(name: string): string {
  return name.replace(/[-_.]/g, '').toLowerCase();
}

/** The container that runs the binary: the one with the highest score, the first of equals; undefined where none does. */
export function managerContainerOf(
  containers: readonly ContainerSource[],
  binary: BinaryTraits,
): ContainerSource | undefined {
  const scored = containers.map((container) => ({ container, score: containerScore(container, binary) }));
  const best = scored.reduce((top, next) => (next.score > top.score ? next : top), {
    container: undefined as ContainerSource | undefined,
    score: 0,
  });
  const others = containers.filter((container) => !isAuthProxy(container));
  return best.container ?? (others.length === 1 && others[0]?.name === undefined ? others[0] : undefined);
}
