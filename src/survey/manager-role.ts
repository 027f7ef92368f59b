import { ALL_REVIEWS, grantsReviews, type OverlayGrants } from '../kubernetes/grants.ts';
import { runsInModuleOf } from '../makefile/packages-read.ts';
import { oncePerPair } from '../repository/once-per-pair.ts';
import type { Repository } from '../repository/repository.ts';
import { type DiagnosticsRole, diagnosticsRole } from './diagnostics-role.ts';
import { callsOfManager } from './manager-calls.ts';
import type { ControllerManager, Survey } from './model.ts';
import { type UnseenGenerator, unseenGenerator } from './unseen-generator.ts';

/** Where a manager's right to ask for reviews comes from, and should come from. */
export interface ManagerRole {
  /** The role that controller-gen writes, or could write, for it; undefined where no call does. */
  readonly generated: DiagnosticsRole | undefined;
  /** Where no call does: the generator that evidently makes its role, though no recipe shows it. */
  readonly unseen: UnseenGenerator | undefined;
  /** What its ServiceAccount has in each overlay. */
  readonly overlays: readonly OverlayGrants[];
  /** Roles that stay, and that no generator writes, allow both reviews everywhere: nothing is to be added. */
  readonly grantedElsewhere: boolean;
}

/**
 * The role of one manager.
 *
 * @param settled the manager secures its endpoint already, maybe thanks to the role of a former kube-rbac-proxy: that
 *   role then counts, because it is not taken away. It counts for no other manager (design §6.7).
 */
export function managerRole(survey: Survey, manager: ControllerManager, settled: boolean): ManagerRole {
  const overlays = grantsReviews(survey.repository, manager.manifests);
  const generated = generatedRoleOf(survey, manager);
  const unseen = generated
    ? undefined
    : unseenGenerator(
        survey,
        overlays.flatMap(({ roles }) => roles),
      );
  return { generated, unseen, overlays, grantedElsewhere: isGrantedElsewhere(overlays, generated, settled) };
}

/** Several steps and rules ask for it: found once for each survey. */
const generatedRoleOf = oncePerPair(generatedRole);

/**
 * Of several calls the one in the manager's own module, and of these the one whose markers make a role; several may write to the
 * same file, the last one wins.
 */
function generatedRole(survey: Survey, manager: ControllerManager): DiagnosticsRole | undefined {
  const { repository, generatorCalls, modules } = survey;
  const directory = manager.source.packageDirectory;
  const place = { packageDirectory: directory, manifests: manager.manifests };
  const roles = callsOfManager(repository, generatorCalls, modules, place).flatMap(
    (call) => diagnosticsRole(repository, call, modules, directory) ?? [],
  );
  const distance = ({ call }: DiagnosticsRole) => (runsInModuleOf(call, directory, modules) ? 0 : 1);
  return roles.sort(
    (one, other) => distance(one) - distance(other) || rank(repository, one) - rank(repository, other),
  )[0];
}

function rank(repository: Repository, role: DiagnosticsRole): number {
  const exists = repository.has(role.file);
  if (exists && role.kept === 'generated' && role.before !== undefined) return 0;
  if (exists) return role.before === undefined ? 2 : 1;
  return 3;
}

/** Overlays that bind nothing to the ServiceAccount say nothing, unless none does. */
function isGrantedElsewhere(
  overlays: readonly OverlayGrants[],
  generated: DiagnosticsRole | undefined,
  settled: boolean,
): boolean {
  const speaking = overlays.filter((overlay) => overlay.roles.length > 0);
  const others = speaking.map(({ grants }) =>
    grants.filter(
      (grant) => (settled || !grant.leftOver) && (!grant.role || grant.role.file.path !== generated?.file),
    ),
  );
  return (
    others.length > 0 &&
    others.every((grants) => ALL_REVIEWS.every((it) => grants.some((grant) => grant.review === it)))
  );
}
