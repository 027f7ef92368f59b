import type { Rule } from '../../migration/rule.ts';
import { reviewMarkers, stateOf } from '../review-state.ts';

/** Facts D1: markers in the doc comment of a declaration are ignored, silently and with exit code 0. */
export const rule: Rule = {
  id: 'markers-in-doc-comment',
  level: 'error',
  repairedBy: 'rbac-markers',
  instead: ['markers-not-read', 'role-loses-rules', 'reviews-not-granted', 'role-kept-by-hand'],
  check(input) {
    return input.decisions.flatMap((decision) => {
      const { role, lacking } = stateOf(input.survey, decision);
      const isMade = role.grantedElsewhere || role.generated?.missing.length === 0;
      const inert = reviewMarkers(input, decision).find(({ marker }) => !marker.effective);
      if (!inert || isMade) return [];
      const harm =
        lacking.length > 0
          ? 'nothing lets the manager create reviews, and its metrics answer 500'
          : 'the next generation takes both rules out of the role';
      return [
        {
          ...inert.place,
          cause: decision.manager.entryPoint,
          message: `controller-gen ignores this marker in a doc comment: ${harm}`,
          fix: 'Put a blank line behind the markers.',
        },
      ];
    });
  },
};
