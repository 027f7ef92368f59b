/** A rule of a Role or ClusterRole. An absent list is an empty one. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly verbs: readonly string[];
}

/** What a secured metrics endpoint asks the API server, and may need a rule for (design §1). */
export const DIAGNOSTICS_RULES: readonly PolicyRule[] = [
  createRule('authentication.k8s.io', 'tokenreviews'),
  createRule('authorization.k8s.io', 'subjectaccessreviews'),
];

/** Whether one of the rules lets its holder create that resource. A rule with names grants no creation. */
export function grants(rules: readonly PolicyRule[], wanted: PolicyRule): boolean {
  return wanted.apiGroups.every((group) =>
    wanted.resources.every((resource) =>
      wanted.verbs.every((verb) => rules.some((rule) => allows(rule, group, resource, verb))),
    ),
  );
}

/**
 * The order in which controller-gen prints rules: groups, resources, names and URLs, each sorted and joined by `&`
 * (pkg/rbac/parser.go, ruleKey). Plain string comparison.
 */
export function ruleKey(rule: PolicyRule): string {
  return [rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs]
    .map((list) => [...list].sort().join('&'))
    .join(' + ');
}

function allows(rule: PolicyRule, group: string, resource: string, verb: string): boolean {
  return (
    rule.resourceNames.length === 0 &&
    holds(rule.apiGroups, group) &&
    holds(rule.resources, resource) &&
    holds(rule.verbs, verb)
  );
}

function holds(list: readonly string[], value: string): boolean {
  return list.includes(value) || list.includes('*');
}

function createRule(group: string, resource: string): PolicyRule {
  return {
    apiGroups: [group],
    resources: [resource],
    resourceNames: [],
    nonResourceURLs: [],
    verbs: ['create'],
  };
}
