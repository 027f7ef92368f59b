import { ALL_REVIEWS, type OverlayGrants, type ReviewGrant } from '../../kubernetes/grants.ts';
import type { Rule } from '../../migration/rule.ts';
import { placeOfNode } from '../place.ts';
import { reviewStates } from '../review-state.ts';

/** What the manager's own role grants, the role of a former sidecar need not grant again. */
export const rule: Rule = {
  id: 'reviews-granted-twice',
  level: 'note',
  // Only where a sidecar goes in the same run: else the endpoint works, and is left alone.
  repairedBy: 'auth-proxy-leftovers',
  instead: ['auth-proxy-role-left-over'],
  check(input) {
    return reviewStates(input).flatMap(({ role }) => {
      const [grant] = role.overlays.flatMap(spare);
      if (!grant?.role) return [];
      return [
        {
          ...placeOfNode(grant.role.file, grant.role.document.contents),
          message:
            'the manager’s own role lets it create reviews: this one of a former kube-rbac-proxy has no use any more',
          fix: 'Delete it with its binding and their kustomization entries.',
        },
      ];
    });
  },
};

/** The left-over grants, where others grant both reviews. */
function spare({ grants }: OverlayGrants): readonly ReviewGrant[] {
  const own = grants.filter(({ leftOver }) => !leftOver);
  const isWhole = ALL_REVIEWS.every((review) => own.some((grant) => grant.review === review));
  return isWhole ? grants.filter(({ leftOver }) => leftOver).slice(0, 1) : [];
}
