import { type RoleFormat, roleFormat } from './role-format.ts';
import { type GeneratedRole, printRoles } from './role-print.ts';
import { mergeRules } from './rule-merging.ts';
import type { PolicyRule } from './rules.ts';

/** A marker's rule, as far as roles are made of it. */
export interface RuleMarker {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly urls: readonly string[];
  readonly verbs: readonly string[];
  /** '' for the ClusterRole. */
  readonly namespace: string;
  /** '' for the name that the call gives. */
  readonly roleName: string;
}

/**
 * The roles that controller-gen of a version makes of markers: one for each namespace, the ClusterRole first; from
 * v0.21 on one for each namespace and role name.
 */
export function generateRoles(
  markers: readonly RuleMarker[],
  version: string,
  roleName: string,
): GeneratedRole[] {
  const format = roleFormat(version);
  const byRole = new Map<string, RuleMarker[]>();
  for (const marker of markers) {
    const key = JSON.stringify([marker.namespace, nameOf(marker, format, roleName)]);
    byRole.set(key, [...(byRole.get(key) ?? []), marker]);
  }
  return [...byRole.keys()]
    .sort()
    .map((key) => roleOf(byRole.get(key) ?? [], format, roleName))
    .filter((role) => role.rules.length > 0);
}

/** The text of the file that those markers make, or undefined: without a rule controller-gen writes no file. */
export function generateRoleText(
  markers: readonly RuleMarker[],
  version: string,
  roleName: string,
  header = '',
): string | undefined {
  return printRoleFile(generateRoles(markers, version, roleName), version, header);
}

/** The text of the file with these roles; undefined without any. */
export function printRoleFile(
  roles: readonly GeneratedRole[],
  version: string,
  header: string,
): string | undefined {
  return roles.length > 0 ? printRoles(roles, roleFormat(version), header) : undefined;
}

/** The rule of a marker on its own. */
export function ruleOfMarker(marker: RuleMarker): PolicyRule {
  return {
    apiGroups: marker.groups,
    resources: marker.resources,
    resourceNames: marker.resourceNames,
    nonResourceURLs: marker.urls,
    verbs: marker.verbs,
  };
}

function roleOf(markers: readonly RuleMarker[], format: RoleFormat, roleName: string): GeneratedRole {
  const [first] = markers;
  const namespace = first?.namespace ?? '';
  return {
    kind: namespace === '' ? 'ClusterRole' : 'Role',
    name: first ? nameOf(first, format, roleName) : roleName,
    namespace,
    rules: mergeRules(markers.map(ruleOfMarker), format),
  };
}

function nameOf(marker: RuleMarker, format: RoleFormat, roleName: string): string {
  return (format.readsRoleName && marker.roleName) || roleName;
}
