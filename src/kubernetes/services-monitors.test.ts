import { describe, expect, it } from 'vitest';
import { memoryRepository } from '../repository/memory-repository.ts';
import { renderFiles } from './rendering.ts';
import { portsOfService } from './services.ts';
import { endpointsOf, endpointsScraping, podEndpoints } from './services-monitors.ts';

const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: {name: s, labels: {app: x}}\nspec: {ports: [{name: https, port: 8443}]}\n';

const monitor = (kind: string, spec: string) =>
  `apiVersion: monitoring.coreos.com/v1\nkind: ${kind}\nmetadata: {name: m}\nspec: ${spec}\n`;

function render(...documents: string[]) {
  return renderFiles(memoryRepository({ 'all.yaml': documents.join('---\n') }), 'all.yaml');
}

/** How many endpoints of this ServiceMonitor scrape the Service's port. */
function scraped(spec: string): number {
  const rendering = render(SERVICE, monitor('ServiceMonitor', spec));
  const [port] = rendering.objects.filter((it) => it.kind === 'Service').flatMap(portsOfService);
  if (!port) throw new Error('no port');
  return endpointsScraping(rendering, port).length;
}

describe('endpointsScraping', () => {
  it.each([
    [
      'the labels and the port of the Service',
      '{selector: {matchLabels: {app: x}}, endpoints: [{port: https}]}',
      1,
    ],
    ['every Service', '{selector: {}, endpoints: [{port: https}, {port: http}]}', 1],
    ['another port', '{selector: {matchLabels: {app: x}}, endpoints: [{port: http}]}', 0],
    ['other labels', '{selector: {matchLabels: {app: y}}, endpoints: [{port: https}]}', 0],
    ['a port by its number', '{selector: {}, endpoints: [{targetPort: 8443}]}', 0],
    ['nothing', '{selector: {}}', 0],
  ])('reads a monitor that selects %s', (_, spec, count) => {
    expect(scraped(spec)).toBe(count);
  });
});

describe('podEndpoints', () => {
  it('finds PodMonitors by the labels of the pod', () => {
    const rendering = render(
      monitor('PodMonitor', '{selector: {matchLabels: {app: x}}, podMetricsEndpoints: [{port: metrics}]}'),
      monitor('PodMonitor', '{selector: {matchLabels: {app: y}}, podMetricsEndpoints: [{port: other}]}'),
      monitor('ServiceMonitor', '{selector: {}, endpoints: [{port: third}]}'),
    );
    expect(podEndpoints(rendering, new Map([['app', 'x']])).map((it) => it.port)).toEqual(['metrics']);
  });
});

describe('endpointsOf', () => {
  it.each([
    ['{port: a}', ['scheme', 'authorization', 'tlsConfig']],
    ['{port: a, scheme: http}', ['scheme', 'authorization', 'tlsConfig']],
    ['{port: a, scheme: HTTPS, bearerTokenFile: x, tlsConfig: {}}', []],
    ['{port: a, scheme: https, bearerTokenSecret: {name: x}}', ['tlsConfig']],
    ['{port: a, scheme: https, authorization: {credentials: {}}}', ['tlsConfig']],
    ['{port: a, scheme: https, tlsConfig: {insecureSkipVerify: true}}', ['authorization']],
  ])('says what %s lacks', (endpoint, missing) => {
    const [object] = render(monitor('ServiceMonitor', `{endpoints: [${endpoint}]}`)).objects;
    expect(object && endpointsOf(object).map((it) => it.missing)).toEqual([missing]);
  });
});
