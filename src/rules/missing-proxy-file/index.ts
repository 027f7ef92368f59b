import type { Rule } from '../../migration/rule.ts';
import { missingProxyFiles } from '../../survey/missing-proxy-files.ts';
import { placeIn } from '../place.ts';

/** The file of the sidecar was deleted, its entry was not: nothing can be rendered any more. */
export const rule: Rule = {
  id: 'missing-proxy-file',
  level: 'error',
  repairedBy: 'auth-proxy-leftovers',
  check({ survey, decisions }) {
    if (decisions.length === 0) return [];
    return missingProxyFiles(survey.repository).map(({ kustomization, entry }) => ({
      ...placeIn(kustomization, entry.start),
      cause: `${kustomization.path} ${entry.value}`,
      message: `${entry.value} is not there: kustomize stops here, and nothing of this overlay can be applied`,
      fix: 'Take the entry out.',
    }));
  },
};
