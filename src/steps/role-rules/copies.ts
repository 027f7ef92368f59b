import { rolesInParts } from '../../kubernetes/role-parts.ts';
import { isForDiagnostics } from '../../kubernetes/role-rewrite.ts';
import { type RoleSource, rulesIn } from '../../kubernetes/role-source.ts';
import { ruleKey } from '../../kubernetes/rules.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Finding } from '../../migration/finding.ts';
import { type StepResult, stepResult } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { ControllerManager } from '../../survey/model.ts';
import { rightsInCopy, serviceAccountOf } from './copy-rights.ts';
import { extendRole } from './extend.ts';
import { mergeResults } from './results.ts';

/**
 * The same rules in committed output of the overlays (design §6.10). A copy whose role was not that of the sources
 * before gets them too, because the Deployment beside it needs them, and is reported as stale.
 *
 * @param sources the roles that get the rules, as they were.
 */
export function planCopies(
  repository: Repository,
  manager: ControllerManager,
  sources: readonly RoleSource[],
): StepResult {
  const workloads = new Map(manager.manifests.rendered.map(({ workload }) => [workload.path, workload]));
  const results = [...workloads].flatMap(([path, workload]) => {
    const file = repository.tryRead(path);
    const roles = file ? rolesInParts(file).filter(({ kind }) => kind === 'ClusterRole') : [];
    return sources.flatMap((source) => {
      const copy = copyOf(roles, source);
      return copy ? planCopy(repository, workload, copy) : [];
    });
  });
  return mergeResults(results);
}

/** The copy of one of the sources, and whether it holds what that one did. */
interface RoleCopy {
  readonly role: RoleSource;
  readonly source: RoleSource;
  readonly fresh: boolean;
}

function copyOf(roles: readonly RoleSource[], source: RoleSource): RoleCopy | undefined {
  const named = roles.filter((role) => isNameOf(role.name, source.name));
  const same = named.find((role) => haveSameRules(role, source));
  const role = same ?? (named.length === 1 ? named[0] : undefined);
  return role && { role, source, fresh: same !== undefined };
}

function planCopy(repository: Repository, workload: WorkloadSource, copy: RoleCopy): StepResult[] {
  const changes = extendRole(copy.role, true);
  if (changes.length === 0) return [];
  const rights = rightsInCopy(repository, workload, copy.role);
  if (!rights.isOthers) return [stepResult({ changes, findings: copy.fresh ? [] : [staleCopy(copy)] })];
  return [stepResult({ findings: rights.isGranted ? [] : [copyWithoutRole(workload, copy.role)] })];
}

/** Overlays put a prefix before a name, or a suffix behind it. */
function isNameOf(rendered: string, name: string): boolean {
  return rendered === name || rendered.endsWith(`-${name}`) || rendered.startsWith(`${name}-`);
}

function haveSameRules(one: RoleSource, other: RoleSource): boolean {
  const textOf = (role: RoleSource) =>
    rulesIn(role)
      .filter((rule) => !isForDiagnostics(rule))
      .map((rule) => `${ruleKey(rule)} ${[...rule.verbs].sort().join('&')}`)
      .sort()
      .join('\n');
  return textOf(one) === textOf(other);
}

function staleCopy({ role, source }: RoleCopy): Finding {
  const start = role.node?.range?.[0] ?? 0;
  return {
    rule: 'stale-rendered-role',
    level: 'note',
    path: role.file.path,
    ...positionAt(role.file.text, start),
    message: `the rules of ${role.name} are not those of ${source.file.path}; only the rules of the endpoint were added`,
    fix: 'Render the overlay again.',
  };
}

/** The copy runs the manager as another ServiceAccount than the one that it gives the role to. */
function copyWithoutRole(workload: WorkloadSource, role: RoleSource): Finding {
  return {
    rule: 'copy-without-role',
    level: 'warning',
    path: workload.path,
    ...positionAt(workload.file.text, workload.node.range?.[0] ?? 0),
    message: `this copy runs the manager as ${serviceAccountOf(workload)}, and gives ${role.name} to another ServiceAccount: without rights to create reviews the endpoint answers 500`,
    fix: 'Render the overlay again, or delete the copy if nothing uses it.',
  };
}
