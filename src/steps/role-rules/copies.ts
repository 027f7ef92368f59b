import { rolesInParts } from '../../kubernetes/role-parts.ts';
import { isForDiagnostics } from '../../kubernetes/role-rewrite.ts';
import { type RoleSource, rulesIn } from '../../kubernetes/role-source.ts';
import { ruleKey } from '../../kubernetes/rules.ts';
import type { Finding } from '../../migration/finding.ts';
import { type StepResult, stepResult } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { ControllerManager } from '../../survey/model.ts';
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
  const paths = new Set(manager.manifests.rendered.map(({ workload }) => workload.path));
  const results = [...paths].flatMap((path) => {
    const file = repository.tryRead(path);
    const roles = file ? rolesInParts(file).filter(({ kind }) => kind === 'ClusterRole') : [];
    return sources.flatMap((source) => planCopy(roles, source));
  });
  return mergeResults(results);
}

function planCopy(roles: readonly RoleSource[], source: RoleSource): StepResult[] {
  const named = roles.filter((role) => isNameOf(role.name, source.name));
  const same = named.find((role) => haveSameRules(role, source));
  const copy = same ?? (named.length === 1 ? named[0] : undefined);
  if (!copy) return [];
  const changes = extendRole(copy, true);
  return [stepResult({ changes, findings: same || changes.length === 0 ? [] : [staleCopy(copy, source)] })];
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

function staleCopy(copy: RoleSource, source: RoleSource): Finding {
  const start = copy.node?.range?.[0] ?? 0;
  return {
    rule: 'stale-rendered-role',
    level: 'note',
    path: copy.file.path,
    ...positionAt(copy.file.text, start),
    message: `the rules of ${copy.name} are not those of ${source.file.path}; only the rules of the endpoint were added`,
    fix: 'Render the overlay again.',
  };
}
