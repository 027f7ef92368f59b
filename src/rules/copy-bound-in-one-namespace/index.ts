import { type BoundRole, rolesBoundTo } from '../../kubernetes/grants.ts';
import { renderFiles } from '../../kubernetes/rendering.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Rule } from '../../migration/rule.ts';
import type { Repository } from '../../repository/repository.ts';
import { placeOfNode } from '../place.ts';

/** Reviews are cluster-scoped: an installation that lives in one namespace needs a ClusterRole for its metrics all the same. */
export const rule: Rule = {
  id: 'copy-bound-in-one-namespace',
  level: 'warning',
  check({ survey, decisions }) {
    return decisions.flatMap(({ manager }) =>
      manager.manifests.rendered.flatMap(({ workload }) => {
        const bound = onlyRole(survey.repository, workload);
        if (!bound) return [];
        return [
          {
            ...placeOfNode(bound.binding.file, bound.binding.document.contents),
            message: `this copy binds the manager in one namespace alone (${bound.roleName}): no Role lets it create reviews, and its secure metrics answer 500`,
            fix: 'Add a ClusterRole with both rules and a ClusterRoleBinding for its ServiceAccount where it is installed.',
          },
        ];
      }),
    );
  },
};

/** The Role that the manager works with in its copy, where no ClusterRoleBinding beside it says more. */
function onlyRole(repository: Repository, workload: WorkloadSource): BoundRole | undefined {
  const rendering = renderFiles(repository, workload.path);
  const deployment = rendering.objects.find(
    ({ kind, name }) => kind === workload.kind && name === workload.name,
  );
  if (!deployment) return undefined;
  const bound = rolesBoundTo(rendering, deployment, workload.serviceAccountName ?? 'default');
  if (bound.some(({ clusterWide }) => clusterWide)) return undefined;
  return bound.find(({ roleName }) => !/leader-?election/.test(roleName));
}
