import type { ImportSpec } from './import-specs.ts';

/** Anything with an import path. */
interface Imported {
  readonly path: string;
}

/** Hosts where the owner, not the host, tells whose code it is. */
export const CODE_HOSTS = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org', 'gitee.com']);

/** The standard library's first path element has no dot. */
export function isStandard({ path }: Imported): boolean {
  return !path.split('/')[0]?.includes('.');
}

/** Number of leading path elements that two paths share. */
export function affinity(a: string, b: string): number {
  const left = elementsOf(a);
  const right = elementsOf(b);
  let count = 0;
  while (count < left.length && left[count] === right[count]) count++;
  return count;
}

/**
 * The group whose imports are the nearest relatives: that shares the most leading elements; among equals the one with the most
 * projects, since a group of one project is usually the repository's own. Groups that are there for side effects are passed over.
 * undefined: a group of its own is wanted.
 */
export function groupFor(groups: readonly ImportSpec[][], wanted: Imported): ImportSpec[] | undefined {
  const eligible = groups.filter((group) =>
    named(group).some((spec) => isStandard(spec) === isStandard(wanted)),
  );
  const score = (group: readonly ImportSpec[]) => {
    const best = Math.max(...named(group).map((spec) => affinity(spec.path, wanted.path)));
    return best * 10_000 + projectsOf(named(group));
  };
  return eligible.reduce<ImportSpec[] | undefined>(
    (best, group) => (best && score(best) >= score(group) ? best : group),
    undefined,
  );
}

/** The imports that are not there for side effects alone. */
export function named(group: readonly ImportSpec[]): ImportSpec[] {
  return group.filter((spec) => spec.alias !== '_');
}

function projectsOf(specs: readonly ImportSpec[]): number {
  return new Set(specs.map((spec) => elementsOf(spec.path).slice(0, 2).join('/'))).size;
}

/** The elements of an import path; `github.com/owner` counts as one. */
export function elementsOf(path: string): string[] {
  const elements = path.split('/');
  const [host = '', owner] = elements;
  return CODE_HOSTS.has(host) && owner !== undefined ? [`${host}/${owner}`, ...elements.slice(2)] : elements;
}
