import type { RoleFormat } from './role-format.ts';
import { type PolicyRule, ruleKey } from './rules.ts';

/**
 * Combines the rules of one role as controller-gen does (pkg/rbac/parser.go, NormalizeRules): lists without repeats and
 * sorted, rules merged as the version does it, in the order of {@link ruleKey}.
 */
export function mergeRules(rules: readonly PolicyRule[], format: RoleFormat): PolicyRule[] {
  const split = format.merges === 'verbs' ? rules : rules.flatMap((rule) => splitByResource(rule, format));
  const named = format.namesCoreFirst ? split.map(withCoreNamed) : split;
  let merged = unite(named.map(normalized), 'verbs');
  if (format.merges !== 'verbs') {
    merged = unite(merged, 'resources');
    merged = unite(merged, 'apiGroups');
  }
  if (format.merges === 'urls') merged = unite(merged, 'nonResourceURLs');
  const sorted = merged.sort((one, other) => compare(ruleKey(one), ruleKey(other)));
  const printed = format.namesCoreFirst ? sorted : sorted.map(withCoreNamed);
  return format.foldsVerbs ? printed.map(withVerbsFolded) : printed;
}

function splitByResource(rule: PolicyRule, format: RoleFormat): PolicyRule[] {
  if (rule.resources.length === 0) return format.dropsRulesWithoutResources ? [] : [rule];
  return rule.resources.map((resource) => ({ ...rule, resources: [resource] }));
}

/** Makes one rule of those that are alike but for one field. */
function unite(rules: readonly PolicyRule[], field: keyof PolicyRule): PolicyRule[] {
  const groups = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const key = JSON.stringify({ ...rule, [field]: [] });
    const before = groups.get(key);
    groups.set(key, before ? { ...before, [field]: unique([...before[field], ...rule[field]]) } : rule);
  }
  return [...groups.values()];
}

function normalized(rule: PolicyRule): PolicyRule {
  return {
    apiGroups: unique(rule.apiGroups),
    resources: unique(rule.resources),
    resourceNames: unique(rule.resourceNames),
    nonResourceURLs: unique(rule.nonResourceURLs),
    verbs: unique(rule.verbs),
  };
}

function withCoreNamed(rule: PolicyRule): PolicyRule {
  return { ...rule, apiGroups: rule.apiGroups.map((group) => (group === 'core' ? '' : group)) };
}

function withVerbsFolded(rule: PolicyRule): PolicyRule {
  return rule.verbs.includes('*') ? { ...rule, verbs: ['*'] } : rule;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compare);
}

/** Plain order of code units: Go sorts bytes, and no name of Kubernetes leaves ASCII. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
