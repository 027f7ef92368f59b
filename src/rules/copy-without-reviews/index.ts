import { ALL_REVIEWS, rolesBoundTo } from '../../kubernetes/grants.ts';
import { allowsReview } from '../../kubernetes/grants-rules.ts';
import { type RenderedObject, renderFiles } from '../../kubernetes/rendering.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Rule } from '../../migration/rule.ts';
import type { Repository } from '../../repository/repository.ts';
import { placeOfNode } from '../place.ts';
import { reviewStates } from '../review-state.ts';

/** A committed copy that got the arguments but not the rules: what users apply is broken, whatever the sources say. */
export const rule: Rule = {
  id: 'copy-without-reviews',
  level: 'error',
  repairedBy: 'role-rules',
  check(input) {
    const { repository } = input.survey;
    return reviewStates(input).flatMap(({ decision, lacking }) =>
      decision.manager.manifests.rendered.flatMap(({ workload, argumentsFresh, overlays }) => {
        // Where the sources lack the rules too, they are what is wrong.
        const isSameCause = lacking.some(({ overlay }) => overlays.includes(overlay));
        const role = argumentsFresh && !isSameCause ? lackingRole(repository, workload) : undefined;
        if (!role) return [];
        return [
          {
            ...placeOfNode(role.file, role.document.contents),
            message: `this copy of ${role.name} does not let the manager beside it create reviews: its metrics answer 500`,
            fix: 'Render the overlay again.',
          },
        ];
      }),
    );
  },
};

/** The role bound to the manager in its copy, where none of them allows both reviews; undefined where nothing is bound. */
function lackingRole(repository: Repository, workload: WorkloadSource): RenderedObject | undefined {
  const rendering = renderFiles(repository, workload.path);
  const deployment = rendering.objects.find(
    ({ kind, name }) => kind === workload.kind && name === workload.name,
  );
  if (!deployment) return undefined;
  const bound = rolesBoundTo(rendering, deployment, workload.serviceAccountName ?? 'default').filter(
    ({ clusterWide }) => clusterWide,
  );
  const roles = bound.flatMap(({ role }) => role ?? []);
  const isGranted = ALL_REVIEWS.every((review) => roles.some((role) => allowsReview(role, review)));
  // What a role elsewhere grants is not known.
  return isGranted || roles.length < bound.length ? undefined : roles[0];
}
