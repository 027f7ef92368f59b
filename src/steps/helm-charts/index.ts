import type { Chart } from '../../kubernetes/chart.ts';
import { type Step, type StepInput, type StepResult, stepResult } from '../../migration/step.ts';
import { joinRemovals } from '../../repository/join-removals.ts';
import type { Repository } from '../../repository/repository.ts';
import { withoutRepeats } from '../../repository/without-repeats.ts';
import type { Survey } from '../../survey/model.ts';
import { type ChartEndpoint, chartEndpointsOf } from '../chart-endpoints.ts';
import { chartRole } from '../chart-role.ts';
import { chartFindings } from './findings.ts';
import { planMonitors } from './monitors.ts';
import { joinParts, type Part } from './part.ts';
import { planPolicies } from './policies.ts';
import { planProxyRoles } from './proxy-roles.ts';
import { chartPorts } from './service-ports.ts';
import { planServices } from './services.ts';
import { planSidecar } from './sidecars.ts';
import { planValues } from './values.ts';

/** What in a Helm chart belongs to the endpoint beside arguments, port and role, which other steps write. */
export const step: Step = {
  id: 'helm-charts',
  title:
    'Free Helm charts of their kube-rbac-proxy, and re-aim their Services and monitors at the secure port',
  // A sidecar goes only where the manager serves what it served.
  needs: ['manager-code', 'manifest-arguments', 'manifest-port', 'role-rules'],
  plan,
};

function plan({ survey, decisions }: StepInput): StepResult {
  const { repository } = survey;
  const endpoints = decisions.flatMap((decision) => chartEndpointsOf(repository, decision));
  const charts = new Map(
    endpoints.flatMap(({ chart }) => (chart ? [[chart.directory, chart] as const] : [])),
  );
  const parts = [...charts.values()].map((chart) =>
    planChart(
      survey,
      chart,
      endpoints.filter((it) => it.chart?.directory === chart.directory),
    ),
  );
  const { changes, findings } = joinParts([
    ...parts,
    ...endpoints.filter((it) => !it.chart).map(planSidecar),
  ]);
  return stepResult({ changes: joinRemovals(withoutRepeats(changes)), findings: withoutRepeats(findings) });
}

function planChart(survey: Survey, chart: Chart, endpoints: readonly ChartEndpoint[]): Part {
  const { repository } = survey;
  const running = endpoints.filter(isServing);
  const parts = joinParts([
    ...endpoints.map(planSidecar),
    ...running.map((endpoint) => planEndpoint(repository, chart, endpoint)),
    ...(mayLoseProxyRoles(survey, endpoints) ? [planProxyRoles(repository, chart)] : []),
  ]);
  const values = planValues(repository, chart, endpoints, parts);
  const all = joinParts([parts, values]);
  return {
    changes: all.changes,
    findings: [...all.findings, ...chartFindings(repository, chart, endpoints, all.changes)],
  };
}

/** A manager that was migrated before keeps what its chart says, apart from a sidecar. */
function isServing({ decision, proxy, switchedOff }: ChartEndpoint): boolean {
  return !switchedOff && !proxy?.obstacle && (!decision.adopted || proxy !== undefined);
}

function planEndpoint(repository: Repository, chart: Chart, endpoint: ChartEndpoint): Part {
  const ports = chartPorts(repository, chart, endpoint);
  return joinParts([
    { changes: planServices(chart, endpoint, ports), findings: [] },
    planMonitors(repository, chart, endpoint, ports),
    planPolicies(repository, chart, endpoint),
  ]);
}

/** Another role must grant the same; an adopted manager may work thanks to this very one. */
function mayLoseProxyRoles(survey: Survey, endpoints: readonly ChartEndpoint[]): boolean {
  return endpoints.every(({ proxy, decision, template }) => {
    if (proxy?.obstacle || (decision.adopted && !proxy)) return false;
    const { isGranted, role } = chartRole(survey, decision, template);
    return isGranted || role !== undefined;
  });
}
