import { chartOf, renderChart } from '../kubernetes/chart.ts';
import { isInElse, isOffByDefault } from '../kubernetes/chart-branches.ts';
import { ALL_REVIEWS, BUILT_IN_ROLES, isProxyRole, rolesBoundTo, withParts } from '../kubernetes/grants.ts';
import { allowsReview } from '../kubernetes/grants-rules.ts';
import { openBlocks } from '../kubernetes/helm-place.ts';
import {
  findWorkload,
  type RenderedObject,
  type Rendering,
  resolveReference,
} from '../kubernetes/rendering.ts';
import { insertRules, isExtensible } from '../kubernetes/role-insertion.ts';
import { rolesInParts } from '../kubernetes/role-parts.ts';
import { type RoleSource, rolesOf, rulesIn } from '../kubernetes/role-source.ts';
import { DIAGNOSTICS_RULES, grants, ruleKey } from '../kubernetes/rules.ts';
import type { WorkloadSource } from '../kubernetes/workload.ts';
import { seqAt, textAt, tryParseYaml } from '../kubernetes/yaml-file.ts';
import type { Decision } from '../migration/decision.ts';
import type { Repository } from '../repository/repository.ts';
import { search } from '../repository/search.ts';
import { managerRole } from '../survey/manager-role.ts';
import type { Survey } from '../survey/model.ts';

/** What a chart allows the manager that it deploys. */
export interface ChartRole {
  /** Both reviews are granted already, by a role that stays. */
  readonly isGranted: boolean;
  /** The ClusterRole that takes the rules; undefined where none is known to be the manager's. */
  readonly role: RoleSource | undefined;
  /** Further ClusterRoles that it has instead of that one where a value is switched on. */
  readonly alternatives?: readonly RoleSource[];
  /** Its ServiceAccount, where the chart makes one and gives it no ClusterRole at all. */
  readonly unbound: RenderedObject | undefined;
}

/**
 * The manager's ClusterRole in a chart: the one that the chart's bindings give to its ServiceAccount; where templates do
 * not show that, the one that has most in common with the manager's role elsewhere, or the only one. The role of a
 * sidecar goes with it, and never counts.
 */
export function chartRole(survey: Survey, decision: Decision, template: WorkloadSource): ChartRole {
  const { repository } = survey;
  const roles = rolesOfChart(repository, template);
  const bound = boundRoles(repository, template);
  if (bound ? bound.isGranted : isGrantedByAny(roles))
    return { isGranted: true, role: undefined, unbound: undefined };
  if (bound?.unbound) return { isGranted: false, role: undefined, unbound: bound.unbound };
  const chart = chartOf(repository, template.path);
  const taking = (bound?.roles ?? []).filter(takesRules);
  const off = taking.filter((role) => isOffByDefault(chart, role.file.text, startOfRules(role)));
  const own = taking.filter((role) => !off.includes(role));
  const others = roles.filter((role) => takesRules(role) && !isForOnePurpose(role));
  // Rules in a role that is not the manager's would be a right given to somebody else.
  const role =
    longest(own) ?? alike(bound?.roles.length ? others.filter(isRead) : others, sourcesOf(survey, decision));
  const isBranch = role !== undefined && own.includes(role) && isInElse(role.file.text, startOfRules(role));
  return { isGranted: false, role, alternatives: isBranch ? off : [], unbound: undefined };
}

function startOfRules({ place }: RoleSource): number {
  return place?.start ?? 0;
}

/** A file that templates read rules from. */
function isRead({ file }: RoleSource): boolean {
  return !/(^|\/)templates\//.test(file.path);
}

/** The ClusterRoles that a chart's templates, and the files that they read, write down. */
function rolesOfChart(repository: Repository, template: WorkloadSource): readonly RoleSource[] {
  const folder = chartOf(repository, template.path)?.directory ?? '.';
  const prefix = folder === '.' ? '' : `${folder}/`;
  const isOwn = (path: string) =>
    path.startsWith(prefix) && !/^(charts|crds)\//.test(path.slice(prefix.length));
  const paths = search(repository, 'ClusterRole', (path) => isOwn(path) && /\.ya?ml$/.test(path));
  return paths
    .flatMap((path) => repository.tryRead(path) ?? [])
    .flatMap(rolesInParts)
    .filter((role) => role.kind === 'ClusterRole' && !isForProxy(role));
}

