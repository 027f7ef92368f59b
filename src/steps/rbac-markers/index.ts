import type { Decision } from '../../migration/decision.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { managerRole } from '../../survey/manager-role.ts';
import { handKept } from './hand-kept.ts';
import { planMarkers } from './markers.ts';
import { planPath } from './path.ts';

/**
 * Adds the RBAC markers from which controller-gen makes the rules of the endpoint, where it sees them, and the path of
 * package main to the call where it does not read it. A role that is kept by hand gets neither (design §6.6).
 */
export const step: Step = {
  id: 'rbac-markers',
  title: 'Add the RBAC markers of the endpoint where controller-gen reads them',
  // Markers whose rules are not in the committed role would make the next generation change it.
  needs: ['role-rules'],
  plan,
};

function plan(input: StepInput): StepResult {
  const files = new Set<string>();
  const results = input.decisions.map((decision) => planManager(input, decision, files));
  return stepResult({
    changes: results.flatMap((result) => result.changes),
    findings: results.flatMap((result) => result.findings),
  });
}

/** Managers that share a role share its markers: the first one gets them. */
function planManager(
  { survey }: StepInput,
  { manager, adopted }: Decision,
  planned: Set<string>,
): StepResult {
  const { generated, grantedElsewhere } = managerRole(survey, manager, adopted);
  if (!generated || grantedElsewhere || generated.missing.length === 0) return stepResult({});
  if (planned.has(generated.file)) return stepResult({});
  planned.add(generated.file);
  if (generated.kept === 'by-hand') return stepResult({ findings: handKept(survey.repository, generated) });
  return stepResult({
    changes: [
      ...planMarkers(survey.repository, manager.entryPoint, generated),
      ...planPath(survey.repository, manager.source.packageDirectory, generated),
    ],
  });
}
