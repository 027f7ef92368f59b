import type { Rule } from '../../migration/rule.ts';
import { placeIn } from '../place.ts';
import { reviewMarkers, stateOf } from '../review-state.ts';

/** Facts D2: `./controllers/...` does not include the package in `./`. */
export const rule: Rule = {
  id: 'markers-not-read',
  level: 'error',
  repairedBy: 'rbac-markers',
  instead: ['role-loses-rules', 'reviews-not-granted'],
  check(input) {
    return input.decisions.flatMap((decision) => {
      const { manager } = decision;
      const { generated, grantedElsewhere } = stateOf(input.survey, decision).role;
      const isMarked = reviewMarkers(input, decision).some(({ marker }) => marker.effective);
      if (generated?.kept !== 'generated' || generated.missing.length === 0) return [];
      if (!isMarked || grantedElsewhere) return [];
      const text = input.survey.repository.tryRead(generated.call.file)?.text ?? '';
      return [
        {
          ...placeIn({ path: generated.call.file, text }, generated.call.start),
          cause: manager.entryPoint,
          message: `this call of controller-gen does not read the package of ${manager.entryPoint}, where the markers for the reviews stand`,
          fix: `Add the path of ${manager.source.packageDirectory === '.' ? './' : `./${manager.source.packageDirectory}`} to it.`,
        },
      ];
    });
  },
};
