import { type Evidence, failed, type ProofId, passed, skipped } from './evidence.ts';
import type { Proof } from './proof.ts';
import { allPlaces, type Rendition } from './rendered/rendition.ts';
import type { RenderPlace, Subject } from './subject.ts';

/** Every overlay that brings a manager renders. */
export const overlaysRender: Proof = {
  id: 'overlays-render',
  title: 'kustomize build of every overlay with a manager',
  weight: 'light',
  run: (subject) => renderAll(subject, 'overlays-render', 'kustomize'),
};

/** Every chart that brings a manager renders with its own values. */
export const chartRender: Proof = {
  id: 'chart-render',
  title: 'helm template of every chart with a manager',
  weight: 'light',
  run: (subject) => renderAll(subject, 'chart-render', 'chart'),
};

async function renderAll(
  subject: Subject,
  proof: ProofId,
  kind: RenderPlace['kind'],
): Promise<readonly Evidence[]> {
  const places = allPlaces(subject).filter((place) => place.kind === kind);
  const evidence: Evidence[] = [];
  for (const place of places) evidence.push(judged(proof, await subject.render(place)));
  return evidence;
}

function judged(proof: ProofId, { place, missing, failure, attempt, made = [] }: Rendition): Evidence {
  if (missing) return skipped(proof, place.path, missing.reason, missing.hint);
  if (failure === undefined) {
    const remark =
      made.length > 0 ? { reason: `made first, as the Makefile makes it: ${made.join(', ')}` } : {};
    return passed(proof, place.path, attempt, remark);
  }
  if (isRemote(failure)) {
    return skipped(
      proof,
      place.path,
      `it needs a remote resource, and proofs fetch nothing: ${failure}`,
      `Run ${attempt.command} by hand.`,
    );
  }
  return failed(proof, place.path, attempt, failure, { file: place.path, line: 1 });
}

function isRemote(failure: string): boolean {
  return /https?:\/\/|git (?:fetch|clone|init)|no 'git' program|github\.com/.test(failure);
}
