import { portOf } from '../../kubernetes/address.ts';
import { splitPointer } from '../../kubernetes/effective-arguments.ts';
import { managerPorts, otherPorts, type PodPort } from '../../kubernetes/effective-ports.ts';
import { isSorted, placeForKey } from '../../kubernetes/key-order.ts';
import type { DeploymentRendering, ManagerManifests } from '../../kubernetes/manager-manifests.ts';
import { renderAt } from '../../kubernetes/rendering.ts';
import { portsOfService } from '../../kubernetes/services.ts';
import type { Splice } from '../../kubernetes/splice.ts';
import type { ContainerPort, WorkloadSource } from '../../kubernetes/workload.ts';
import { nodeAt, seqAt, textAt, type YamlFile } from '../../kubernetes/yaml-file.ts';
import type { Decision } from '../../migration/decision.ts';
import { endpointNames } from '../../migration/endpoint-flags.ts';
import type { Repository } from '../../repository/repository.ts';
import { isOldPort, oldPorts, servedPort } from '../served-ports.ts';
import { staleProxiesOf } from '../stale-auth-proxies.ts';
import { refuseTakenPort } from './conflicts.ts';
import { insertPort, insertPortList, type NewPort } from './port-text.ts';

/** A splice and the file it is for. */
export interface PlacedSplice {
  readonly file: YamlFile;
  readonly splice: Splice;
}

/** The port in one overlay: kept where it is there, taken over from the old endpoint, else added to the Deployment. */
export function planPort(
  repository: Repository,
  decision: Decision,
  rendering: DeploymentRendering,
): readonly PlacedSplice[] {
  const number = servedPort(decision, rendering);
  if (number === undefined) return [];
  refuseTakenPort(rendering, number, endpointNames(decision.flags));
  const ports = managerPorts(rendering);
  if (ports.some((it) => it.port.number === number) || isPatchedIn(rendering, number)) return [];
  if (isFoundByService(repository, decision, rendering, number)) return [];
  const before = oldPorts(decision, rendering);
  const old = ports.filter((it) => isOldPort(it.port, before) && !isOfExporter(it, before));
  // What another overlay serves there is not old.
  const served = decision.manager.manifests.renderings.map((it) => servedPort(decision, it));
  if (old.some((it) => served.includes(it.port.number))) return [];
  if (old.length > 0) return old.map((it) => renumber(it, number));
  const port = { number, name: freeName(rendering, decision.portName) };
  return addPort(rendering.deployment, port);
}

/** A port called `metrics` that the environment gives to something else: an exporter of its own (`OTEL_EXPORTER_PROMETHEUS_PORT`). */
function isOfExporter({ container, port: { number } }: PodPort, old: ReadonlySet<number>): boolean {
  if (number === undefined || old.has(number)) return false;
  const variables = seqAt(container.node, ['env'])?.items ?? [];
  return variables.some((it) => new RegExp(`(^|:)${number}$`).test(textAt(it, ['value']) ?? ''));
}

/**
 * kubebuilder's scaffolds name no port: their Service leads to the number. Where that works already, nothing is missing; the scrapers of
 * Cluster API go by the name of the port.
 */
function isFoundByService(
  repository: Repository,
  { adopted, api }: Decision,
  rendering: DeploymentRendering,
  number: number,
): boolean {
  if (!adopted || api !== 'metrics-filters') return false;
  const services = renderAt(repository, rendering.overlay).objects.filter(({ kind }) => kind === 'Service');
  return services.flatMap(portsOfService).some(({ target }) => target === String(number));
}

/** The same change in rendered copies that are fresh. */
export function planCopies(
  repository: Repository,
  decision: Decision,
  manifests: ManagerManifests,
): readonly PlacedSplice[] {
  const copies = manifests.rendered.filter((copy) => copy.portsFresh).map((copy) => copy.workload);
  const numbers = manifests.renderings.map((rendering) => servedPort(decision, rendering));
  const number = numbers.find((it) => it !== undefined) ?? (numbers.length === 0 ? decision.port : undefined);
  if (number === undefined) return [];
  if (manifests.renderings.some((it) => isFoundByService(repository, decision, it, number))) return [];
  const old = new Set(manifests.renderings.flatMap((rendering) => [...oldPorts(decision, rendering)]));
  return copies.flatMap((workload) => {
    const ports = workload.containers.flatMap((container) => container.ports);
    if (ports.some((port) => port.number === number)) return [];
    const renumbered = workload.container?.ports.filter((port) => isOldPort(port, old)) ?? [];
    const { container } = workload;
    if (container && renumbered.length > 0)
      return renumbered.map((port) => renumber({ workload, container, port }, number));
    return addPort(workload, { number, name: decision.portName });
  });
}

/** The manager's port in the place of the one that a sidecar owned, which goes; in manifests of another era. */
export function planStaleProxies(decision: Decision): readonly PlacedSplice[] {
  return staleProxiesOf(decision).flatMap(({ workload, sidecar, settings, obstacle }) => {
    const { container } = workload;
    if (obstacle || !container) return [];
    if (container.ports.some((port) => port.number === decision.port)) return [];
    const upstream = portOf(settings.upstream ?? '') ?? 0;
    const old = container.ports.filter((port) => isOldPort(port, new Set([upstream])));
    if (old.length > 0) return old.map((port) => renumber({ workload, container, port }, decision.port));
    const others = workload.containers.filter((it) => it !== sidecar).flatMap((it) => it.ports);
    return addPort(workload, { number: decision.port, name: unusedName(decision.portName, others) });
  });
}

function renumber({ workload, port }: PodPort, number: number): PlacedSplice {
  const [start = 0, end = 0] = nodeAt(port.node, ['containerPort'])?.range ?? [];
  return { file: workload.file, splice: { start, end, text: String(number) } };
}

function addPort(workload: WorkloadSource, port: NewPort): readonly PlacedSplice[] {
  const { container, file } = workload;
  if (!container) return [];
  const sibling = container.ports.at(-1);
  if (sibling) return [{ file, splice: insertPort(file, container, sibling, port) }];
  if (container.ports.length > 0) return [];
  const isOutput = workload.role === 'rendered' || workload.role === 'unreached';
  const sorted = isOutput && isSorted(container.node);
  const place = placeForKey(container.node, 'ports', sorted);
  return [{ file, splice: insertPortList(file, container, place, port) }];
}

function isPatchedIn(rendering: DeploymentRendering, number: number): boolean {
  return rendering.jsonPatches.some((patch) =>
    patch.operations.some(({ node, pointer }) => {
      const [index, key] = splitPointer(pointer);
      const isPorts = index === String(rendering.containerIndex) && key === 'ports';
      return isPorts && textAt(node, ['value', 'containerPort']) === String(number);
    }),
  );
}

function freeName(rendering: DeploymentRendering, wanted: string): string {
  return unusedName(
    wanted,
    [...managerPorts(rendering), ...otherPorts(rendering)].map((it) => it.port),
  );
}

/** A named port must be unique in its pod, and a name has at most 15 characters. */
export function unusedName(wanted: string, ports: readonly ContainerPort[]): string {
  const taken = new Set(ports.map((port) => port.name));
  const names = [wanted, `${wanted.slice(0, 9)}-https`, 'diagnostics'];
  return names.find((name) => !taken.has(name)) ?? 'diagnostics-api';
}
