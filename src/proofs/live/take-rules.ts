import type { Cluster } from './cluster.ts';
import type { LiveRun } from './job.ts';

const RBAC = 'apis/rbac.authorization.k8s.io/v1';
const REVIEWS = ['tokenreviews', 'subjectaccessreviews'];

interface Binding {
  readonly metadata: { readonly name: string };
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  }[];
}

interface Rule {
  readonly resources?: readonly string[];
  readonly [key: string]: unknown;
}

/**
 * Takes the right to create both reviews away from a manager's ServiceAccount: the resources go from the rules of its roles; where a
 * wildcard or a built-in role grants them, the binding goes.
 */
export async function takeRules(cluster: Cluster, { namespace, serviceAccount }: LiveRun): Promise<void> {
  const { items }: { items: readonly Binding[] } = JSON.parse(
    (await cluster.request('GET', `${RBAC}/clusterrolebindings`)).body,
  );
  const own = items.filter(({ subjects = [] }) =>
    subjects.some(
      (it) => it.kind === 'ServiceAccount' && it.name === serviceAccount && it.namespace === namespace,
    ),
  );
  for (const binding of own) {
    const path = `${RBAC}/clusterroles/${binding.roleRef.name}`;
    const { body, status } = await cluster.request('GET', path);
    const role = status === 200 ? JSON.parse(body) : { rules: [] };
    const rules: readonly Rule[] = role.rules ?? [];
    const isBuiltIn = /^(cluster-admin|system:)/.test(binding.roleRef.name);
    if (isBuiltIn || rules.some(({ resources = [] }) => resources.includes('*'))) {
      await cluster.request('DELETE', `${RBAC}/clusterrolebindings/${binding.metadata.name}`);
    } else {
      await cluster.request('PUT', path, { ...role, rules: rules.flatMap(withoutReviews) });
    }
  }
}

function withoutReviews(rule: Rule): readonly Rule[] {
  if (rule.resources === undefined) return [rule];
  const resources = rule.resources.filter((name) => !REVIEWS.includes(name));
  return resources.length === 0 ? [] : [{ ...rule, resources }];
}
