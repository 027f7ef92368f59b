import { type Decision, isSettled } from '../../migration/decision.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';
import { managerRole } from '../../survey/manager-role.ts';
import type { UnseenGenerator } from '../../survey/unseen-generator.ts';
import { planMarkers } from './markers.ts';
import { planPath } from './path.ts';
import { unseenCall, withoutMarkers } from './without-markers.ts';

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
function planManager({ survey }: StepInput, decision: Decision, planned: Set<string>): StepResult {
  const { manager } = decision;
  const { generated, unseen, grantedElsewhere } = managerRole(survey, manager, isSettled(decision));
  const role = generated ?? unseen;
  if (!role || grantedElsewhere || role.missing.length === 0) return stepResult({});
  if (planned.has(role.file)) return stepResult({});
  planned.add(role.file);
  if (!generated) return unseen ? planUnseen(survey.repository, manager.entryPoint, unseen) : stepResult({});
  if (generated.kept !== 'generated')
    return stepResult({ findings: withoutMarkers(survey.repository, generated) });
  return stepResult({
    changes: [
      ...planMarkers(survey.repository, manager.entryPoint, {
        ...generated,
        directory: generated.call.directory ?? '.',
      }),
      ...planPath(survey.repository, manager.source.packageDirectory, generated),
    ],
  });
}

function planUnseen(repository: Repository, entryPoint: string, generator: UnseenGenerator): StepResult {
  const place = { host: generator.host, unmarked: generator.missing, directory: '.' };
  return stepResult({
    changes: planMarkers(repository, entryPoint, place),
    findings: [unseenCall(generator)],
  });
}
