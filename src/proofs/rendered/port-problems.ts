import { containersOf, type Labels, type RenderedObject } from './rendered.ts';

/** A port that nobody listens on. */
export interface PortProblem {
  readonly object: RenderedObject;
  readonly reason: string;
}

/** What Services, ServiceMonitors, PodMonitors and NetworkPolicies expect of the pods of a workload, and these do not have. */
export function portProblems(
  objects: readonly RenderedObject[],
  workload: RenderedObject,
): readonly PortProblem[] {
  const pod = podOf(workload);
  const services = ofKind(objects, 'Service').filter((service) =>
    isPicked(service, service.spec?.selector, pod),
  );
  return [
    ...services.flatMap((service) => serviceProblems(service, pod)),
    ...ofKind(objects, 'ServiceMonitor').flatMap((monitor) => serviceMonitorProblems(monitor, services)),
    ...ofKind(objects, 'PodMonitor').flatMap((monitor) => podMonitorProblems(monitor, pod)),
    ...ofKind(objects, 'NetworkPolicy').flatMap((policy) => policyProblems(policy, pod)),
  ];
}

interface Pod {
  readonly namespace: string | undefined;
  readonly labels: Labels;
  readonly names: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
}

function podOf(workload: RenderedObject): Pod {
  const ports = containersOf(workload).flatMap(({ ports: own }) => own ?? []);
  return {
    namespace: workload.metadata?.namespace,
    labels: workload.spec?.template?.metadata?.labels ?? {},
    names: new Set(ports.flatMap(({ name }) => name ?? [])),
    numbers: new Set(ports.flatMap(({ containerPort }) => containerPort ?? [])),
  };
}

function ofKind(objects: readonly RenderedObject[], kind: string): readonly RenderedObject[] {
  return objects.filter((object) => object.kind === kind);
}

/** An empty selector of a Service picks nothing. */
function isPicked({ metadata }: RenderedObject, selector: unknown, { labels, namespace }: Pod): boolean {
  const wanted = Object.entries(record(selector));
  return (
    wanted.length > 0 &&
    metadata?.namespace === namespace &&
    wanted.every(([label, value]) => labels[label] === value)
  );
}

function serviceProblems(service: RenderedObject, pod: Pod): PortProblem[] {
  return list(service.spec?.ports).flatMap((port) => {
    const target = port.targetPort ?? port.port;
    const known =
      typeof target === 'number' ? isListenedOn(target, port.name, pod) : pod.names.has(String(target));
    if (known) return [];
    const reason = `Service ${nameOf(service)} sends port ${text(port.name) ?? port.port} to ${target}, which no container has`;
    return [{ object: service, reason }];
  });
}

/** A number needs no declaration to work; where metrics are meant, it has to be one that was declared. */
function isListenedOn(target: number, name: unknown, { numbers }: Pod): boolean {
  return numbers.has(target) || !/metric|https|diagnos/.test(text(name) ?? '');
}

/** Monitors of other workloads select other Services: only those that select one of ours are judged. */
function serviceMonitorProblems(monitor: RenderedObject, services: readonly RenderedObject[]): PortProblem[] {
  const labels = Object.entries(record(record(monitor.spec?.selector).matchLabels));
  const picked = services.filter(({ metadata }) =>
    labels.every(([label, value]) => metadata?.labels?.[label] === value),
  );
  if (picked.length === 0) return [];
  const ports = picked.flatMap(({ spec }) => list(spec?.ports));
  return list(monitor.spec?.endpoints).flatMap((endpoint) => {
    const port = ports.find(({ name }) => name === endpoint.port);
    if (port === undefined && endpoint.port !== undefined) {
      return [
        {
          object: monitor,
          reason: `ServiceMonitor ${nameOf(monitor)} scrapes the port ${endpoint.port}, which no Service has`,
        },
      ];
    }
    const plain = isSecure(port) && endpoint.scheme !== 'https';
    return plain
      ? [
          {
            object: monitor,
            reason: `ServiceMonitor ${nameOf(monitor)} scrapes the secure port ${endpoint.port} over plain http`,
          },
        ]
      : [];
  });
}

function isSecure(port: Readonly<Record<string, unknown>> | undefined): boolean {
  return port?.port === 8443 || port?.targetPort === 8443;
}

function podMonitorProblems(monitor: RenderedObject, pod: Pod): PortProblem[] {
  const selector = record(monitor.spec?.selector).matchLabels;
  if (
    !isPicked({ ...monitor, metadata: { ...monitor.metadata, namespace: pod.namespace ?? '' } }, selector, {
      ...pod,
      namespace: pod.namespace ?? '',
    })
  )
    return [];
  return list(monitor.spec?.podMetricsEndpoints).flatMap(({ port }) =>
    port === undefined || pod.names.has(String(port))
      ? []
      : [
          {
            object: monitor,
            reason: `PodMonitor ${nameOf(monitor)} scrapes the port ${port}, which no container has`,
          },
        ],
  );
}

function policyProblems(policy: RenderedObject, pod: Pod): PortProblem[] {
  if (!isPicked(policy, record(policy.spec?.podSelector).matchLabels, pod)) return [];
  const ports = list(policy.spec?.ingress).flatMap((rule) => list(rule.ports));
  return ports.flatMap(({ port }) => {
    const known =
      typeof port === 'number' ? pod.numbers.has(port) : port === undefined || pod.names.has(String(port));
    return known
      ? []
      : [
          {
            object: policy,
            reason: `NetworkPolicy ${nameOf(policy)} lets clients reach port ${port}, which no container has`,
          },
        ];
  });
}

function nameOf({ metadata }: RenderedObject): string {
  return metadata?.name ?? '';
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
