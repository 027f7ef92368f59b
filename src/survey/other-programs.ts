import { posix } from 'node:path';
import { isProgramName } from '../kubernetes/manager-container.ts';
import type { ContainerSource } from '../kubernetes/workload.ts';
import { oncePerPair } from '../repository/once-per-pair.ts';
import type { Repository } from '../repository/repository.ts';

/**
 * Whether the command of a container, or without one its image, is another program of the repository: it is called like
 * the folder of a package main below `cmd/`, and like none of the manager's own `names`. Such programs often stand in one
 * image, and share their flags.
 */
export function runsOtherProgram(
  repository: Repository,
  names: readonly string[],
  { command, image }: ContainerSource,
): boolean {
  const started = command?.items[0]?.value ?? image?.replace(/[:@][^/]*$/, '');
  if (started === undefined) return false;
  const name = posix.basename(started);
  return isBuiltBelowCmd(repository, name) && !names.some((own) => isProgramName(own, name));
}

const isBuiltBelowCmd = oncePerPair((repository: Repository, name: string) =>
  repository.paths.some((path) =>
    isProgramName(/(?:^|\/)cmd\/(?:[^/]+\/)*([^/]+)\/main\.go$/.exec(path)?.[1] ?? '', name),
  ),
);
