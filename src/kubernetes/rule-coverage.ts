import type { PolicyRule } from './rules.ts';

/** Whether each right of a rule is one of `made`, however they are spread over rules. */
export function covers(made: readonly PolicyRule[], rule: PolicyRule): boolean {
  return rightsOf(rule).every((right) => made.some((other) => hasRight(other, right)));
}

interface Right {
  readonly group: string;
  readonly resource: string;
  readonly url: string;
  readonly verb: string;
  readonly names: readonly string[];
}

function rightsOf(rule: PolicyRule): Right[] {
  const some = (list: readonly string[]) => (list.length > 0 ? list : ['']);
  return rule.verbs.flatMap((verb) => [
    ...rule.nonResourceURLs.map((url) => ({ group: '', resource: '', url, verb, names: [] })),
    ...some(rule.apiGroups).flatMap((group) =>
      rule.resources.map((resource) => ({ group, resource, url: '', verb, names: rule.resourceNames })),
    ),
  ]);
}

function hasRight(rule: PolicyRule, right: Right): boolean {
  const has = (list: readonly string[], word: string) => list.includes(word) || list.includes('*');
  if (!has(rule.verbs, right.verb)) return false;
  if (right.url) return rule.nonResourceURLs.includes(right.url);
  const named = rule.resourceNames;
  const reaches =
    named.length === 0 || (right.names.length > 0 && right.names.every((name) => named.includes(name)));
  const group =
    rule.apiGroups.includes('core') && right.group === '' ? true : has(rule.apiGroups, right.group);
  return reaches && group && has(rule.resources, right.resource);
}
