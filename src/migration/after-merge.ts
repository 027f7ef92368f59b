import type { ControllerManager } from '../survey/model.ts';
import type { Decision } from './decision.ts';

/**
 * What a maintainer must know once the change is merged (design §6.16), in the order in which it is needed:
 * the rollout, what goes, what comes, what a scraper needs, the way back. Steps add what they alone know.
 *
 * An item may have several lines: the first is a sentence, the others are to be copied as they are.
 */
export function afterMergeOf(decisions: readonly Decision[]): string[] {
  const migrated = decisions.filter((decision) => !decision.adopted);
  if (migrated.length === 0) return [];
  return [
    'Roll out in this order: the RBAC rules, then the scrapers, then the new image with its arguments.',
    ...removedFlagsItem(migrated),
    ...newEndpointsItem(migrated),
    ...migrated.flatMap(scraperItem),
    `To go back, deploy the former image together with the former manifests: ${backItem(migrated)}.`,
  ];
}

/** The former image knows an argument that kept its name, and does something else with it. */
function backItem(decisions: readonly Decision[]): string {
  return decisions.some(({ style }) => style !== 'kubebuilder')
    ? 'neither works with the other’s arguments'
    : 'with the new ones it serves plain http on the port where clients expect https';
}

function removedFlagsItem(decisions: readonly Decision[]): string[] {
  const removed = [
    ...new Set(decisions.filter(({ keepFlags }) => !keepFlags).flatMap((it) => it.removedFlags)),
  ];
  if (removed.length === 0) return [];
  const names = removed.map((name) => `--${name}`).join(', ');
  const used = new Set(decisions.map(({ flags }) => `--${flags.address} and --${flags.security}`));
  return [
    `Breaking for whoever passes it: ${names} ${removed.length > 1 ? 'are' : 'is'} gone, and the manager stops at an unknown flag. Use ${[...used].join(', or ')}.`,
  ];
}

/** Served beside /metrics, behind the same authentication and authorization (facts A4). */
function newEndpointsItem(decisions: readonly Decision[]): string[] {
  if (decisions.every(({ api }) => api === 'metrics-filters')) return [];
  return [
    'New behind the same authorization: GET /debug/pprof/* and PUT /debug/flags/v (the log level). Grant them only to people who debug.',
  ];
}

function scraperItem({ manager, port, portName }: Decision): string[] {
  const lines = podMonitor(manager, portName);
  return [
    [
      `Scrapers of ${manager.entryPoint} now use https on port ${port} with a bearer token, from a ServiceAccount whose ClusterRole allows get on /metrics. The certificate is self-signed unless one is mounted${lines.length > 0 ? ':' : '.'}`,
      ...lines,
    ].join('\n'),
  ];
}

function podMonitor({ manifests }: ControllerManager, portName: string): string[] {
  const labels = [...(manifests.deployments[0]?.podLabels ?? [])];
  if (labels.length === 0) return [];
  const rendering = manifests.renderings[0];
  return [
    'apiVersion: monitoring.coreos.com/v1',
    'kind: PodMonitor',
    'metadata:',
    `  name: ${rendering?.name ?? 'controller-manager'}`,
    `  namespace: ${rendering?.namespace ?? manifests.namespace ?? 'default'}`,
    'spec:',
    '  selector:',
    '    matchLabels:',
    ...labels.map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`),
    '  podMetricsEndpoints:',
    `  - port: ${portName}`,
    '    scheme: https',
    '    authorization:',
    '      credentials: {name: <Secret with the token>, key: token}',
    '    tlsConfig: {insecureSkipVerify: true}',
  ];
}
