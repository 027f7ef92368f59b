import { isDeepStrictEqual } from 'node:util';
import {
  argumentsOf,
  containersOf,
  type RenderedContainer,
  type RenderedObject,
} from '../../src/proofs/rendered/rendered.ts';

/** What of an object the ways to its metrics go through. Read from a render, so every part may be absent. */
interface Spec {
  readonly selector?: Labels & { readonly matchLabels?: Labels };
  readonly podSelector?: { readonly matchLabels?: Labels };
  readonly ports?: readonly ServicePort[];
  readonly template?: { readonly metadata?: { readonly labels?: Labels } };
  readonly endpoints?: readonly { readonly port?: string }[];
  readonly podMetricsEndpoints?: readonly { readonly port?: string }[];
  readonly ingress?: readonly { readonly ports?: readonly { readonly port?: string | number }[] }[];
}

type Labels = Readonly<Record<string, string>>;

interface ServicePort {
  readonly name?: string;
  readonly port?: number;
  readonly targetPort?: string | number;
}

type Objects = readonly RenderedObject[];

/**
 * What the render of an overlay lost on the way from a scraper to the manager's metrics: a kube-rbac-proxy beside a
 * manager, a Service port that led to metrics and leads nowhere or is another now, a monitor that finds no port, a
 * NetworkPolicy that lets the old port through and not the new one. Empty where all is well.
 */
export function lostScrapes(before: Objects, after: Objects): readonly string[] {
  return [
    ...after
      .filter((it) => isManager(it) && containersOf(it).some(isProxy))
      .map((it) => `${nameOf(it)}: proxy`),
    ...before.filter(({ kind }) => kind === 'Service').flatMap((it) => lostPorts(it, before, after)),
    ...before
      .filter(({ kind = '' }) => /^(Service|Pod)Monitor$/.test(kind))
      .flatMap((it) => blind(it, before, after)),
    ...before.filter(({ kind }) => kind === 'NetworkPolicy').flatMap((it) => shut(it, before, after)),
  ];
}

function isProxy({ name = '', image = '' }: RenderedContainer & { readonly image?: string }): boolean {
  return name === 'kube-rbac-proxy' || /(^|\/)kube-rbac-proxy([:@]|$)/.test(image);
}

function isManager(object: RenderedObject): boolean {
  return containersOf(object).some((it) =>
    argumentsOf(it).some((arg) => /^--?(metrics|diagnostics)-/.test(arg)),
  );
}

function nameOf({ kind = '', metadata }: RenderedObject): string {
  return `${kind} ${metadata?.name ?? ''}`;
}

function specOf(object: RenderedObject): Spec {
  return (object.spec ?? {}) as Spec;
}

function sameIn(objects: Objects, object: RenderedObject): RenderedObject | undefined {
  return objects.find(
    ({ kind, metadata }) =>
      kind === object.kind &&
      metadata?.name === object.metadata?.name &&
      metadata?.namespace === object.metadata?.namespace,
  );
}

function isSelected(labels: Labels | undefined, selector: Labels | undefined): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([label, value]) => labels?.[label] === value);
}

/** The containers of the pods that a selector finds. */
function podsOf(objects: Objects, selector: Labels | undefined): readonly RenderedContainer[] {
  return objects
    .filter((it) => it.kind === 'Deployment' && isSelected(specOf(it).template?.metadata?.labels, selector))
    .flatMap(containersOf);
}

/** The container and the number that a Service port leads to, where a container declares it. */
function endOf({ targetPort, port }: ServicePort, containers: readonly RenderedContainer[]) {
  const target = targetPort ?? port;
  for (const container of containers) {
    const found = container.ports?.find((it) => it.name === target || it.containerPort === target);
    if (found) return { container, number: found.containerPort };
  }
  return undefined;
}

function servesMetrics(end: ReturnType<typeof endOf>): boolean {
  if (!end) return false;
  const own = argumentsOf(end.container).some(
    (arg) => /^--?(metrics|diagnostics)-/.test(arg) && arg.endsWith(`:${end.number}`),
  );
  return own || isProxy(end.container);
}

function lostPorts(service: RenderedObject, before: Objects, after: Objects): readonly string[] {
  const { ports = [], selector } = specOf(service);
  const scraped = ports.filter((it) => servesMetrics(endOf(it, podsOf(before, selector))));
  if (scraped.length === 0) return [];
  const now = sameIn(after, service);
  if (!now || !isDeepStrictEqual(now.metadata?.labels, service.metadata?.labels))
    return [`${nameOf(service)}: gone, or with other labels`];
  const pods = podsOf(after, specOf(now).selector);
  return scraped
    .filter(({ name, port }) => {
      const same = specOf(now).ports?.find((it) => it.name === name && it.port === port);
      const end = same && endOf(same, pods);
      return !end || isProxy(end.container);
    })
    .map(({ name, port }) => `${nameOf(service)}: port ${name ?? port} leads nowhere`);
}

/** Ports by name: of the Services that a ServiceMonitor selects, of the pods that a PodMonitor selects. */
function portsFoundBy(monitor: RenderedObject, objects: Objects): ReadonlySet<string | undefined> {
  const selector = specOf(monitor).selector?.matchLabels;
  const services = objects.filter((it) => it.kind === 'Service' && isSelected(it.metadata?.labels, selector));
  const ports =
    monitor.kind === 'PodMonitor'
      ? podsOf(objects, selector).flatMap((it) => it.ports ?? [])
      : services.flatMap((it) => specOf(it).ports ?? []);
  return new Set(ports.map((it) => it.name));
}

function blind(monitor: RenderedObject, before: Objects, after: Objects): readonly string[] {
  const old = portsFoundBy(monitor, before);
  const endpoints = (it: RenderedObject) => [
    ...(specOf(it).endpoints ?? []),
    ...(specOf(it).podMetricsEndpoints ?? []),
  ];
  const now = sameIn(after, monitor);
  if (!now) return [`${nameOf(monitor)}: gone`];
  const found = portsFoundBy(now, after);
  return endpoints(monitor).flatMap(({ port }, index) => {
    const isLost = old.has(port) && !found.has(endpoints(now)[index]?.port);
    return isLost ? [`${nameOf(monitor)}: finds no port`] : [];
  });
}

function shut(policy: RenderedObject, before: Objects, after: Objects): readonly string[] {
  const selector = specOf(policy).podSelector?.matchLabels;
  const now = sameIn(after, policy);
  if (!now) return [`${nameOf(policy)}: gone`];
  const open = podsOf(before, selector).some(
    (it) => isProxy(it) && it.ports?.some((port) => lets(policy, port)),
  );
  const secure = podsOf(after, selector).flatMap((it) => it.ports ?? []);
  return open && !secure.some((port) => lets(now, port)) ? [`${nameOf(policy)}: keeps the metrics shut`] : [];
}

function lets(
  policy: RenderedObject,
  port: { readonly name?: string; readonly containerPort?: number },
): boolean {
  return (specOf(policy).ingress ?? []).some(
    ({ ports }) => !ports || ports.some((it) => it.port === port.name || it.port === port.containerPort),
  );
}
