import type { Repository } from '../repository/repository.ts';
import { ALL_REVIEWS, aggregates, allowsReview, isProxyRole, type Review } from './grants-rules.ts';
import type { DeploymentRendering } from './manager-manifests.ts';
import {
  findWorkload,
  type RenderedObject,
  type Rendering,
  renderAt,
  resolveReference,
} from './rendering.ts';
import { type Subject, subjectsIn } from './subjects.ts';
import type { WorkloadSource } from './workload.ts';
import { textAt } from './yaml-file.ts';

export { ALL_REVIEWS, isProxyRole, type Review } from './grants-rules.ts';

/** ClusterRoles of Kubernetes itself that allow both reviews. */
export const BUILT_IN_ROLES: readonly string[] = ['cluster-admin', 'system:auth-delegator'];

/** As much of a manager's manifests as decides whose rights are asked for; a `ManagerManifests` is one. */
export interface RunsAs {
  readonly renderings: readonly RunningAs[];
}

type RunningAs = Pick<DeploymentRendering, 'overlay' | 'serviceAccountName'> & {
  readonly deployment: Pick<WorkloadSource, 'path' | 'kind' | 'name'>;
};

/** A role that a binding gives to the manager's ServiceAccount in one overlay. */
export interface BoundRole {
  /** Undefined for a built-in role, and for one that no file of the overlay defines. */
  readonly role: RenderedObject | undefined;
  /** As the binding writes it. */
  readonly roleName: string;
  readonly binding: RenderedObject;
  /** Bound by a ClusterRoleBinding: only then it can allow the reviews, which are cluster-scoped. */
  readonly clusterWide: boolean;
}

/** What allows one of the two reviews in one overlay. */
export interface ReviewGrant extends BoundRole {
  readonly review: Review;
  /** The role was made for the kube-rbac-proxy sidecar and goes with it: do not rely on it (design §6.7). */
  readonly leftOver: boolean;
}

/** One overlay of a manager with what its ServiceAccount may do there. */
export interface OverlayGrants {
  /** Path of the overlay's kustomization. */
  readonly overlay: string;
  readonly roles: readonly BoundRole[];
  readonly grants: readonly ReviewGrant[];
}

/**
 * Which roles the manager's ServiceAccount has in each of its overlays, and which of them allow the two reviews.
 *
 * References are resolved as kustomize does (prefixes, suffixes, namespaces); wildcards, aggregated ClusterRoles, the
 * built-in `cluster-admin` and `system:auth-delegator` count. A Role, or a ClusterRole bound by a RoleBinding, does not.
 */
export function grantsReviews(repository: Repository, manifests: RunsAs): readonly OverlayGrants[] {
  return manifests.renderings.map((running) => {
    const rendering = renderAt(repository, running.overlay);
    const deployment = findWorkload(rendering, running.deployment);
    const roles = deployment ? rolesBoundTo(rendering, deployment, running.serviceAccountName) : [];
    return { overlay: running.overlay, roles, grants: roles.flatMap((role) => reviewsOf(rendering, role)) };
  });
}

/** All roles that ClusterRoleBindings and RoleBindings of a rendering give to a ServiceAccount, named as `from` writes it. */
export function rolesBoundTo(
  rendering: Rendering,
  from: RenderedObject,
  serviceAccountName: string,
): readonly BoundRole[] {
  const account = resolveReference(rendering, from, { kind: 'ServiceAccount', name: serviceAccountName });
  const bindings = rendering.objects.filter(
    (it) => it.kind === 'ClusterRoleBinding' || it.kind === 'RoleBinding',
  );
  return bindings
    .filter((binding) => subjectsOf(binding).some((subject) => names(binding, subject)))
    .map((binding) => boundRole(rendering, binding));

  function names(binding: RenderedObject, { kind, name = '' }: Subject): boolean {
    if (kind === 'Group') return isGroupOf(name, from.renderedNamespace);
    if (kind !== 'ServiceAccount') return false;
    const meant = resolveReference(rendering, binding, { kind: 'ServiceAccount', name });
    return account || meant ? meant === account : name === serviceAccountName;
  }
}

function subjectsOf({ document, patchedSubjects }: RenderedObject): readonly Subject[] {
  return patchedSubjects ?? subjectsIn(document.contents);
}

function isGroupOf(group: string, namespace: string | undefined): boolean {
  return [
    'system:serviceaccounts',
    'system:authenticated',
    `system:serviceaccounts:${namespace ?? ''}`,
  ].includes(group);
}

function boundRole(rendering: Rendering, binding: RenderedObject): BoundRole {
  const roleName = textAt(binding.document.contents, ['roleRef', 'name']) ?? '';
  const kind = textAt(binding.document.contents, ['roleRef', 'kind']) ?? 'ClusterRole';
  return {
    role: resolveReference(rendering, binding, { kind, name: roleName }),
    roleName,
    binding,
    clusterWide: binding.kind === 'ClusterRoleBinding' && kind === 'ClusterRole',
  };
}

function reviewsOf(rendering: Rendering, bound: BoundRole): readonly ReviewGrant[] {
  if (!bound.clusterWide) return [];
  const allowed = ALL_REVIEWS.filter((review) => allows(rendering, bound, review));
  return allowed.map((review) => ({
    ...bound,
    review,
    leftOver: bound.role !== undefined && isProxyRole(bound.role),
  }));
}

function allows(rendering: Rendering, { role, roleName }: BoundRole, review: Review): boolean {
  if (!role) return BUILT_IN_ROLES.includes(roleName);
  return withParts(rendering, role).some((it) => allowsReview(it, review));
}

/** A ClusterRole with those of the rendering whose rules it takes through its aggregationRule. */
export function withParts(rendering: Rendering, role: RenderedObject): readonly RenderedObject[] {
  const parts = rendering.objects.filter(
    (it) => it.kind === 'ClusterRole' && it !== role && aggregates(role, it),
  );
  return [role, ...parts];
}
