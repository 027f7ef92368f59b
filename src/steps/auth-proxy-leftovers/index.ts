import type { RenderedObject } from '../../kubernetes/rendering.ts';
import type { Finding } from '../../migration/finding.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { joinRemovals } from '../../repository/join-removals.ts';
import { positionAt } from '../../repository/source-file.ts';
import { planDeadPatches } from './dead-patches.ts';
import { findLeftOvers, reliedOn } from './left-overs.ts';
import { planMissingFiles } from './missing-files.ts';
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
  needs: ['kube-rbac-proxy', 'role-rules', 'manifest-arguments', 'manager-code'],
  plan,
};

function plan(input: StepInput): StepResult {
  const subjects = migratedRenderings(input);
  const removal = planRemoval(input, subjects, findLeftOvers(input, subjects));
  const patches = planDeadPatches(input);
  const missing = planMissingFiles(input);
  const services = planServices(subjects);
  const scrapers = planScrapers(input.survey.repository, subjects);
  return stepResult({
    changes: joinRemovals([
      ...removal.changes,
      ...patches.changes,
      ...missing.changes,
      ...services.changes,
      ...scrapers.changes,
    ]),
    findings: [
      ...reliedOn(subjects).map(stillThere),
      ...removal.findings,
      ...patches.findings,
      ...services.findings,
      ...scrapers.findings,
    ],
    afterMerge: [...removal.afterMerge, ...services.afterMerge, ...scrapers.afterMerge],
  });
}

function stillThere({ file, document }: RenderedObject): Finding {
  return {
    rule: 'auth-proxy-role-left-over',
    level: 'note',
    path: file.path,
    ...positionAt(file.text, document.contents?.range?.[0] ?? 0),
    message: 'this role was made for a kube-rbac-proxy; the manager has metrics of its own',
    fix: 'Let the manager’s own role create tokenreviews and subjectaccessreviews, then delete this one.',
  };
}
