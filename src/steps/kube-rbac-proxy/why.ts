import { refusal } from '../../repository/problem.ts';
import { positionAt, type SourceFile } from '../../repository/source-file.ts';

export const STEP = 'kube-rbac-proxy';

/** Why something goes. */
export const WHY = {
  step: STEP,
  reason: 'the manager itself serves its metrics securely; the kube-rbac-proxy goes',
};

/** A sidecar that cannot go, and where that is written. `reason` continues "the kube-rbac-proxy cannot go: ". */
export function cannotGo(
  file: SourceFile,
  offset: number,
  problem: { readonly code: string; readonly reason: string; readonly hint: string },
): Error {
  return refusal({
    code: problem.code,
    file: file.path,
    ...positionAt(file.text, offset),
    reason: `the kube-rbac-proxy cannot be taken out: ${problem.reason}`,
    hint: problem.hint,
  });
}
