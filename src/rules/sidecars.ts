import { portOf } from '../kubernetes/address.ts';
import { type AuthProxySettings, authProxySettings } from '../kubernetes/auth-proxy-settings.ts';
import { isAuthProxy } from '../kubernetes/manager-container.ts';
import type { DeploymentRendering } from '../kubernetes/manager-manifests.ts';
import type { DeclaredPort } from '../kubernetes/services.ts';
import type { ContainerSource, WorkloadSource } from '../kubernetes/workload.ts';
import type { Decision } from '../migration/decision.ts';
import { type Endpoint, endpointIn } from '../migration/endpoint.ts';
import type { RuleInput } from '../migration/rule.ts';
import type { ControllerManager } from '../survey/model.ts';
import { type ChartEndpoint, chartEndpoints } from './chart-endpoints.ts';
import { type Place, placeOfNode } from './place.ts';

/** The worst that a kube-rbac-proxy beside a manager does: each is one finding of one rule. */
export type SidecarFault = 'port-clash' | 'asks-plain-http' | 'image-gone' | 'still-active';

/** A kube-rbac-proxy that an overlay or a chart brings, with its fault. */
export interface Sidecar {
  readonly place: Place;
  readonly fault: SidecarFault;
  readonly image: string;
  /** Where the manager serves in that overlay, if it secures its endpoint itself. */
  readonly endpoint: Endpoint | undefined;
  /** The overlay, or the folder of the chart. */
  readonly overlay: string;
}

/** All of them that have that fault. A manager that is not adopted may well need its sidecar: only a gone image is a fault there. */
export function sidecarsWith(fault: SidecarFault, input: RuleInput): readonly Sidecar[] {
  const found = [
    ...input.survey.managers.flatMap((manager) => sidecarsOf(input, manager)),
    ...chartEndpoints(
      input.survey.repository,
      input.decisions.filter(({ adopted }) => adopted),
    ).flatMap(inChart),
  ];
  const wanted = found.filter((it) => it.fault === fault);
  return [...new Map(wanted.map((it) => [`${it.place.path}:${it.place.line}`, it])).values()];
}

/** Whether an overlay brings a kube-rbac-proxy beside the manager. */
export function hasSidecar({ deployment, patches }: DeploymentRendering): boolean {
  return [deployment, ...patches].some(({ containers }) => containers.some(isAuthProxy));
}

/** Facts C3: deleted in March 2026. */
export function isGone(image: string | undefined): boolean {
  return /^gcr\.io\/kubebuilder\/kube-rbac-proxy([:@]|$)/.test(image ?? '');
}

function sidecarsOf({ decisions }: RuleInput, manager: ControllerManager): Sidecar[] {
  const decision = decisions.find((it) => it.manager === manager);
  return manager.manifests.renderings.flatMap((running) =>
    [running.deployment, ...running.patches].flatMap((workload) =>
      workload.containers
        .filter(isAuthProxy)
        .flatMap((container) => judge(decision, running, workload, container)),
    ),
  );
}

function judge(
  decision: Decision | undefined,
  running: DeploymentRendering,
  workload: WorkloadSource,
  container: ContainerSource,
): Sidecar[] {
  const endpoint = decision?.adopted ? endpointIn(decision, running) : undefined;
  const image = container.image ?? '';
  const fault =
    faultOf(authProxySettings(container), container.ports, endpoint) ??
    (isGone(image) ? 'image-gone' : undefined);
  if (!fault && !endpoint) return [];
  const place = placeOfNode(workload.file, container.node);
  return [{ place, fault: fault ?? 'still-active', image, endpoint, overlay: running.overlay }];
}

/** What a chart does by default. */
function inChart({ chart, template, endpoint, sidecar }: ChartEndpoint): Sidecar[] {
  if (!sidecar) return [];
  const { settings, ports, image } = sidecar;
  const fault = faultOf(settings, ports, endpoint) ?? (isGone(image) ? 'image-gone' : 'still-active');
  const place = placeOfNode(template.file, sidecar.sidecar.node);
  return [{ place, fault, image, endpoint, overlay: chart.directory }];
}

function faultOf(
  { listenPort, upstream }: AuthProxySettings,
  ports: readonly DeclaredPort[],
  endpoint: Endpoint | undefined,
): SidecarFault | undefined {
  if (endpoint?.port === undefined) return undefined;
  const listens = [listenPort, ...ports.map((port) => port.number)];
  if (!endpoint.isLocal && listens.includes(endpoint.port)) return 'port-clash';
  return !endpoint.isPlain && upstream !== undefined && portOf(upstream) === endpoint.port
    ? 'asks-plain-http'
    : undefined;
}
