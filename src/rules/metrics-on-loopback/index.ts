import { isAboutMetrics, type ServicePort } from '../../kubernetes/services.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointIn } from '../../migration/endpoint.ts';
import type { Rule, RuleFinding, RuleInput } from '../../migration/rule.ts';
import { shippedRenderings } from '../../survey/shipped-renderings.ts';
import { argumentPlace } from '../argument-place.ts';
import { chartEndpoints, chartServicePorts } from '../chart-endpoints.ts';
import { distinct } from '../distinct.ts';
import { servicePortsIn } from '../overlay-services.ts';
import { asksForReviews } from '../review-state.ts';
import { hasSidecar } from '../sidecars.ts';

/** What a sidecar took over before, nobody takes over now. */
export const rule: Rule = {
  id: 'metrics-on-loopback',
  level: 'warning',
  repairedBy: 'manifest-arguments',
  check(input) {
    return distinct([...inOverlays(input), ...inCharts(input)]);
  },
};

function inOverlays({ survey, decisions }: RuleInput): readonly RuleFinding[] {
  const found = decisions.filter(asksForReviews).flatMap((decision) =>
    shippedRenderings(decision.manager)
      .filter((rendering) => !hasSidecar(rendering))
      .map((rendering) => ({ decision, rendering, ...endpointIn(decision, rendering) })),
  );
  return found
    .filter(({ isLocal, isOld }) => isLocal && !isOld)
    .map(({ decision, rendering, address }) => ({
      ...argumentPlace(rendering, decision.flags.address ?? ''),
      cause: `${decision.manager.entryPoint} ${rendering.overlay}`,
      level: levelOf(servicePortsIn(survey.repository, rendering)),
      ...sentences(decision, address),
    }));
}

function inCharts(input: RuleInput): readonly RuleFinding[] {
  return chartEndpoints(input.survey.repository, input.decisions.filter(asksForReviews))
    .filter(({ sidecar, endpoint }) => !sidecar && endpoint.isLocal && !endpoint.isOld)
    .map((it) => ({
      ...it.place,
      cause: `${it.decision.manager.entryPoint} ${it.chart.directory}`,
      level: levelOf(chartServicePorts(input.survey.repository, it)),
      ...sentences(it.decision, it.endpoint.address),
    }));
}

/** Without a Service for them, somebody may well want it so. */
function levelOf(ports: readonly ServicePort[]): 'warning' | 'note' {
  return ports.some(isAboutMetrics) ? 'warning' : 'note';
}

function sentences({ port }: Decision, address: string) {
  return {
    message: `the manager serves its metrics on ${address}, where nothing outside of the pod reaches them`,
    fix: `Let it listen on :${port}.`,
  };
}
