import { failed, ownJudgement, passed, skipped } from './evidence.ts';
import type { Proof } from './proof.ts';
import { missingReviews } from './rendered/rendered.ts';
import { renderedManagers } from './rendered/rendition.ts';
import { placeOfRole } from './rendered/role-place.ts';

/** The rendered ServiceAccount may create both reviews. */
export const reviewsGranted: Proof = {
  id: 'reviews-granted',
  title: 'the ServiceAccount may create tokenreviews and subjectaccessreviews',
  weight: 'light',
  async run(subject) {
    const managers = await renderedManagers(subject);
    return managers.map(({ manager, rendition, workload }) => {
      const name = `${manager.entryPoint} in ${rendition.place.path}`;
      if (!rendition.objects.some(({ kind }) => kind === 'ClusterRoleBinding')) {
        return skipped(
          'reviews-granted',
          name,
          'no ClusterRoleBinding is rendered here',
          'The roles come from elsewhere: look there.',
        );
      }
      const missing = missingReviews(rendition.objects, workload);
      if (missing.length === 0) return passed('reviews-granted', name, ownJudgement);
      return failed(
        'reviews-granted',
        name,
        ownJudgement,
        `its ServiceAccount may not ${missing.join(' and ')}`,
        {
          hint: 'Without them the endpoint answers 500 to every client that has a token.',
          ...placeOfRole(subject.survey, manager),
        },
      );
    });
  },
};
