import { refuseActiveAuthProxy } from '../../kubernetes/active-auth-proxy.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import type { Decision } from '../../migration/decision.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { shippedRenderings } from '../../survey/shipped-renderings.ts';
import { planAnnotations } from './annotations.ts';
import { appliedServices } from './applied-services.ts';
import { planCharts } from './chart-ports.ts';
import { type PlacedSplice, planCopies, planPort, planStaleProxies } from './port-plan.ts';
import { unfollowedCharts } from './unfollowed-charts.ts';

/** The container port under which scrapers find the diagnostics. */
export const step: Step = {
  id: 'manifest-port',
  title: 'name the secure port of the manager’s container',
  needs: ['kube-rbac-proxy', 'manager-code', 'manifest-arguments'],
  plan,
};

const WHY = { step: 'manifest-port', reason: 'scrapers find the diagnostics by the container’s port' };

function plan({ survey, decisions }: StepInput): StepResult {
  for (const { manager } of decisions) refuseActiveAuthProxy(manager.manifests);
  const placed = decisions.flatMap((decision) => planManager(survey.repository, decision));
  return stepResult({
    changes: unique(placed).map(({ file, splice }) => edit(file, splice, splice.text, WHY)),
    findings: [
      ...unfollowedCharts(survey.repository, decisions),
      ...appliedServices(survey.repository, decisions),
    ],
  });
}

function planManager(repository: Repository, decision: Decision): readonly PlacedSplice[] {
  const { manifests } = decision.manager;
  return [
    ...shippedFirst(decision).flatMap((rendering) => [
      ...planPort(repository, decision, rendering),
      ...planAnnotations(decision, rendering),
    ]),
    ...planCopies(repository, decision, manifests),
    ...planCharts(repository, decision),
    ...planStaleProxies(decision),
  ];
}

/** Where overlays serve on different ports, the container names that of users. */
function shippedFirst({ manager }: Decision): readonly DeploymentRendering[] {
  return [...new Set([...shippedRenderings(manager), ...manager.manifests.renderings])];
}

/** Several overlays may ask for the same edit of one Deployment. */
function unique(placed: readonly PlacedSplice[]): readonly PlacedSplice[] {
  const keys = placed.map(({ file, splice }) => `${file.path}\0${splice.start}\0${splice.end}`);
  return placed.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
