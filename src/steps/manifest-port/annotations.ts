import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { scrapeAnnotations } from '../../kubernetes/scrape-annotations.ts';
import { mapAt } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import { oldPorts, servedPort } from '../served-ports.ts';
import type { PlacedSplice } from './port-plan.ts';

/** `prometheus.io/port` and `/scheme` of the pods, where they name the old port: scrapers follow them. */
export function planAnnotations(decision: Decision, rendering: DeploymentRendering): readonly PlacedSplice[] {
  const number = servedPort(decision, rendering);
  if (number === undefined) return [];
  const old = oldPorts(decision, rendering);
  return [rendering.deployment, ...rendering.patches].flatMap(({ file, kind, node }) => {
    const path = kind === 'Pod' ? ['metadata'] : ['spec', 'template', 'metadata'];
    const annotations = mapAt(node, [...path, 'annotations']);
    return scrapeAnnotations(file, annotations, old, number).map((splice) => ({ file, splice }));
  });
}
