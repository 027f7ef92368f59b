import type { Decision } from '../../migration/decision.ts';

/** Tags under which every build of the main branch is found: they bring the new binary by themselves. */
const MOVING_TAG = /(:(latest|main|master|dev|edge|nightly)|(^|\/)[^:/]*)$/;

/**
 * Manifests whose arguments change and whose image is pinned: an image of before does not know the new arguments
 * (design §6.16).
 */
export function pinnedImages(decision: Decision, edited: ReadonlySet<string>): readonly string[] {
  const { rendered, unreached, templates } = decision.manager.manifests;
  const copies = [...rendered.map((copy) => copy.workload), ...unreached].filter(
    ({ path, container }) => edited.has(path) && container?.image && !MOVING_TAG.test(container.image),
  );
  const charts = templates.filter(({ path }) => edited.has(path));
  return [
    ...copies.map(({ path, container }) => `${path} runs ${container?.image}: ${RELEASE_FIRST}`),
    ...charts.map(
      (template) => `the chart of ${template.path} pins its image in its values: ${RELEASE_FIRST}`,
    ),
  ];
}

const RELEASE_FIRST =
  'an image built before this change stops at the new arguments. Release an image first, then let it name that one.';
