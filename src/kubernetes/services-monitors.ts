import { isMap, type YAMLMap } from 'yaml';
import type { RenderedObject, Rendering } from './rendering.ts';
import { labelsOf, type ServicePort, selects } from './services.ts';
import { mapAt, nodeAt, seqAt, textAt } from './yaml-file.ts';

/** One endpoint of a ServiceMonitor or PodMonitor. */
export interface ScrapeEndpoint {
  readonly monitor: RenderedObject;
  readonly node: YAMLMap;
  /** Name of the Service port, for a PodMonitor of the container port. */
  readonly port: string | undefined;
  /** What Prometheus needs for the secured endpoint and this endpoint does not say. */
  readonly missing: readonly ScrapeSetting[];
}

/** `authorization` stands for any of the ways to send a token. */
export type ScrapeSetting = 'scheme' | 'authorization' | 'tlsConfig';

/** The endpoints of ServiceMonitors that select this Service and scrape this port of it. */
export function endpointsScraping(rendering: Rendering, port: ServicePort): readonly ScrapeEndpoint[] {
  const labels = labelsOf(port.service);
  const monitors = rendering.objects.filter(
    (it) => it.kind === 'ServiceMonitor' && selectsLabels(it, labels),
  );
  return monitors
    .flatMap(endpointsOf)
    .filter((endpoint) => endpoint.port !== undefined && endpoint.port === port.name);
}

/** The endpoints of PodMonitors that select pods with these labels. */
export function podEndpoints(
  rendering: Rendering,
  podLabels: ReadonlyMap<string, string>,
): readonly ScrapeEndpoint[] {
  return rendering.objects
    .filter((it) => it.kind === 'PodMonitor' && selectsLabels(it, podLabels))
    .flatMap(endpointsOf);
}

/** All endpoints of a ServiceMonitor or PodMonitor. */
export function endpointsOf(monitor: RenderedObject): readonly ScrapeEndpoint[] {
  const key = monitor.kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints';
  const list = seqAt(monitor.document.contents, ['spec', key])?.items ?? [];
  return list.filter(isMap).map((node) => ({
    monitor,
    node,
    port: textAt(node, ['port']),
    missing: missingSettings(node),
  }));
}

function missingSettings(endpoint: YAMLMap): readonly ScrapeSetting[] {
  const missing: ScrapeSetting[] = [];
  if (textAt(endpoint, ['scheme'])?.toLowerCase() !== 'https') missing.push('scheme');
  const credentials = ['bearerTokenFile', 'bearerTokenSecret', 'authorization', 'oauth2'];
  if (!credentials.some((key) => nodeAt(endpoint, [key]))) missing.push('authorization');
  if (!nodeAt(endpoint, ['tlsConfig'])) missing.push('tlsConfig');
  return missing;
}

/** `matchExpressions` are taken as fulfilled: a monitor that may select is looked at. */
export function selectsLabels(monitor: RenderedObject, labels: ReadonlyMap<string, string>): boolean {
  const selector = mapAt(monitor.document.contents, ['spec', 'selector']);
  const matchLabels = mapAt(selector, ['matchLabels']);
  return !matchLabels || matchLabels.items.length === 0 || selects(matchLabels, labels);
}
