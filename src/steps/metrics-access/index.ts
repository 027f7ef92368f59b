import type { Decision } from '../../migration/decision.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { kubebuilderLayout } from './layout.ts';
import { planReaderRole } from './reader-role.ts';
import { planService } from './service.ts';

/** What kubebuilder ≥ 4.1 scaffolds beside a secured endpoint, so that somebody can read it (facts C1). */
export const step: Step = {
  id: 'metrics-access',
  title: 'add the metrics Service and the metrics-reader role of kubebuilder’s layout',
  needs: ['kube-rbac-proxy', 'manager-code', 'manifest-arguments', 'manifest-port'],
  plan,
};

function plan(input: StepInput): StepResult {
  const parts = input.decisions.filter(isScaffolded).flatMap((decision) => {
    const layout = kubebuilderLayout(input, decision);
    if (!layout) return [];
    return [planReaderRole(input.survey.repository, layout), planService(input.survey.repository, layout)];
  });
  return stepResult({
    changes: parts.flatMap((part) => part.changes),
    afterMerge: parts.flatMap((part) => part.afterMerge),
  });
}

/** Cluster API ships neither of both; who has adopted the API before has decided about them. */
function isScaffolded({ style, adopted }: Decision): boolean {
  return style === 'kubebuilder' && !adopted;
}
