import { findWorkload, renderAt, resolveReference } from '../../kubernetes/rendering.ts';
import { allowsAll, installedRoles, liftedRoles, type RoleSource } from '../../kubernetes/role-source.ts';
import { tryParseYaml } from '../../kubernetes/yaml-file.ts';
import type { Change } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import type { ControllerManager } from '../../survey/model.ts';
import { bundleGenerator, isServiceVersion } from '../../survey/olm-bundle.ts';
import { serviceAccountOf } from './copy-rights.ts';
import { extendRole } from './extend.ts';

/** The rules in ClusterServiceVersions that a person keeps, and that run the manager themselves. */
export function extendInstalled(repository: Repository, { manifests }: ControllerManager): Change[] {
  const workloads = [...manifests.rendered.map((copy) => copy.workload), ...manifests.unreached];
  return workloads
    .filter(({ path }) => isServiceVersion(path))
    .flatMap((workload) =>
      extendOne(rightsIn(repository, workload.path, [serviceAccountOf(workload)]).clusterWide),
    );
}

/** What ClusterServiceVersions give to a manager that nothing else gives a role. */
export interface InstalledRights {
  /** They allow both reviews, or they do so with these changes. */
  readonly isGranted: boolean;
  readonly changes: readonly Change[];
}

/**
 * The rights of a manager whose roles stand nowhere but in a ClusterServiceVersion: OLM makes a ClusterRole and its binding
 * of each entry of `clusterPermissions`. One that is made of the kustomize sources is not written to: they have to say it.
 */
export function installedRights(repository: Repository, manager: ControllerManager): InstalledRights {
  const accounts = accountsOf(repository, manager);
  const given = repository.paths.filter(isServiceVersion).flatMap((path) => {
    const rights = rightsIn(repository, path, accounts);
    return rights.all.length === 0 ? [] : [{ ...rights, path }];
  });
  const changes = given
    .filter(({ path, all }) => !all.some(allowsAll) && !bundleGenerator(repository, path))
    .flatMap(({ clusterWide }) => extendOne(clusterWide));
  return { isGranted: changes.length > 0 || given.some(({ all }) => all.some(allowsAll)), changes };
}

function extendOne(roles: readonly RoleSource[]): Change[] {
  const [role] = roles;
  return !role || roles.some(allowsAll) ? [] : extendRole(role, false);
}

function rightsIn(repository: Repository, path: string, accounts: readonly string[]) {
  const file = repository.tryRead(path);
  const parsed = file && tryParseYaml(file);
  const ofAccounts = ({ name }: RoleSource) => accounts.includes(name);
  const clusterWide = parsed ? installedRoles(parsed).filter(ofAccounts) : [];
  const lifted = parsed ? liftedRoles(parsed).filter(ofAccounts) : [];
  return { clusterWide, all: [...clusterWide, ...lifted] };
}

/** As the sources call it, and as the overlays do. */
function accountsOf(repository: Repository, { manifests }: ControllerManager): string[] {
  return manifests.renderings.flatMap(({ overlay, deployment, serviceAccountName: name }) => {
    const rendering = renderAt(repository, overlay);
    const from = findWorkload(rendering, deployment);
    const account = from && resolveReference(rendering, from, { kind: 'ServiceAccount', name });
    return account ? [name, account.renderedName] : [name];
  });
}
