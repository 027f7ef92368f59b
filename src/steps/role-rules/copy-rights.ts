import {
  ALL_REVIEWS,
  type BoundRole,
  BUILT_IN_ROLES,
  isProxyRole,
  rolesBoundTo,
} from '../../kubernetes/grants.ts';
import { allowsReview, type Review } from '../../kubernetes/grants-rules.ts';
import { findWorkload, renderFiles } from '../../kubernetes/rendering.ts';
import type { RoleSource } from '../../kubernetes/role-source.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import { textAt } from '../../kubernetes/yaml-file.ts';
import type { Repository } from '../../repository/repository.ts';

/** What a role of a rendered copy means for the ServiceAccount that runs the manager there. */
export interface RightsInCopy {
  /** The copy binds the role, and to other subjects alone: rules in it do not reach the manager. */
  readonly isOthers: boolean;
  /** Roles that it has may create both reviews; that of a former kube-rbac-proxy does not count. */
  readonly isGranted: boolean;
}

/** Reads the bindings of a copy. One without any says nothing: they may be applied from elsewhere. */
export function rightsInCopy(
  repository: Repository,
  workload: WorkloadSource,
  role: RoleSource,
): RightsInCopy {
  const rendering = renderFiles(repository, workload.path);
  const deployment = findWorkload(rendering, workload);
  const own = deployment ? rolesBoundTo(rendering, deployment, serviceAccountOf(workload)) : [];
  const isBound = rendering.objects.some(
    ({ kind, document }) =>
      kind === 'ClusterRoleBinding' && textAt(document.contents, ['roleRef', 'name']) === role.name,
  );
  return {
    isOthers: isBound && !own.some(({ roleName, clusterWide }) => clusterWide && roleName === role.name),
    isGranted: ALL_REVIEWS.every((review) => own.some((bound) => allows(bound, review))),
  };
}

/** The ServiceAccount that Kubernetes gives to its pods. */
export function serviceAccountOf(workload: WorkloadSource): string {
  return workload.serviceAccountName ?? 'default';
}

function allows({ role, roleName, clusterWide }: BoundRole, review: Review): boolean {
  if (!clusterWide) return false;
  return role ? !isProxyRole(role) && allowsReview(role, review) : BUILT_IN_ROLES.includes(roleName);
}
