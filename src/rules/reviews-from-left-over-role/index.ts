import { ALL_REVIEWS, type OverlayGrants, type ReviewGrant } from '../../kubernetes/grants.ts';
import type { Rule } from '../../migration/rule.ts';
import { placeOfNode } from '../place.ts';
import { reviewStates } from '../review-state.ts';

/** The role of a former sidecar is the next thing that somebody clears away. */
export const rule: Rule = {
  id: 'reviews-from-left-over-role',
  level: 'warning',
  // Only where a sidecar goes in the same run: else the endpoint works, and is left alone.
  repairedBy: 'auth-proxy-leftovers',
  instead: ['auth-proxy-role-left-over'],
  check(input) {
    return reviewStates(input).flatMap(({ role }) => {
      const [grant] = role.overlays.flatMap(reliedOn);
      if (!grant?.role) return [];
      return [
        {
          ...placeOfNode(grant.role.file, grant.role.document.contents),
          message:
            'only this role of a former kube-rbac-proxy lets the manager create reviews: whoever clears it away breaks its metrics',
          fix: 'Give the manager’s own role both rules (and the markers that make them), then delete this one.',
        },
      ];
    });
  },
};

/** The left-over grants of a review that nothing else grants. */
function reliedOn({ grants }: OverlayGrants): readonly ReviewGrant[] {
  return ALL_REVIEWS.flatMap((review) => {
    const all = grants.filter((grant) => grant.review === review);
    return all.every(({ leftOver }) => leftOver) ? all.slice(0, 1) : [];
  });
}
