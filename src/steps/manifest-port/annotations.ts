import { isScalar, type Scalar } from 'yaml';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { endOfPair, indentOf, insertLinesAfter, type Splice } from '../../kubernetes/splice.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import { mapAt, pairOf } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import { oldPorts, servedPort } from './address.ts';
import type { PlacedSplice } from './port-plan.ts';

/** `prometheus.io/port` and `/scheme` of the pods, where they name the old port: scrapers follow them. */
export function planAnnotations(decision: Decision, rendering: DeploymentRendering): readonly PlacedSplice[] {
  const number = servedPort(decision, rendering);
  if (number === undefined) return [];
  const old = oldPorts(decision, rendering);
  return [rendering.deployment, ...rendering.patches].flatMap((workload) =>
    annotationSplices(workload, old, number).map((splice) => ({ file: workload.file, splice })),
  );
}

function annotationSplices(workload: WorkloadSource, old: ReadonlySet<number>, number: number): Splice[] {
  const path = workload.kind === 'Pod' ? ['metadata'] : ['spec', 'template', 'metadata'];
  const annotations = mapAt(workload.node, [...path, 'annotations']);
  const port = annotations && pairOf(annotations, 'prometheus.io/port');
  if (
    !annotations ||
    annotations.flow ||
    !port ||
    !isScalar(port.value) ||
    !old.has(Number(port.value.value))
  )
    return [];
  const scheme = pairOf(annotations, 'prometheus.io/scheme');
  const portSplice = rewrite(workload, port.value, String(number));
  if (isScalar(scheme?.value)) return [...portSplice, ...rewrite(workload, scheme.value, 'https')];
  const line = `${indentOf(workload.file.text, annotations)}prometheus.io/scheme: https`;
  return [...portSplice, insertLinesAfter(workload.file, endOfPair(port), [line])];
}

/** The value between its quotes. */
function rewrite(workload: WorkloadSource, scalar: Scalar, value: string): Splice[] {
  const [start, end] = scalar.range ?? [0, 0];
  const quoted = /^["']/.test(workload.file.text.slice(start, end)) ? 1 : 0;
  const range = { start: start + quoted, end: end - quoted };
  return workload.file.text.slice(range.start, range.end) === value ? [] : [{ ...range, text: value }];
}
