import { type BoundRole, isProxyRole, type OverlayGrants } from '../../kubernetes/grants.ts';
import { ALL_REVIEWS, aggregates } from '../../kubernetes/grants-rules.ts';
import { type RenderedObject, renderAt } from '../../kubernetes/rendering.ts';
import { isExtensible } from '../../kubernetes/role-insertion.ts';
import { type RoleSource, rolesOf } from '../../kubernetes/role-source.ts';
import type { Repository } from '../../repository/repository.ts';

/** One overlay in which the manager may not create both reviews yet, and what could be changed there. */
export interface LackingOverlay {
  readonly overlay: string;
  /** The ClusterRole to extend; undefined where the ServiceAccount has none that can be. */
  readonly role: RoleSource | undefined;
  /** The RoleBindings that give it rights in one namespace alone. */
  readonly namespaced: readonly BoundRole[];
}

/**
 * The overlays that need a rule more, apart from those whose role file is extended anyway.
 *
 * @param settled the role of a former kube-rbac-proxy counts: it stays where a manager worked with it before.
 * @param extended path of the file that controller-gen writes, and that gets the rules.
 */
export function lackingOverlays(
  repository: Repository,
  overlays: readonly OverlayGrants[],
  settled: boolean,
  extended: string | undefined,
): LackingOverlay[] {
  return overlays
    .filter((overlay) => overlay.roles.length > 0 && lacks(overlay, settled) && !isServed(overlay, extended))
    .map((overlay) => ({
      overlay: overlay.overlay,
      role: chooseRole(repository, overlay),
      namespaced: overlay.roles.filter(
        ({ clusterWide, binding }) => !clusterWide && binding.kind === 'RoleBinding',
      ),
    }));
}

function lacks({ grants }: OverlayGrants, settled: boolean): boolean {
  return ALL_REVIEWS.some(
    (review) => !grants.some((grant) => grant.review === review && (settled || !grant.leftOver)),
  );
}

/** An aggregated role takes up what is written into the file beside it. */
function isServed({ roles }: OverlayGrants, extended: string | undefined): boolean {
  if (extended === undefined) return false;
  return roles.some(
    ({ role, clusterWide }) =>
      role !== undefined &&
      clusterWide &&
      (role.file.path === extended || sourceOf(role)?.aggregated === true),
  );
}

/** The one with the most rules: that of the manager, not one for a single purpose. */
function chooseRole(repository: Repository, overlay: OverlayGrants): RoleSource | undefined {
  const objects = renderAt(repository, overlay.overlay).objects;
  const bound = overlay.roles.flatMap(({ role, clusterWide }) =>
    role && clusterWide && !isProxyRole(role) ? [role] : [],
  );
  const parts = bound.flatMap((role) => [
    role,
    ...objects.filter((it) => it !== role && aggregates(role, it)),
  ]);
  return parts
    .flatMap((role) => sourceOf(role) ?? [])
    .filter((role) => isExtensible(role) && !isForOnePurpose(role))
    .sort((one, other) => other.rules.length - one.rules.length)[0];
}

function isForOnePurpose(role: RoleSource): boolean {
  return /leader-election|metrics-reader|(^|-)(editor|viewer)-role$/.test(role.name);
}

function sourceOf(object: RenderedObject): RoleSource | undefined {
  return rolesOf(object.file).find((role) => role.index === object.index);
}
