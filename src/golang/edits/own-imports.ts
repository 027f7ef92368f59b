import { CODE_HOSTS, elementsOf, isStandard, named } from './import-affinity.ts';
import type { ImportSpec } from './import-specs.ts';

/** Domains that many projects share. */
const SHARED_DOMAINS = new Set(['k8s.io', 'sigs.k8s.io', 'gopkg.in', 'golang.org']);

/**
 * The groups that an import may join: not those that hold nothing but the repository's own packages, unless it is one
 * of them. Own is what begins with the module's path, or is of the same owner (`github.com/acme`, `go.acme.io`).
 *
 * @param modulePath where it is not known, a last group that is all of one owner on a code host is taken for it.
 */
export function groupsOpenTo(
  groups: readonly ImportSpec[][],
  path: string,
  modulePath: string | undefined,
): ImportSpec[][] {
  const roots = modulePath === undefined ? guessedRoots(groups) : ownRoots(modulePath);
  if (isBelow(path, roots)) return [...groups];
  return groups.filter((group) => !isOwnGroup(group, roots));
}

/** Whether a group holds nothing but packages of the module and its owner. */
export function holdsOwnAlone(group: readonly ImportSpec[], modulePath: string | undefined): boolean {
  return modulePath !== undefined && isOwnGroup(group, ownRoots(modulePath));
}

function ownRoots(modulePath: string): string[] {
  const [owner = modulePath] = elementsOf(modulePath);
  return SHARED_DOMAINS.has(owner) ? [modulePath] : [modulePath, owner];
}

function guessedRoots(groups: readonly ImportSpec[][]): string[] {
  const others = groups.filter((group) => named(group).some((spec) => !isStandard(spec)));
  const owners = new Set(named(others.at(-1) ?? []).map(({ path }) => elementsOf(path)[0] ?? path));
  const [owner] = owners;
  const isAlone = others.length < 2 || owners.size !== 1 || owner === undefined;
  return isAlone || !CODE_HOSTS.has(owner.split('/')[0] ?? '') ? [] : [owner];
}

function isOwnGroup(group: readonly ImportSpec[], roots: readonly string[]): boolean {
  const specs = named(group);
  return specs.length > 0 && specs.every(({ path }) => isBelow(path, roots));
}

function isBelow(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(`${root}/`));
}
