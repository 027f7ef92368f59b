import type { RbacMarker } from '../golang/markers.ts';
import { metricsSecurity } from '../golang/metrics-security.ts';
import { ALL_REVIEWS, type OverlayGrants } from '../kubernetes/grants.ts';
import { allowsReview } from '../kubernetes/grants-rules.ts';
import { renderAt } from '../kubernetes/rendering.ts';
import { ruleOfMarker } from '../kubernetes/role-generation.ts';
import { isForDiagnostics } from '../kubernetes/role-rewrite.ts';
import { mapAt } from '../kubernetes/yaml-file.ts';
import type { Decision } from '../migration/decision.ts';
import type { RuleInput } from '../migration/rule.ts';
import type { Repository } from '../repository/repository.ts';
import { type ManagerRole, managerRole } from '../survey/manager-role.ts';
import { markedFiles } from '../survey/marked-files.ts';
import { type Place, placeIn } from './place.ts';

/** What is known of one manager's right to create reviews. */
export interface ReviewState {
  readonly decision: Decision;
  readonly role: ManagerRole;
  /** Overlays that give the manager some role, but not the right to create both reviews. */
  readonly lacking: readonly OverlayGrants[];
}

const states = new WeakMap<Decision, ReviewState>();

/** The managers whose endpoint asks for reviews. */
export function reviewStates({ survey, decisions }: RuleInput): readonly ReviewState[] {
  return decisions.filter(asksForReviews).map((decision) => stateOf(survey, decision));
}

/** A filter that is set asks, even where https is still missing. */
export function asksForReviews({ adopted, manager }: Decision): boolean {
  return adopted || metricsSecurity(manager.source).filter !== undefined;
}

/** The same for a manager that may not be adopted yet. Read once. */
export function stateOf(survey: RuleInput['survey'], decision: Decision): ReviewState {
  const known = states.get(decision);
  if (known) return known;
  const role = managerRole(survey, decision.manager, true);
  const lacking = role.overlays.filter((overlay) => lacksReviews(survey.repository, overlay));
  const state = { decision, role, lacking };
  states.set(decision, state);
  return state;
}

function lacksReviews(repository: Repository, { overlay, roles, grants }: OverlayGrants): boolean {
  const missing = ALL_REVIEWS.filter((review) => !grants.some((grant) => grant.review === review));
  if (roles.length === 0 || missing.length === 0) return false;
  const isAggregated = roles.some(
    ({ role, clusterWide }) =>
      clusterWide && mapAt(role?.document.contents, ['aggregationRule']) !== undefined,
  );
  if (!isAggregated) return true;
  // Which roles it takes up depends on labels, which often come from patches: any of the overlay may be one.
  const others = renderAt(repository, overlay).objects.filter(({ kind }) => kind === 'ClusterRole');
  return missing.some((review) => !others.some((role) => allowsReview(role, review)));
}

/** A marker for one of the two reviews in package main of a manager. */
export interface ReviewMarker {
  readonly marker: RbacMarker;
  readonly place: Place;
}

/** The markers for the reviews in package main. */
export function reviewMarkers({ survey }: RuleInput, { manager }: Decision): readonly ReviewMarker[] {
  const files = markedFiles(survey.repository).filter(
    (file) => file.directory === manager.source.packageDirectory,
  );
  return files
    .flatMap((file) => file.markers)
    .filter(({ rule }) => rule !== 'invalid' && isForDiagnostics(ruleOfMarker(rule)))
    .map((marker) => {
      const text = survey.repository.tryRead(marker.path)?.text ?? '';
      return { marker, place: placeIn({ path: marker.path, text }, marker.start) };
    });
}
