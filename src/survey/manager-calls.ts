import { posix } from 'node:path';
import { type BoundRole, grantsReviews } from '../kubernetes/grants.ts';
import type { ManagerManifests } from '../kubernetes/manager-manifests.ts';
import { rolesOf } from '../kubernetes/role-source.ts';
import type { GeneratorCall } from '../makefile/generator-call.ts';
import { type ModuleRoot, readsPackage, runsInModuleOf } from '../makefile/packages-read.ts';
import type { Repository } from '../repository/repository.ts';
import { emulateCall } from './generated-role.ts';

/**
 * The calls that write, or could write, the role of a manager: those whose output is bound to its ServiceAccount. Where
 * no binding tells, those that read its package main, or the only file that calls in its module write.
 */
export function callsOfManager(
  repository: Repository,
  calls: readonly GeneratorCall[],
  modules: readonly ModuleRoot[],
  manager: { readonly packageDirectory: string; readonly manifests: ManagerManifests },
): GeneratorCall[] {
  const writing = calls.filter((call) => call.role?.file !== undefined);
  const bound = grantsReviews(repository, manager.manifests).flatMap((overlay) => overlay.roles);
  if (bound.length > 0) {
    const files = roleFiles(repository, bound);
    return writing.filter((call) => files.has(call.role?.file ?? ''));
  }
  const reading = writing.filter((call) => readsPackage(call, manager.packageDirectory, modules) === true);
  if (reading.length > 0) return reading;
  const near = writing.filter((call) => runsInModuleOf(call, manager.packageDirectory, modules));
  return new Set(near.map((call) => call.role?.file)).size === 1
    ? near.filter((call) => isKept(repository, modules, call))
    : [];
}

/** Without a marker, and without a folder for its role, a call only has the words of the generator: nobody applies what it would write. */
function isKept(repository: Repository, modules: readonly ModuleRoot[], call: GeneratorCall): boolean {
  const folder = posix.dirname(call.role?.file ?? '');
  return (
    repository.paths.some((path) => path.startsWith(`${folder}/`)) ||
    emulateCall(repository, call, modules).text !== undefined
  );
}

/**
 * Files of the roles that ClusterRoleBindings give to the manager's ServiceAccount. Of an aggregated one the roles
 * beside it count: their labels often come from patches.
 */
function roleFiles(repository: Repository, bound: readonly BoundRole[]): ReadonlySet<string> {
  const files = bound.flatMap(({ role, clusterWide }) => (role && clusterWide ? [role.file] : []));
  const beside = files
    .filter((file) => rolesOf(file).some((role) => role.aggregated))
    .flatMap((file) => filesBeside(repository, file.path));
  return new Set([...files.map((file) => file.path), ...beside]);
}

function filesBeside(repository: Repository, path: string): string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return repository.paths.filter(
    (other) => other.startsWith(folder) && !other.slice(folder.length).includes('/'),
  );
}
