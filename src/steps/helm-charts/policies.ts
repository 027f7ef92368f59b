import { type Chart, renderChart } from '../../kubernetes/chart.ts';
import { byDefault, valueAlone } from '../../kubernetes/chart-values.ts';
import type { RenderedObject } from '../../kubernetes/rendering.ts';
import { policiesBlocking } from '../../kubernetes/services-policies.ts';
import { startOf } from '../../kubernetes/splice.ts';
import { nodeAt, seqAt } from '../../kubernetes/yaml-file.ts';
import { type Change, edit } from '../../repository/change.ts';
import type { Repository } from '../../repository/repository.ts';
import { positionAt } from '../../repository/source-file.ts';
import { type ChartEndpoint, valueChange } from '../chart-endpoints.ts';
import { type Part, STEP } from './part.ts';

/** Lets NetworkPolicies of a chart admit the new port where they admitted the old one. */
export function planPolicies(repository: Repository, chart: Chart, endpoint: ChartEndpoint): Part {
  const { template, decision } = endpoint;
  const number = Number(byDefault(chart, endpoint.served));
  const rendering = renderChart(repository, chart);
  const blocking = policiesBlocking(rendering, template.podLabels, { number, name: decision.portName });
  const changed = blocking.map((policy) => ({ policy, changes: admit(chart, endpoint, policy) }));
  return {
    changes: changed.flatMap(({ changes }) => changes),
    findings: changed
      .filter(({ changes }) => changes.length === 0 && !printsPorts(changed.map(({ policy }) => policy)))
      .map(({ policy }) => ({
        rule: 'network-policy-blocks-metrics',
        level: 'warning',
        path: policy.file.path,
        ...positionAt(policy.file.text, startOf(policy.document.contents)),
        message: `this NetworkPolicy does not let port ${number} of the manager through`,
        fix: `Allow ingress to port ${number} from where Prometheus runs.`,
      })),
  };
}

/** Ports that an action prints cannot be told. */
function printsPorts(policies: readonly RenderedObject[]): boolean {
  return policies.some(({ file }) => /port:\s*\{\{/.test(file.text));
}

function admit(chart: Chart, { served, old }: ChartEndpoint, policy: RenderedObject): readonly Change[] {
  const rules = seqAt(policy.document.contents, ['spec', 'ingress'])?.items ?? [];
  const why = { step: STEP, reason: 'metrics are served on another port now' };
  return rules
    .flatMap((rule) => seqAt(rule, ['ports'])?.items ?? [])
    .flatMap((entry) => {
      const [start = 0, end = 0] = nodeAt(entry, ['port'])?.range ?? [];
      const text = policy.file.text.slice(start, end);
      if (text === '' || ![...old].some((it) => byDefault(chart, it) === byDefault(chart, text))) return [];
      const path = valueAlone(text);
      const change = path && valueChange(chart, path, byDefault(chart, served));
      if (change) return [edit(change.file, change.splice, change.splice.text, why)];
      return [edit(policy.file, { start, end }, served, why)];
    });
}
