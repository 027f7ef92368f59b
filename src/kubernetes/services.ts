import { isMap, type Node, type YAMLMap } from 'yaml';
import { pairsOf } from './added-labels.ts';
import type { RenderedObject, Rendering } from './rendering.ts';
import { mapAt, nodeAt, seqAt, textAt } from './yaml-file.ts';

/** One port of a Service and where it leads. */
export interface ServicePort {
  readonly service: RenderedObject;
  readonly node: YAMLMap;
  readonly name: string | undefined;
  /** As written; the number clients use. */
  readonly port: string | undefined;
  /** Name or number of the container port; that of the Service where `targetPort` is absent, as Kubernetes defaults it. */
  readonly target: string;
  /** The scalar of `targetPort`, where there is one. */
  readonly targetNode: Node | undefined;
}

/** The port names and numbers that the containers of a pod declare. */
export interface DeclaredPort {
  readonly name: string | undefined;
  readonly number: number | undefined;
}

/** The Services of a rendering that select pods with these labels. One without a selector selects nothing by itself. */
export function servicesSelecting(
  rendering: Rendering,
  podLabels: ReadonlyMap<string, string>,
): readonly RenderedObject[] {
  return rendering.objects.filter((it) => it.kind === 'Service' && isFulfilled(selectorOf(it), podLabels));
}

/** Whether every label of a selector is among the labels. An absent or empty selector of a Service selects nothing. */
export function selects(selector: YAMLMap | undefined, labels: ReadonlyMap<string, string>): boolean {
  return isFulfilled(pairsOf(selector), labels);
}

function isFulfilled(selector: ReadonlyMap<string, string>, labels: ReadonlyMap<string, string>): boolean {
  return selector.size > 0 && [...selector].every(([name, value]) => labels.get(name) === value);
}

/** With what kustomize adds, be it to none. */
function selectorOf({ document, added }: RenderedObject): ReadonlyMap<string, string> {
  return new Map([...pairsOf(mapAt(document.contents, ['spec', 'selector'])), ...added.selector]);
}

/** The labels of an object, with those that kustomize adds. */
export function labelsOf(object: RenderedObject): ReadonlyMap<string, string> {
  const written = pairsOf(mapAt(object.document.contents, ['metadata', 'labels']));
  return new Map([...written, ...object.added.own]);
}

/** The ports of a Service, in its order. */
export function portsOfService(service: RenderedObject): readonly ServicePort[] {
  return (seqAt(service.document.contents, ['spec', 'ports'])?.items ?? []).filter(isMap).map((node) => {
    const port = textAt(node, ['port']);
    return {
      service,
      node,
      name: textAt(node, ['name']),
      port,
      target: textAt(node, ['targetPort']) ?? port ?? '',
      targetNode: nodeAt(node, ['targetPort']),
    };
  });
}

/**
 * Whether a Service port leads to a port that some container declares. A number always leads somewhere: containers
 * need not declare what they listen on. A name that no container has leads nowhere, and silently so (facts C2).
 */
export function resolves(port: ServicePort, declared: readonly DeclaredPort[]): boolean {
  return /^\d+$/.test(port.target) || declared.some((it) => it.name === port.target);
}

/** The number of the container port that a Service port leads to, as far as that is known. */
export function targetNumber(port: ServicePort, declared: readonly DeclaredPort[]): number | undefined {
  if (/^\d+$/.test(port.target)) return Number(port.target);
  return declared.find((it) => it.name === port.target)?.number;
}

/**
 * Whether a port that selects the manager's pods is one for metrics, by one of its names. kubebuilder's kube-rbac-proxy calls its port
 * `https`, so that a Service with any name that still asks for it was the sidecar's.
 */
export function isAboutMetrics({ service, name, target }: ServicePort): boolean {
  return (
    target === 'https' ||
    [service.name, name ?? '', target].some((it) => /metrics/i.test(it)) ||
    /auth[_-]proxy/.test(service.file.path)
  );
}
