import type { Kustomization } from '../../kubernetes/kustomize.ts';
import type { KustomizeEntry } from '../../kubernetes/kustomize-entry.ts';
import { renderAt } from '../../kubernetes/rendering.ts';
import { selects } from '../../kubernetes/services.ts';
import { mapAt } from '../../kubernetes/yaml-file.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Layout } from './layout.ts';
import { createListed } from './listing.ts';
import { labelLines, labelsAt, licenseOf } from './manifest-text.ts';
import { isReached, SERVICE_NAME } from './reached.ts';
import { lastRoleEntry, type Part } from './reader-role.ts';
import { isTouched } from './touched.ts';

const REASON = 'nothing in the repository leads to the port on which the manager serves its metrics';

/** Where a workload says which pods are its own. */
const SELECTOR = ['spec', 'selector', 'matchLabels'];

/** The Service by which the metrics are reached, where nothing leads to them. */
export function planService(repository: Repository, layout: Layout): Part {
  const place = placeOf(layout);
  const selector = selectorOf(layout);
  const isUnsure = !place || !isOnlyItsPods(repository, layout) || isTouched(layout, 'Service');
  if (isUnsure || selector.size === 0 || isReached(repository, layout))
    return { changes: [], afterMerge: [] };
  const lines = serviceLines(layout, selector);
  const changes = createListed(repository, { ...place, name: 'metrics_service.yaml', lines }, REASON);
  return { changes, afterMerge: [] };
}

interface Place {
  readonly kustomization: Kustomization;
  readonly behind: KustomizeEntry;
  readonly comment: readonly string[];
}

/**
 * In config/default, as kubebuilder has it since 3.15.1 (facts C1). Where that folder lists its parts as `bases`, which are
 * folders only, in config/rbac, where the Service of the kube-rbac-proxy was.
 */
function placeOf({ graph, overlay, roles }: Layout): Place | undefined {
  const resources = overlay.entries.filter((it) => it.field === 'resources');
  const last = resources.at(-1);
  const comment = ['# [METRICS] Expose the controller manager metrics service.'];
  if (last) return { kustomization: overlay, behind: last, comment };
  const behind = lastRoleEntry(roles);
  const roots = graph.rootsReaching(roles.path);
  const isElsewhere = roots.some((it) => !graph.filesReachedBy(it.path).has(overlay.path));
  return behind && !isElsewhere ? { kustomization: roles, behind, comment: [] } : undefined;
}

/** The labels by which the Deployment itself finds its pods: they never change, others may. */
function selectorOf({ deployment }: Layout): ReadonlyMap<string, string> {
  const isRight = selects(mapAt(deployment.node, SELECTOR), deployment.podLabels);
  return isRight ? labelsAt(deployment.node, SELECTOR) : new Map();
}

/** A Service that also led to pods of another workload would fail every other time. */
function isOnlyItsPods(repository: Repository, { renderings, deployment }: Layout): boolean {
  const selector = mapAt(deployment.node, SELECTOR);
  const objects = renderings.flatMap((it) => renderAt(repository, it.overlay).objects);
  return objects.every(({ document, kind, name, file }) => {
    const isOwn = file.path === deployment.path && kind === deployment.kind && name === deployment.name;
    return (
      isOwn || !selects(selector, labelsAt(document.contents, ['spec', 'template', 'metadata', 'labels']))
    );
  });
}

function serviceLines({ deployment, port }: Layout, labels: ReadonlyMap<string, string>): readonly string[] {
  return [
    ...licenseOf(deployment.file.text),
    'apiVersion: v1',
    'kind: Service',
    'metadata:',
    '  labels:',
    ...labelLines(labels, '    '),
    `  name: ${SERVICE_NAME}`,
    ...(deployment.namespace === undefined ? [] : [`  namespace: ${deployment.namespace}`]),
    'spec:',
    '  ports:',
    '  - name: https',
    `    port: ${port}`,
    '    protocol: TCP',
    `    targetPort: ${port}`,
    '  selector:',
    ...labelLines(labels, '    '),
  ];
}
