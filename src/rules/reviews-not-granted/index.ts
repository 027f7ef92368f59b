import { findWorkload, renderAt } from '../../kubernetes/rendering.ts';
import type { Rule } from '../../migration/rule.ts';
import { placeOfNode } from '../place.ts';
import { reviewStates } from '../review-state.ts';

/** Facts B: without the right to create TokenReviews the filter answers 500 to everybody. */
export const rule: Rule = {
  id: 'reviews-not-granted',
  level: 'error',
  repairedBy: 'role-rules',
  instead: ['role-kept-by-hand'],
  check(input) {
    return reviewStates(input).flatMap(({ decision, lacking }) => {
      const { manager } = decision;
      const [first] = lacking;
      const running = manager.manifests.renderings.find(({ overlay }) => overlay === first?.overlay);
      if (!first || !running) return [];
      const object = findWorkload(renderAt(input.survey.repository, running.overlay), running.deployment);
      const where = lacking.map(({ overlay }) => overlay).join(', ');
      return [
        {
          ...placeOfNode(running.deployment.file, object?.document.contents ?? running.deployment.node),
          cause: manager.entryPoint,
          message: `nothing lets the ServiceAccount ${running.serviceAccountName} create tokenreviews and subjectaccessreviews in ${where}: the metrics answer 500`,
          fix: 'Give its role both rules.',
        },
      ];
    });
  },
};