function isForProxy({ name, file }: RoleSource): boolean {
  return /proxy-role$/.test(name) || /(^|\/)auth[_-]proxy[_-]role\.ya?ml$/.test(file.path);
}

/** What the bindings give to the ServiceAccount; undefined where they do not show it. */
function boundRoles(repository: Repository, template: WorkloadSource) {
  const chart = chartOf(repository, template.path);
  const rendering = chart && renderChart(repository, chart);
  const deployment = rendering && findWorkload(rendering, template);
  if (!rendering || !deployment) return undefined;
  const account = template.serviceAccountName ?? 'default';
  const own = rolesBoundTo(rendering, deployment, account).filter(
    ({ clusterWide, role }) => clusterWide && !(role && isProxyRole(role)),
  );
  if (own.length === 0) {
    const unbound = clearlyUnbound(rendering, deployment, account);
    return unbound && { unbound, isGranted: false, roles: [] };
  }
  const all = own.flatMap(({ role }) => (role ? withParts(rendering, role) : []));
  const isGranted = ALL_REVIEWS.every(
    (review) =>
      all.some((role) => allowsReview(role, review)) ||
      own.some(({ role, roleName }) => !role && BUILT_IN_ROLES.includes(roleName)),
  );
  return { unbound: undefined, isGranted, roles: all.flatMap(sourceOf) };
}

/** The ServiceAccount, where every binding shows whom it means: one that means this account would have been seen. */
function clearlyUnbound(
  rendering: Rendering,
  deployment: RenderedObject,
  account: string,
): RenderedObject | undefined {
  const bindings = rendering.objects.filter(({ kind }) => kind === 'ClusterRoleBinding');
  const names = bindings.flatMap(
    ({ document }) =>
      seqAt(document.contents, ['subjects'])?.items.map((subject) => textAt(subject, ['name']) ?? '') ?? [''],
  );
  const accountOf = (name: string) =>
    resolveReference(rendering, deployment, { kind: 'ServiceAccount', name });
  return names.every((name) => accountOf(name) !== undefined) ? accountOf(account) : undefined;
}

function sourceOf(object: RenderedObject): readonly RoleSource[] {
  return rolesOf(object.file).slice(0, 1);
}

function isGrantedByAny(roles: readonly RoleSource[]): boolean {
  return DIAGNOSTICS_RULES.every((wanted) => roles.some((role) => grants(rulesIn(role), wanted)));
}

/** Rules have a place outside of every condition, and are not printed from elsewhere (`toYaml $rbac.rules`). */
function takesRules(role: RoleSource): boolean {
  const { file, place } = role;
  if (!isExtensible(role) || !place) return false;
  const from = file.text.lastIndexOf('rules:', place.start) + 'rules:'.length;
  const first = file.text.slice(from).trimStart().split('\n')[0] ?? '';
  if (/\btoYaml\b/.test(first)) return false;
  const splices = insertRules(role, DIAGNOSTICS_RULES, { mergesResources: false });
  return splices.every(({ start }) => openBlocks(file.text.slice(from, start)) === 0);
}

function isForOnePurpose({ name }: RoleSource): boolean {
  return /leader-election|metrics-reader|(admin|editor|viewer)(-role)?$/.test(name);
}

function longest(roles: readonly RoleSource[]): RoleSource | undefined {
  return [...roles].sort((one, other) => other.rules.length - one.rules.length)[0];
}

/** The manager's roles outside of charts. */
function sourcesOf(survey: Survey, { manager, adopted }: Decision): readonly RoleSource[] {
  const { generated, overlays } = managerRole(survey, manager, adopted);
  const file = generated && survey.repository.tryRead(generated.file);
  const parsed = file && tryParseYaml(file);
  const bound = overlays.flatMap(({ roles }) =>
    roles.flatMap(({ role }) => (role ? rolesOf(role.file) : [])),
  );
  return [...(parsed ? rolesOf(parsed) : []), ...bound];
}

function alike(roles: readonly RoleSource[], sources: readonly RoleSource[]): RoleSource | undefined {
  const ranked = roles
    .map((role) => ({ role, common: Math.max(0, ...sources.map((source) => commonRules(role, source))) }))
    .sort((one, other) => other.common - one.common);
  return ranked[0]?.common || ranked.length === 1 ? ranked[0]?.role : undefined;
}

function commonRules(one: RoleSource, other: RoleSource): number {
  const keys = new Set(rulesIn(other).map(ruleKey));
  return rulesIn(one).filter((rule) => keys.has(ruleKey(rule))).length;
}
