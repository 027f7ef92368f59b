import { type BoundRole, BUILT_IN_ROLES, isProxyRole, rolesBoundTo } from '../../kubernetes/grants.ts';
import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import {
  findWorkload,
  type RenderedObject,
  type Rendering,
  resolveReference,
} from '../../kubernetes/rendering.ts';
import { seqAt, textAt } from '../../kubernetes/yaml-file.ts';
import { isSettled } from '../../migration/decision.ts';
import type { StepInput } from '../../migration/step.ts';
import { hasSidecar, type Subject } from './subject.ts';

/** A role that was made for the sidecar, with its bindings, in the overlays of one run. */
export interface LeftOver {
  /** The role first, then its bindings. */
  readonly objects: readonly RenderedObject[];
  /** Paths of the overlays that brought it. */
  readonly overlays: readonly string[];
}

/**
 * The left-over proxy roles that can go: bound to migrated managers only, in overlays where another role of theirs
 * can take the rules, and reached by no overlay in which a sidecar, or a manager that is not migrated, still runs.
 *
 * A manager that had adopted the diagnostics API before this run works, maybe thanks to this very role: its role is
 * not touched but reported ({@link reliedOn}).
 */
export function findLeftOvers(input: StepInput, subjects: readonly Subject[]): readonly LeftOver[] {
  const found = new Map<string, LeftOver>();
  for (const { rendering, running, decision } of subjects) {
    if (!running || isSettled(decision)) continue;
    for (const role of rendering.objects.filter(isProxyRole)) {
      const objects = [role, ...bindingsOf(rendering, role)];
      if (!isFree(input, subjects, rendering, objects)) continue;
      const key = objects.map((it) => `${it.file.path}#${it.index}`).join(' ');
      const overlays = [...(found.get(key)?.overlays ?? []), rendering.path];
      found.set(key, { objects, overlays: [...new Set(overlays)] });
    }
  }
  return [...found.values()];
}

/** Left-over roles in the overlays of managers that need no migration, but for those that are bound to others alone. */
export function reliedOn(subjects: readonly Subject[]): readonly RenderedObject[] {
  const adopted = subjects.filter(({ running, decision }) => running && isSettled(decision));
  const roles = adopted.flatMap((subject) =>
    subject.rendering.objects.filter((role) => isProxyRole(role) && mayHave(subject, role)),
  );
  return [...new Map(roles.map((it) => [`${it.file.path}#${it.index}`, it])).values()];
}

function mayHave({ rendering, workload, serviceAccountName }: Subject, role: RenderedObject): boolean {
  const deployment = findWorkload(rendering, workload);
  const own = deployment ? rolesBoundTo(rendering, deployment, serviceAccountName) : [];
  return own.some((bound) => bound.role === role) || bindingsOf(rendering, role).length === 0;
}

/** The bindings of a role, in the same rendering. */
export function bindingsOf(rendering: Rendering, role: RenderedObject): readonly RenderedObject[] {
  return rendering.objects.filter((it) => {
    if (it.kind !== 'ClusterRoleBinding' && it.kind !== 'RoleBinding') return false;
    const name = textAt(it.document.contents, ['roleRef', 'name']) ?? '';
    return resolveReference(rendering, it, { kind: 'ClusterRole', name }) === role;
  });
}

function isFree(
  input: StepInput,
  subjects: readonly Subject[],
  rendering: Rendering,
  objects: readonly RenderedObject[],
): boolean {
  const here = subjects.filter((it) => it.rendering === rendering);
  const accounts = new Set(here.map((it) => it.serviceAccountName));
  return (
    objects.slice(1).every((binding) => isBoundTo(binding, accounts)) &&
    here.every((subject) => hasHeir(subject)) &&
    objects.every((object) => isUsedHereOnly(input, subjects, object.file.path))
  );
}

/** Written names are compared: kustomize renames both sides alike. */
function isBoundTo(binding: RenderedObject, accounts: ReadonlySet<string>): boolean {
  const subjects = seqAt(binding.document.contents, ['subjects'])?.items ?? [];
  return subjects.every(
    (it) => textAt(it, ['kind']) === 'ServiceAccount' && accounts.has(textAt(it, ['name']) ?? ''),
  );
}

/** Some other role of the manager, which has the two rules or gets them from the step role-rules. */
export function hasHeir({ rendering, workload, serviceAccountName }: Subject): boolean {
  const deployment = findWorkload(rendering, workload);
  return deployment !== undefined && rolesBoundTo(rendering, deployment, serviceAccountName).some(takesRules);
}

/** Whether a role of the manager's own can hold the two rules. */
export function takesRules({ role, roleName, clusterWide }: BoundRole): boolean {
  return clusterWide && (role ? !isProxyRole(role) : BUILT_IN_ROLES.includes(roleName));
}

function isUsedHereOnly({ survey }: StepInput, subjects: readonly Subject[], path: string): boolean {
  const graph = buildKustomizeGraph(survey.repository);
  const overlays = new Set(graph.rootsReaching(path).map((it) => it.path));
  const running = survey.managers
    .flatMap((it) => it.manifests.renderings)
    .filter((it) => overlays.has(it.overlay));
  const migrated = new Set(subjects.map((it) => it.running));
  return running.every((it) => migrated.has(it) && !hasSidecar([it.deployment, ...it.patches]));
}
