import { posix } from 'node:path';
import type { Kustomization, KustomizeGraph } from '../../kubernetes/kustomize.ts';
import { buildKustomizeGraph } from '../../kubernetes/kustomize-graph.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { objectsOf } from '../../kubernetes/objects.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Decision } from '../../migration/decision.ts';
import type { StepInput } from '../../migration/step.ts';
import { servedPort } from '../served-ports.ts';

/** A manager in kubebuilder's folders: `config/{default,manager,rbac}`, each of its objects once. */
export interface Layout {
  readonly decision: Decision;
  readonly graph: KustomizeGraph;
  /** `config/default`, which names everything with its prefix. */
  readonly overlay: Kustomization;
  /** `config/manager` */
  readonly manager: Kustomization;
  /** `config/rbac` */
  readonly roles: Kustomization;
  readonly deployment: WorkloadSource;
  /** The manager in each overlay that takes it from {@link overlay}. */
  readonly renderings: readonly DeploymentRendering[];
  /** Where the metrics are served in all of these. */
  readonly port: number;
}

/**
 * The layout of a manager, where it is certain. Undefined for every other one: with committed copies of the output, which
 * would lack the new objects, with several managers in one overlay, with metrics that are off or served in several places.
 */
export function kubebuilderLayout({ survey }: StepInput, decision: Decision): Layout | undefined {
  const { manifests } = decision.manager;
  const [deployment, another] = manifests.deployments;
  if (!deployment || another || manifests.rendered.length > 0) return undefined;
  const graph = buildKustomizeGraph(survey.repository);
  const folders = foldersOf(graph, deployment);
  if (!folders || !holdsRole(survey.repository, folders.roles)) return undefined;
  const { overlay } = folders;
  const renderings = manifests.renderings.filter((it) => comesThrough(graph, overlay, it));
  const port = onlyOne(renderings.map((it) => servedPort(decision, it)));
  const others = survey.managers.filter((it) => it !== decision.manager);
  const isShared = others.some((it) =>
    it.manifests.renderings.some((rendering) => comesThrough(graph, overlay, rendering)),
  );
  if (port === undefined || isShared) return undefined;
  return { decision, graph, ...folders, deployment, renderings, port };
}

type Folders = Pick<Layout, 'overlay' | 'manager' | 'roles'>;

/** `config/default` brings `../manager` and `../rbac` itself, and puts a prefix before their names. */
function foldersOf(graph: KustomizeGraph, deployment: WorkloadSource): Folders | undefined {
  const folder = posix.dirname(deployment.path);
  const [overlay, manager, roles] = ['default', 'manager', 'rbac'].map((name) =>
    graph.find(posix.join(posix.dirname(folder), name)),
  );
  if (!overlay || !manager || !roles || manager.directory !== folder) return undefined;
  const brings = (path: string) => overlay.entries.some((it) => it.target === path);
  if (overlay.namePrefix === '' || !brings(manager.path) || !brings(roles.path)) return undefined;
  return { overlay, manager, roles };
}

/** A manager that has no ClusterRole may not be meant to have any. */
function holdsRole(repository: StepInput['survey']['repository'], roles: Kustomization): boolean {
  const path = posix.join(roles.directory, 'role.yaml');
  const isListed = roles.entries.some((it) => it.field === 'resources' && it.target === path);
  return isListed && objectsOf(repository, path).some((it) => it.kind === 'ClusterRole');
}

function comesThrough(
  graph: KustomizeGraph,
  overlay: Kustomization,
  rendering: DeploymentRendering,
): boolean {
  const root = graph.find(rendering.overlay);
  return (root && graph.wayTo(root, rendering.deployment.path)?.includes(overlay)) ?? false;
}

function onlyOne(ports: readonly (number | undefined)[]): number | undefined {
  return new Set(ports).size === 1 ? ports[0] : undefined;
}
