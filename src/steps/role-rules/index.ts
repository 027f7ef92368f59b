import type { RoleSource } from '../../kubernetes/role-source.ts';
import { type Decision, isSettled } from '../../migration/decision.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';
import { withoutRepeats } from '../../repository/without-repeats.ts';
import { managerRole } from '../../survey/manager-role.ts';
import { planCharts } from './charts.ts';
import { addClusterRole } from './cluster-role.ts';
import { planCopies } from './copies.ts';
import { extendRole } from './extend.ts';
import { unboundManager, unknownRole } from './findings.ts';
import { planRoleFile } from './generated.ts';
import { extendInstalled, installedRights } from './installed.ts';
import { mergeResults } from './results.ts';
import { type LackingOverlay, lackingOverlays } from './targets.ts';

/**
 * Lets the manager's ServiceAccount create the two reviews that the endpoint asks for: in the role that controller-gen
 * writes exactly as it will print it, in a role kept by hand in its own style, and in committed copies of either.
 */
export const step: Step = {
  id: 'role-rules',
  title: 'Let the manager ask the API server who may read its metrics',
  // Rules that no marker makes would be dropped by the next generation.
  needs: ['rbac-markers'],
  plan,
};

function plan(input: StepInput): StepResult {
  const merged = mergeResults(input.decisions.map((decision) => planManager(input, decision)));
  return {
    ...merged,
    changes: withoutRepeats(merged.changes),
    findings: withoutRepeats(merged.findings),
  };
}

function planManager(input: StepInput, decision: Decision): StepResult {
  return mergeResults([planSources(input, decision), planCharts(input.survey, decision)]);
}

function planSources({ survey }: StepInput, decision: Decision): StepResult {
  const { manager } = decision;
  const settled = isSettled(decision);
  const { generated, overlays, grantedElsewhere } = managerRole(survey, manager, settled);
  if (grantedElsewhere) return stepResult({});
  const { repository } = survey;
  const file = generated && planRoleFile(repository, generated);
  const lacking = lackingOverlays(repository, overlays, settled, file?.source && generated?.file);
  const sources = [file?.source, ...lacking.map((overlay) => overlay.role)].filter(isRole);
  const isBound = file?.source !== undefined || overlays.some((overlay) => overlay.roles.length > 0);
  return mergeResults([
    stepResult({ changes: file?.changes ?? [] }),
    isBound ? stepResult({}) : planUnbound(repository, decision),
    ...lacking.map(planOverlay),
    planCopies(repository, manager, sources),
    stepResult({ changes: extendInstalled(repository, manager) }),
  ]);
}

/** No manifest binds a role to it: OLM may. */
function planUnbound(repository: Repository, { manager, adopted }: Decision): StepResult {
  const { isGranted, changes } = installedRights(repository, manager);
  return stepResult(isGranted ? { changes } : { findings: unboundManager(manager, adopted) });
}

function planOverlay(overlay: LackingOverlay): StepResult {
  if (overlay.role) return stepResult({ changes: extendRole(overlay.role, false) });
  const [namespaced] = overlay.namespaced;
  if (namespaced) return stepResult({ changes: [addClusterRole(namespaced)] });
  return stepResult({ findings: [unknownRole(overlay.overlay)] });
}

function isRole(role: RoleSource | undefined): role is RoleSource {
  return role !== undefined;
}
