import { startOf } from '../../kubernetes/splice.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Decision } from '../../migration/decision.ts';
import type { Finding } from '../../migration/finding.ts';
import { type StepResult, stepResult } from '../../migration/step.ts';
import { positionAt } from '../../repository/source-file.ts';
import type { Survey } from '../../survey/model.ts';
import { chartRole } from '../chart-role.ts';
import { addChartClusterRole } from './chart-cluster-role.ts';
import { extendRole } from './extend.ts';
import { mergeResults } from './results.ts';

/** The same rules in the Helm charts that deploy the manager. */
export function planCharts(survey: Survey, decision: Decision): StepResult {
  return mergeResults(
    decision.manager.manifests.templates.map((template) => {
      const { isGranted, role, alternatives = [], unbound } = chartRole(survey, decision, template);
      if (isGranted) return stepResult({});
      if (role) {
        return stepResult({ changes: [role, ...alternatives].flatMap((it) => extendRole(it, false)) });
      }
      const changes = unbound ? addChartClusterRole(survey.repository, unbound) : [];
      return stepResult(changes.length > 0 ? { changes } : { findings: [chartWithoutRole(template)] });
    }),
  );
}

function chartWithoutRole({ file, path, node }: WorkloadSource): Finding {
  return {
    rule: 'chart-role',
    level: 'warning',
    path,
    ...positionAt(file.text, startOf(node)),
    message: 'this chart deploys the manager, and none of its ClusterRoles is known to be the manager’s',
    fix: 'Allow its ServiceAccount to create tokenreviews and subjectaccessreviews.',
  };
}
