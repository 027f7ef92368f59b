import { posix } from 'node:path';
import type { ManagerSource } from '../golang/manager-source.ts';
import { type BinaryTraits, containerScore, managerContainerOf } from '../kubernetes/manager-container.ts';
import type { RawWorkload } from '../kubernetes/read-workloads.ts';
import type { ContainerSource } from '../kubernetes/workload.ts';
import type { Repository } from '../repository/repository.ts';
import { runsOtherProgram } from './other-programs.ts';

/** A workload with the container that runs a certain manager. */
export type LinkedWorkload = RawWorkload & { readonly container: ContainerSource };

/** A name alone (3), a command alone (4), or three known flags are enough to take a container for the manager's. */
const ENOUGH = 3;

/**
 * Gives each workload to the manager that it most probably runs: by command, flags and container name, then by the
 * place in the tree (`bootstrap/main.go` runs from `bootstrap/config/…`) and by the name of the folder of package main.
 * An image `ko://example.org/loom/cmd/manager` names the package itself: no other manager runs there.
 */
export function linkWorkloads(
  repository: Repository,
  sources: readonly ManagerSource[],
  workloads: readonly RawWorkload[],
): Map<ManagerSource, LinkedWorkload[]> {
  const linked = new Map<ManagerSource, LinkedWorkload[]>();
  for (const workload of workloads) {
    const best = bestLink(repository, sources, workload);
    if (best)
      linked.set(best.source, [
        ...(linked.get(best.source) ?? []),
        { ...workload, container: best.container },
      ]);
  }
  return linked;
}

interface Link {
  readonly source: ManagerSource;
  readonly container: ContainerSource;
  readonly score: number;
}

function bestLink(
  repository: Repository,
  sources: readonly ManagerSource[],
  workload: RawWorkload,
): Link | undefined {
  if (belongsToAnotherBinary(repository, sources, workload.path)) return undefined;
  const names = sources.flatMap((source) => traitsOf(source).names);
  const containers = workload.containers.filter((it) => !runsOtherProgram(repository, names, it));
  const links = sources.flatMap((source) => linkOf(source, { ...workload, containers }, sources.length > 1));
  return links.reduce<Link | undefined>(
    (best, link) => (best && best.score >= link.score ? best : link),
    undefined,
  );
}

function linkOf(source: ManagerSource, workload: RawWorkload, several: boolean): Link[] {
  const binary = traitsOf(source);
  const containers = workload.containers.filter(({ image }) => !isOfAnotherPackage(image, source));
  const container = managerContainerOf(containers, binary);
  if (!container) return [];
  const score = containerScore(container, binary);
  if (score < ENOUGH && container.name !== undefined) return [];
  return [
    {
      source,
      container,
      score: several ? score + placeScore(source, workload) + nameScore(source, workload) : score,
    },
  ];
}

/** What the manager's binary may be called in an image. */
export function traitsOf(source: ManagerSource): BinaryTraits {
  const folder = posix.basename(source.packageDirectory);
  const product = productOf(source.module.modulePath);
  const names = ['manager', ...(folder === '.' || folder === 'cmd' ? [] : [folder]), ...product];
  return { flagNames: source.flagNames, names, product };
}

/** `loom-operator` of `example.org/loom-operator/v2`; nothing where that is a word that everybody uses. */
function productOf(modulePath: string): readonly string[] {
  const name = posix.basename(modulePath.replace(/\/v\d+$/, ''));
  return /^(operator|manager|controller|server|main|app|api|cmd)s?$/.test(name) ? [] : [name];
}

/** Images that ko builds are called by the import path of their package main. */
function isOfAnotherPackage(image: string | undefined, { module, packageDirectory }: ManagerSource): boolean {
  const [, named] = /^ko:\/\/([^\s:@]+)/.exec(image ?? '') ?? [];
  if (named === undefined) return false;
  const folder = posix.relative(module.directory, packageDirectory);
  return named !== posix.join(module.modulePath, folder);
}

/** The folder whose `config/` is the manager's: that of package main without `cmd/…` and `manager`. */
export function ownerDirectory(source: ManagerSource): string {
  const words = source.packageDirectory.split('/');
  const at = words.findIndex((word) => word === 'cmd' || word === 'manager');
  return words.slice(0, at === -1 ? words.length : at).join('/') || '.';
}

function placeScore(source: ManagerSource, workload: RawWorkload): number {
  const owner = ownerDirectory(source);
  if (owner === '.') return 1;
  return workload.path.startsWith(`${owner}/`) ? 10 + owner.split('/').length : 0;
}

function nameScore(source: ManagerSource, workload: RawWorkload): number {
  const folder = posix.basename(source.packageDirectory);
  if (folder === '.' || folder === 'cmd') return 0;
  // Every binary is called so in its image: it only decides between those of which nothing else speaks.
  if (folder === 'manager') return 0.5;
  const labels = [...workload.podLabels.values()];
  const words = [workload.path, workload.name, ...labels, ...workload.containers.map((it) => it.image ?? '')];
  return words.some((word) => hasWord(word, folder)) ? 5 : 0;
}

/** `loom` is a word of `config/loom/manager.yaml`, `loom-controller` and `example.org/loom:v1`; not of `blooming`. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const isWhole = [text[at - 1], text[at + word.length]].every(
      (it) => it === undefined || /[/.:_-]/.test(it),
    );
    if (isWhole) return true;
  }
  return false;
}

/** `x/config/manager.yaml` beside `x/main.go` runs that binary, also where it is no controller manager. */
function belongsToAnotherBinary(
  repository: Repository,
  sources: readonly ManagerSource[],
  path: string,
): boolean {
  const words = path.split('/');
  const at = words.indexOf('config');
  if (at < 1) return false;
  const root = words.slice(0, at).join('/');
  const hasMain = ['main.go', 'cmd/main.go', 'manager/main.go'].some((name) =>
    repository.has(`${root}/${name}`),
  );
  return hasMain && !sources.some((source) => ownerDirectory(source) === root);
}
