import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import { managerPorts, otherPorts } from '../../kubernetes/effective-ports.ts';
import { isAuthProxy } from '../../kubernetes/manager-container.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { type Rendering, renderAt, renderFiles } from '../../kubernetes/rendering.ts';
import type { DeclaredPort } from '../../kubernetes/services.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Decision } from '../../migration/decision.ts';
import type { StepInput } from '../../migration/step.ts';

/** One migrated manager in one place where it is deployed, without a sidecar. */
export interface Subject {
  readonly decision: Decision;
  /** Everything that is applied with it. */
  readonly rendering: Rendering;
  /** The manager's Deployment in an overlay; undefined for a rendered copy. */
  readonly running: DeploymentRendering | undefined;
  /** Its Deployment: file, kind and name as written there. */
  readonly workload: WorkloadSource;
  readonly serviceAccountName: string;
  readonly podLabels: ReadonlyMap<string, string>;
  readonly declared: readonly DeclaredPort[];
  /** Ports on which the manager served metrics until now, where they are known. */
  readonly oldPorts: ReadonlySet<number>;
}

/** The migrated managers in each overlay and rendered copy in which no kube-rbac-proxy runs beside them. */
export function migratedRenderings({ survey, decisions }: StepInput): readonly Subject[] {
  return decisions.flatMap((decision) => {
    const { renderings, rendered } = decision.manager.manifests;
    const overlays = renderings
      .filter((it) => !hasSidecar([it.deployment, ...it.patches]))
      .map(
        (running): Subject => ({
          decision,
          rendering: renderAt(survey.repository, running.overlay),
          running,
          workload: running.deployment,
          serviceAccountName: running.serviceAccountName,
          podLabels: labelsOfPod([running.deployment, ...running.patches]),
          declared: [...managerPorts(running), ...otherPorts(running)].map((it) => it.port),
          oldPorts: oldPorts(decision, effectiveArguments(running)),
        }),
      );
    const copies = rendered
      .filter((it) => !hasSidecar([it.workload]))
      .map(
        ({ workload }): Subject => ({
          decision,
          rendering: renderFiles(survey.repository, workload.path),
          running: undefined,
          workload,
          serviceAccountName: workload.serviceAccountName ?? 'default',
          podLabels: workload.podLabels,
          declared: workload.containers.flatMap((container) => container.ports),
          oldPorts: oldPorts(decision, workload.container?.args?.items.map((item) => item.value) ?? []),
        }),
      );
    return [...overlays, ...copies];
  });
}

/** Whether a kube-rbac-proxy is among the containers. */
export function hasSidecar(parts: readonly WorkloadSource[]): boolean {
  return parts.some((part) => part.containers.some(isAuthProxy));
}

function labelsOfPod(parts: readonly WorkloadSource[]): ReadonlyMap<string, string> {
  return new Map(parts.flatMap((part) => [...part.podLabels]));
}

/** From the metrics flags that are passed, else from their defaults. */
function oldPorts(decision: Decision, items: readonly string[]): ReadonlySet<number> {
  const flags = decision.manager.source.metricsFlags;
  const addresses = flags.map((flag) => passedValue(items, flag.name) ?? flag.default ?? '');
  const constant = decision.manager.source.constantAddress ?? '';
  const ports = [...addresses, constant].flatMap((address) => /:(\d+)$/.exec(address)?.[1] ?? []);
  return new Set(ports.map(Number).filter((port) => port !== decision.port));
}

/** The last one wins, as for every flag library in use. */
function passedValue(items: readonly string[], flag: string): string | undefined {
  const at = items.findLastIndex((item) =>
    [`--${flag}`, `-${flag}`].some((it) => item === it || item.startsWith(`${it}=`)),
  );
  const item = items[at];
  if (item === undefined) return undefined;
  return item.includes('=') ? item.slice(item.indexOf('=') + 1) : items[at + 1];
}
