import type { ManagerSource } from '../golang/manager-source.ts';
import { isSecured, metricsSecurity } from '../golang/metrics-security.ts';
import { CONTROLLER_RUNTIME } from '../golang/module-paths.ts';
import { becomesPflag, removedFlags } from '../golang/removed-flags.ts';
import { parseVersion, type SemanticVersion, versionInForce } from '../golang/versions.ts';
import { securePortName } from '../kubernetes/secure-port-name.ts';
import type { Repository } from '../repository/repository.ts';
import type { ControllerManager } from '../survey/model.ts';
import {
  type ClusterApiInForce,
  clusterApiBesideApiModule,
  clusterApiInForce,
} from './cluster-api-in-force.ts';
import { apiTooOld, clusterApiMissing, unknownFork } from './decide-refusals.ts';
import type { Decision, DiagnosticsApi } from './decision.ts';
import { type Endpoint, endpointIn } from './endpoint.ts';
import { endpointFlags, type Spelling } from './endpoint-flags.ts';
import type { Finding } from './finding.ts';
import type { MigrationOptions } from './options.ts';
import { pinnedKubernetes } from './pinned-kubernetes.ts';
import { portOnNode } from './port-on-node.ts';
import { versionFindings } from './version-findings.ts';

/** A decision, and what a person should know about the versions it rests on. */
export interface DecidedManager {
  readonly decision: Decision;
  readonly findings: readonly Finding[];
}

/** The port and its name that Cluster API's own manifests use (facts A5). */
const PORT = 8443;
const PORT_NAME = 'metrics';

/**
 * Decides what the migration of one manager consists of (design §6.1): a table of versions, and nothing else.
 *
 * Throws the refusals `api-too-old`, `cluster-api-unknown` and `cluster-api-missing`.
 */
export function decideManager(
  repository: Repository,
  manager: ControllerManager,
  options: Pick<MigrationOptions, 'style' | 'port' | 'keepFlags'>,
): DecidedManager {
  const asked = options.style === 'cluster-api';
  const clusterApi =
    clusterApiInForce(repository, manager) ?? (asked ? clusterApiBesideApiModule(manager) : undefined);
  const runtime = versionInForce(manager.module, CONTROLLER_RUNTIME);
  const api = chooseApi(repository, manager, clusterApi, options);
  const style = styleInForce(api, manager.source, options);
  const port = options.port ?? portOnNode(manager) ?? PORT;
  const decision: Decision = {
    manager,
    api,
    style,
    flags: endpointFlags(style, manager.source, port),
    versions: { clusterApi: clusterApi?.description, controllerRuntime: runtime?.version ?? runtime?.folder },
    registersMetricsBindAddr:
      api !== 'metrics-filters' && (clusterApi?.offered.registersMetricsBindAddr ?? false),
    removedFlags: goingFlags(manager.source, style),
    becomesPflag: api !== 'metrics-filters' && becomesPflag(manager.source),
    keepFlags: options.keepFlags,
    port,
    portName: securePortName(repository, manager.manifests, port) ?? PORT_NAME,
    adopted: isAdopted(manager.source, api),
  };
  const decided = options.port === undefined ? onPortInForce(repository, decision) : decision;
  const pinned = decided.adopted ? [] : pinnedKubernetes(repository, manager);
  return { decision: decided, findings: [...versionFindings(repository, manager, clusterApi), ...pinned] };
}

/** A manager that is secured already stays on the port that its arguments name, where they agree. */
function onPortInForce(repository: Repository, decision: Decision): Decision {
  const { manager, adopted } = decision;
  if (!adopted) return decision;
  const endpoints = manager.manifests.renderings.map((it) => endpointIn(decision, it));
  const [port = decision.port, ...others] = new Set(endpoints.filter(isSecureAddress).map((it) => it.port));
  if (others.length > 0 || port === decision.port) return decision;
  return { ...decision, port, portName: securePortName(repository, manager.manifests, port) ?? PORT_NAME };
}

function isSecureAddress({ port, isLocal, isPlain }: Endpoint): boolean {
  return port !== undefined && !isLocal && !isPlain;
}

/**
 * Cluster API's flags have one spelling; without them it is kubebuilder's, unless the other one is asked for, or there already.
 * What is half secured keeps its names.
 */
function styleInForce(
  api: DiagnosticsApi,
  source: ManagerSource,
  { style }: Pick<MigrationOptions, 'style'>,
): Spelling {
  if (api !== 'metrics-filters') return 'cluster-api';
  const { adoption, metricsFlags } = source;
  const isUntouched = adoption === 'none' && metricsSecurity(source).serving.kind === 'no';
  if (isUntouched) return style === 'diagnostics' ? 'diagnostics' : 'kubebuilder';
  return metricsFlags.some(({ name }) => name === 'diagnostics-address') ? 'diagnostics' : 'kubebuilder';
}

/** kubebuilder's spelling keeps every name. The diagnostics spelling takes over the flag of the address under its new name. */
function goingFlags(source: ManagerSource, style: Spelling): readonly string[] {
  if (style === 'cluster-api') return removedFlags(source);
  if (style === 'kubebuilder' || source.adoption !== 'none') return [];
  return source.metricsFlags.map(({ name }) => name).filter((name) => name !== 'diagnostics-address');
}

function isAdopted(source: ManagerSource, api: DiagnosticsApi): boolean {
  return source.adoption === api && (api !== 'metrics-filters' || isSecured(source));
}

function chooseApi(
  repository: Repository,
  manager: ControllerManager,
  clusterApi: ClusterApiInForce | undefined,
  { style }: Pick<MigrationOptions, 'style'>,
): DiagnosticsApi {
  // The endpoint is secure already: nothing is taken away from it.
  if (manager.source.adoption === 'metrics-filters') return 'metrics-filters';
  const runtime = versionInForce(manager.module, CONTROLLER_RUNTIME);
  const runtimeVersion = parseVersion(runtime?.version);
  if (isTooOld(runtimeVersion)) throw apiTooOld(repository, manager, clusterApi, runtime);
  if (style === 'kubebuilder' || style === 'diagnostics') return 'metrics-filters';
  if (!clusterApi) {
    if (style === 'cluster-api') throw clusterApiMissing(repository, manager);
    return 'metrics-filters';
  }
  if (clusterApi.offered.api) return clusterApi.offered.api;
  const isRead = clusterApi.folder !== undefined;
  if (!isRead && clusterApi.minor === undefined && clusterApi.found?.fork)
    throw unknownFork(repository, manager, clusterApi);
  throw apiTooOld(repository, manager, clusterApi, runtime);
}

/** Below 0.16 there is no `Metrics` option (facts B). A version that cannot be read is no reason to refuse. */
function isTooOld(version: SemanticVersion | undefined): boolean {
  return version !== undefined && version.major === 0 && version.minor < 16 && version.minor > 0;
}
