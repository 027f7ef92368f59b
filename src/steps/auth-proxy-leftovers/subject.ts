import { posix } from 'node:path';
import { isLoopback, portOf } from '../../kubernetes/address.ts';
import { effectiveArguments } from '../../kubernetes/effective-arguments.ts';
import { managerPorts, otherPorts } from '../../kubernetes/effective-ports.ts';
import { buildKustomizeGraph } from '../../kubernetes/kustomize.ts';
import { isAuthProxy } from '../../kubernetes/manager-container.ts';
import type { DeploymentRendering } from '../../kubernetes/manager-manifests.ts';
import { type Rendering, renderAt, renderFiles } from '../../kubernetes/rendering.ts';
import type { DeclaredPort } from '../../kubernetes/services.ts';
import type { StaleAuthProxy } from '../../kubernetes/stale-auth-proxy.ts';
import type { WorkloadSource } from '../../kubernetes/workload.ts';
import type { Decision } from '../../migration/decision.ts';
import { addressAfter } from '../../migration/endpoint-flags.ts';
import type { StepInput } from '../../migration/step.ts';
import type { Repository } from '../../repository/repository.ts';
import { isServiceVersion } from '../../survey/olm-bundle.ts';
import { staleProxiesOf } from '../stale-auth-proxies.ts';

/** One migrated manager in one place where it is deployed, without a sidecar, or with one that goes now. */
export interface Subject {
  readonly decision: Decision;
  /** Everything that is applied with it. */
  readonly rendering: Rendering;
  /** The manager's Deployment in an overlay; undefined for a rendered copy and for a file that nothing reaches. */
  readonly running: DeploymentRendering | undefined;
  /** Its Deployment: file, kind and name as written there. */
  readonly workload: WorkloadSource;
  readonly serviceAccountName: string;
  readonly podLabels: ReadonlyMap<string, string>;
  readonly declared: readonly DeclaredPort[];
  /** Ports on which the manager served metrics until now, where they are known. */
  readonly oldPorts: ReadonlySet<number>;
  /** Ports of a sidecar that goes in this run; none where it went before. */
  readonly proxyPorts: readonly DeclaredPort[];
}

/** The migrated managers in each overlay, rendered copy and stale manifest in which no kube-rbac-proxy stays. */
export function migratedRenderings({ survey, decisions }: StepInput): readonly Subject[] {
  const { repository } = survey;
  return decisions.flatMap((decision) => {
    const { renderings, rendered } = decision.manager.manifests;
    const overlays = renderings.filter((it) => !hasSidecar([it.deployment, ...it.patches]));
    const copies = rendered.map((it) => it.workload).filter((it) => !hasSidecar([it]));
    const proxies = staleProxiesOf(decision).filter((it) => !it.obstacle);
    return [
      ...overlays.map((running) => inOverlay(repository, decision, running)),
      ...copies.map((workload) => inManifest(repository, decision, workload)),
      ...proxies.map((proxy) => inStaleManifest(repository, decision, proxy)),
    ];
  });
}

function inOverlay(repository: Repository, decision: Decision, running: DeploymentRendering): Subject {
  return {
    decision,
    rendering: renderAt(repository, running.overlay),
    running,
    workload: running.deployment,
    serviceAccountName: running.serviceAccountName,
    podLabels: running.podLabels,
    declared: [...managerPorts(running), ...otherPorts(running)].map((it) => it.port),
    oldPorts: oldPorts(decision, effectiveArguments(running)),
    proxyPorts: [],
  };
}

function inManifest(repository: Repository, decision: Decision, workload: WorkloadSource): Subject {
  return {
    decision,
    rendering: renderFiles(repository, workload.path, appliedWith(repository, workload)),
    running: undefined,
    workload,
    serviceAccountName: workload.serviceAccountName ?? 'default',
    podLabels: workload.podLabels,
    declared: workload.containers.flatMap((container) => container.ports),
    oldPorts: oldPorts(decision, workload.container?.args?.items.map((item) => item.value) ?? []),
    proxyPorts: [],
  };
}

function inStaleManifest(repository: Repository, decision: Decision, proxy: StaleAuthProxy): Subject {
  const { workload, sidecar, ports } = proxy;
  const kept = workload.containers.filter((container) => container !== sidecar);
  return {
    ...inManifest(repository, decision, workload),
    declared: kept.flatMap((container) => container.ports),
    proxyPorts: ports,
  };
}

/** A rendered copy is whole; a ClusterServiceVersion has its Services beside it. Beside a file that no kustomization reaches stand others that are applied with it. */
function appliedWith(repository: Repository, { role, path }: WorkloadSource): readonly string[] {
  if (role !== 'unreached' && !isServiceVersion(path)) return [path];
  const graph = buildKustomizeGraph(repository);
  return repository.paths.filter(
    (it) => posix.dirname(it) === posix.dirname(path) && /\.ya?ml$/.test(it) && !graph.isReached(it),
  );
}

/** Whether a kube-rbac-proxy is among the containers. */
export function hasSidecar(parts: readonly WorkloadSource[]): boolean {
  return parts.some((part) => part.containers.some(isAuthProxy));
}

/** From the metrics flags that are passed, else from their defaults. */
function oldPorts(decision: Decision, items: readonly string[]): ReadonlySet<number> {
  const flags = decision.manager.source.metricsFlags;
  const addresses = flags.map((flag) => passedValue(items, flag.name) ?? flag.default ?? '');
  const constant = decision.manager.source.constantAddress ?? '';
  const ports = [...addresses, constant].flatMap((address) => /:(\d+)$/.exec(address)?.[1] ?? []);
  const served = [decision.port, keptPort(decision, items)];
  return new Set(ports.map(Number).filter((port) => !served.includes(port)));
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

/** An address that is passed already, and stays, is no old one. */
function keptPort(decision: Decision, items: readonly string[]): number | undefined {
  const { address } = decision.flags;
  const passed = address === undefined ? undefined : passedValue(items, address);
  if (passed === undefined || isLoopback(passed) || addressAfter(decision, passed) !== passed)
    return undefined;
  return portOf(passed);
}
