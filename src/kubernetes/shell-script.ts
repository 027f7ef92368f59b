import type { ContainerSource, ListItem } from './workload.ts';

/** Whether a container starts its program through a shell: `sh -c "… /manager --flag=x"`. */
export function isShell(container: ContainerSource): boolean {
  const first = container.command?.items[0]?.value ?? '';
  return /(^|\/)(ba|da|a|z)?sh$/.test(first) && scriptOf(container) !== undefined;
}

/** The item that holds the script: the one behind `-c`, also where `-c` is one of several letters (`-ec`). */
export function scriptOf(container: ContainerSource): ListItem | undefined {
  const items = [...(container.command?.items ?? []), ...(container.args?.items ?? [])];
  const at = items.findIndex((item) => /^-[a-z]*c$/.test(item.value));
  return at === -1 ? undefined : items[at + 1];
}
