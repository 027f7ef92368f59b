import { posix } from 'node:path';
import { isSeq } from 'yaml';
import type { KubernetesObject } from './objects.ts';
import { mapAt, nodeAt, seqAt, textAt } from './yaml-file.ts';

/** What the secured endpoint asks the API server for, with the API group each belongs to. Both are cluster-scoped. */
export const REVIEWS = {
  tokenreviews: 'authentication.k8s.io',
  subjectaccessreviews: 'authorization.k8s.io',
} as const;

/** One of the two resources that the manager must be allowed to create. */
export type Review = keyof typeof REVIEWS;

/** The two, in the order in which controller-gen prints them. */
export const ALL_REVIEWS: readonly Review[] = ['tokenreviews', 'subjectaccessreviews'];

/** Whether the rules of a role (not those it aggregates) allow to create that review. */
export function allowsReview(role: KubernetesObject, review: Review): boolean {
  return rulesOf(role).some(
    (rule) =>
      grants(rule, 'apiGroups', REVIEWS[review]) &&
      grants(rule, 'resources', review) &&
      grants(rule, 'verbs', 'create') &&
      // A rule limited to names never allows `create`: the name is not known yet (Kubernetes RBAC documentation).
      wordsAt(rule, 'resourceNames').length === 0,
  );
}

/**
 * Whether this is the role that kubebuilder scaffolded for the kube-rbac-proxy sidecar: nothing but the two reviews,
 * and called so by its name or its file (facts C1). It never counts as one that stays (design §6.7).
 */
export function isProxyRole(object: KubernetesObject): boolean {
  if (object.kind !== 'ClusterRole') return false;
  const named =
    /(^|-)proxy-role$/.test(object.name) ||
    /^auth[_-]proxy[_-]role\.ya?ml$/.test(posix.basename(object.file.path));
  const rules = rulesOf(object);
  return named && rules.length > 0 && rules.every(isReviewRule);
}

function isReviewRule(rule: unknown): boolean {
  const resources = wordsAt(rule, 'resources');
  return (
    resources.length > 0 &&
    resources.every((it) => it in REVIEWS) &&
    wordsAt(rule, 'verbs').every((it) => it === 'create')
  );
}

function rulesOf(role: KubernetesObject): readonly unknown[] {
  return seqAt(role.document.contents, ['rules'])?.items ?? [];
}

function grants(rule: unknown, key: string, word: string): boolean {
  const words = wordsAt(rule, key);
  return words.includes(word) || words.includes('*');
}

/** A list of words; a missing key is an empty list. */
function wordsAt(node: unknown, key: string): readonly string[] {
  const list = nodeAt(node, [key]);
  return isSeq(list) ? list.items.flatMap((_, index) => textAt(list, [index]) ?? []) : [];
}

/** Whether a ClusterRole takes the rules of another one through its aggregationRule. `matchExpressions` never match here. */
export function aggregates(role: KubernetesObject, other: KubernetesObject): boolean {
  const selectors = seqAt(role.document.contents, ['aggregationRule', 'clusterRoleSelectors'])?.items ?? [];
  return selectors.some((selector) => {
    const labels = mapAt(selector, ['matchLabels']);
    if (!labels || labels.items.length === 0 || nodeAt(selector, ['matchExpressions'])) return false;
    return labels.items.every((pair) => {
      const key = String(pair.key);
      return textAt(labels, [key]) === textAt(other.document.contents, ['metadata', 'labels', key]);
    });
  });
}
