import { ALL_REVIEWS, type BoundRole, BUILT_IN_ROLES, rolesBoundTo } from '../../kubernetes/grants.ts';
import { allowsReview } from '../../kubernetes/grants-rules.ts';
import { findWorkload, type RenderedObject, renderAt } from '../../kubernetes/rendering.ts';
import { seqAt } from '../../kubernetes/yaml-file.ts';
import { isSettled } from '../../migration/decision.ts';
import type { StepInput } from '../../migration/step.ts';
import { managerRole } from '../../survey/manager-role.ts';
import { takesRules } from './left-overs.ts';
import type { Subject } from './subject.ts';

/**
 * Whether the manager's own roles in a copy allow both reviews, or certainly will: the step role-rules gives them to
 * the copy of each role that it extends, as long as the name leaves no doubt which one that is.
 */
export function isGrantedIn(input: StepInput, subject: Subject): boolean {
  const { rendering, workload, serviceAccountName } = subject;
  const deployment = findWorkload(rendering, workload);
  const bound = deployment ? rolesBoundTo(rendering, deployment, serviceAccountName).filter(takesRules) : [];
  if (ALL_REVIEWS.every((review) => bound.some((it) => allows(it, review)))) return true;
  const sources = workload.role === 'rendered' ? extendedRoles(input, subject) : [];
  return sources.length > 0 && sources.every((source) => isExtendedIn(subject, bound, source));
}

function allows({ role, roleName }: BoundRole, review: (typeof ALL_REVIEWS)[number]): boolean {
  return role ? allowsReview(role, review) : BUILT_IN_ROLES.includes(roleName);
}

/** The roles of the overlays of which role-rules extends one: the generated one, else those that the manager has. */
function extendedRoles({ survey }: StepInput, { decision }: Subject): readonly RenderedObject[] {
  const { manager } = decision;
  const { generated, overlays, grantedElsewhere } = managerRole(survey, manager, isSettled(decision));
  if (grantedElsewhere) return [];
  const written = manager.manifests.overlays
    .flatMap((overlay) => renderAt(survey.repository, overlay).objects)
    .filter((it) => it.kind === 'ClusterRole' && it.file.path === generated?.file);
  if (written.length > 0) return written;
  return overlays.flatMap(({ roles }) => roles.filter(takesRules).flatMap(({ role }) => role ?? []));
}

function isExtendedIn({ rendering }: Subject, bound: readonly BoundRole[], source: RenderedObject): boolean {
  const named = rendering.objects.filter((it) => it.kind === 'ClusterRole' && isNameOf(it.name, source.name));
  const [copy] = named;
  if (!copy || named.length > 1 || !seqAt(copy.document.contents, ['rules'])) return false;
  return bound.some(({ role }) => role === copy);
}

/** Overlays put a prefix before a name, or a suffix behind it. */
function isNameOf(rendered: string, name: string): boolean {
  return rendered === name || rendered.endsWith(`-${name}`) || rendered.startsWith(`${name}-`);
}
