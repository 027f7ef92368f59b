import { ALL_REVIEWS, allowsReview } from '../../kubernetes/grants-rules.ts';
import type { Rule } from '../../migration/rule.ts';
import { placeOfNode } from '../place.ts';
import { reviewStates } from '../review-state.ts';

/** Both reviews are cluster-scoped: a Role, or a ClusterRole bound by a RoleBinding, cannot allow them. */
export const rule: Rule = {
  id: 'reviews-in-namespaced-role',
  level: 'error',
  repairedBy: 'role-rules',
  instead: ['reviews-not-granted'],
  check(input) {
    return reviewStates(input).flatMap(({ decision, lacking }) => {
      const bound = lacking
        .flatMap(({ roles }) => roles)
        .find(
          ({ role, clusterWide }) =>
            !clusterWide && role !== undefined && ALL_REVIEWS.some((review) => allowsReview(role, review)),
        );
      if (!bound) return [];
      const { binding, roleName } = bound;
      return [
        {
          ...placeOfNode(binding.file, binding.document.contents),
          cause: decision.manager.entryPoint,
          message: `reviews are cluster-scoped: ${roleName}, bound in one namespace, does not let the manager create them, and its metrics answer 500`,
          fix: 'Bind a ClusterRole with both rules by a ClusterRoleBinding.',
        },
      ];
    });
  },
};
