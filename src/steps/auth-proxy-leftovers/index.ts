import type { Step, StepInput, StepResult } from '../../migration/step.ts';
import { stepResult } from '../../migration/step.ts';
import { findLeftOvers } from './left-overs.ts';
import { planRemoval } from './removal.ts';
import { planScrapers } from './scrapers.ts';
import { planServices } from './services.ts';
import { migratedRenderings } from './subject.ts';

/**
 * Puts right what a kube-rbac-proxy sidecar left behind where none runs any more: its role and binding, Services that
 * target its port, monitors that scrape plain http. A manager with a running sidecar is not looked at here.
 */
export const step: Step = {
  id: 'auth-proxy-leftovers',
  title: 'Remove what a former kube-rbac-proxy left behind, and re-aim Services at the secure port',
  // The role goes only because role.yaml grants the same; a Service is re-aimed at a port that only then is open.
  needs: ['role-rules', 'manifest-arguments', 'manager-code'],
  plan,
};

function plan(input: StepInput): StepResult {
  const subjects = migratedRenderings(input);
  const removal = planRemoval(input.survey.repository, subjects, findLeftOvers(input, subjects));
  const services = planServices(subjects);
  const scrapers = planScrapers(subjects);
  return stepResult({
    changes: [...removal.changes, ...services.changes, ...scrapers.changes],
    findings: [...removal.findings, ...services.findings, ...scrapers.findings],
    afterMerge: [...removal.afterMerge, ...services.afterMerge, ...scrapers.afterMerge],
  });
}
