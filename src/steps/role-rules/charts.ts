import { posix } from 'node:path';
import { isExtensible } from '../../kubernetes/role-insertion.ts';
import { rolesInParts } from '../../kubernetes/role-parts.ts';
import { type RoleSource, rulesIn } from '../../kubernetes/role-source.ts';
import { DIAGNOSTICS_RULES, grants, ruleKey } from '../../kubernetes/rules.ts';
import type { Finding } from '../../migration/finding.ts';
import { type StepResult, stepResult } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';
import { search } from '../../repository/search.ts';
import type { ControllerManager } from '../../survey/model.ts';
import { extendRole } from './extend.ts';
import { mergeResults } from './results.ts';

/**
 * The same rules in the Helm charts that deploy the manager. Which ClusterRole of a chart is the manager's, templates
 * do not say: it is the one that has most in common with the manager's role, or the only one.
 */
export function planCharts(
  repository: Repository,
  manager: ControllerManager,
  sources: readonly RoleSource[],
): StepResult {
  const folders = new Set(manager.manifests.templates.map(({ path }) => templatesOf(path)));
  return mergeResults([...folders].map((folder) => planChart(repository, folder, sources)));
}

function planChart(repository: Repository, folder: string, sources: readonly RoleSource[]): StepResult {
  const paths = search(
    repository,
    'ClusterRole',
    (path) => path.startsWith(`${folder}/`) && /\.ya?ml$/.test(path),
  );
  const files = paths.flatMap((path) => repository.tryRead(path) ?? []);
  const roles = files.flatMap((file) => rolesInParts(file)).filter(({ kind }) => kind === 'ClusterRole');
  if (DIAGNOSTICS_RULES.every((wanted) => roles.some((role) => grants(rulesIn(role), wanted))))
    return stepResult({});
  const role = chooseRole(roles.filter(isExtensible), sources);
  if (role) return stepResult({ changes: extendRole(role, false) });
  return stepResult({ findings: [chartWithoutRole(folder)] });
}

function chooseRole(roles: readonly RoleSource[], sources: readonly RoleSource[]): RoleSource | undefined {
  const ranked = roles
    .map((role) => ({ role, common: Math.max(0, ...sources.map((source) => commonRules(role, source))) }))
    .sort((one, other) => other.common - one.common);
  return ranked[0]?.common ? ranked[0].role : roles.length === 1 ? roles[0] : undefined;
}

function commonRules(one: RoleSource, other: RoleSource): number {
  const keys = new Set(rulesIn(other).map(ruleKey));
  return rulesIn(one).filter((rule) => keys.has(ruleKey(rule))).length;
}

function templatesOf(path: string): string {
  const folder = posix.dirname(path);
  const words = folder.split('/');
  const at = words.lastIndexOf('templates');
  return at === -1 ? folder : words.slice(0, at + 1).join('/');
}

function chartWithoutRole(folder: string): Finding {
  return {
    rule: 'chart-role',
    level: 'warning',
    path: folder,
    line: 1,
    column: 1,
    message: 'this chart deploys the manager, and none of its ClusterRoles is known to be the manager’s',
    fix: 'Allow its ServiceAccount to create tokenreviews and subjectaccessreviews.',
  };
}
