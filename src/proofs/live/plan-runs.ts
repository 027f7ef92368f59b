import {
  argumentsOf,
  objectsOf,
  type RenderedContainer,
  type RenderedObject,
  substituteDefaults,
  withAggregatedRules,
} from '../rendered/rendered.ts';
import type { RenderedManager } from '../rendered/rendition.ts';
import { placesIn } from './container-mounts.ts';
import type { ApiObject, LiveRun } from './job.ts';

/** A rendered manager and what the program beside it needs to know. */
export interface PlannedRun {
  readonly rendered: RenderedManager;
  readonly run: LiveRun;
}

/**
 * What is to be run for a rendered manager: its objects, its arguments and its environment as the kubelet would make them.
 * `${X:=y}` is resolved as clusterctl does, where the render shows that clusterctl is on its way.
 */
export function planRun(
  rendered: RenderedManager,
  binary: string,
  id: string,
  named: Readonly<Record<string, string | undefined>>,
  withoutRules: boolean,
): PlannedRun {
  const text = resolved(rendered.rendition.text ?? '');
  const objects = objectsOf(text);
  const { kind, metadata } = rendered.workload;
  const same = (it: RenderedObject) => it.kind === kind && it.metadata?.name === metadata?.name;
  const workload = objects.find(same) ?? rendered.workload;
  const container = containerOf(workload, rendered.container.name) ?? rendered.container;
  const pod = workload.spec?.template?.spec;
  const namespace = metadata?.namespace ?? 'default';
  const serviceAccount = pod?.serviceAccountName ?? 'default';
  const env = {
    ...variablesOf(container, objects, { namespace, serviceAccount, name: metadata?.name ?? 'manager' }),
    ...defined(named),
  };
  const run: LiveRun = {
    ...{ id, binary, namespace, serviceAccount, withoutRules, env },
    program: programOf(container),
    args: argumentsOf(container).map((argument) => expanded(argument, env)),
    objects: withAggregatedRules(
      objects.filter((it) => it.kind !== 'CustomResourceDefinition'),
    ) as readonly ApiObject[],
    crds: crdsOf(text),
    mounts: placesIn(container, pod, objects),
  };
  return { rendered, run };
}

function resolved(text: string): string {
  return /\$\{\w+:?[=-]/.test(text) ? substituteDefaults(text) : text;
}

function containerOf(workload: RenderedObject, name: string | undefined): RenderedContainer | undefined {
  return workload.spec?.template?.spec?.containers?.find((container) => container.name === name);
}

/** The path of the program in its image: that of `command`, else the one that images of managers have. */
function programOf({ command }: RenderedContainer): string {
  const [first] = command ?? [];
  if (typeof first !== 'string' || first === '') return '/manager';
  return first.startsWith('/') ? first : `/${first.replace(/^\.\//, '')}`;
}

interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly name: string;
}

/** Variables with a value, of the pod, or of a ConfigMap that is rendered; what Secrets hold is not known here. */
function variablesOf(
  { env = [] }: RenderedContainer,
  objects: readonly RenderedObject[],
  pod: Pod,
): Record<string, string> {
  const entries = env.flatMap(({ name, value, valueFrom }): [string, string][] => {
    if (name === undefined) return [];
    if (value !== undefined) return [[name, String(value)]];
    const field = fieldsOf(pod)[valueFrom?.fieldRef?.fieldPath ?? ''];
    if (field !== undefined) return [[name, field]];
    const { name: map, key = '' } = valueFrom?.configMapKeyRef ?? {};
    const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata?.name === map)
      ?.data?.[key];
    return found === undefined ? [] : [[name, String(found)]];
  });
  return Object.fromEntries(entries);
}

function fieldsOf({ namespace, serviceAccount, name }: Pod): Readonly<Record<string, string>> {
  return {
    'metadata.namespace': namespace,
    'metadata.name': `${name}-0`,
    'metadata.uid': '00000000-0000-4000-8000-000000000000',
    'spec.serviceAccountName': serviceAccount,
    'spec.nodeName': 'node',
    'status.podIP': '127.0.0.1',
    'status.hostIP': '127.0.0.1',
  };
}

/** `$(NAME)` as the kubelet expands it: names that are not set stay. */
function expanded(argument: string, env: Readonly<Record<string, string>>): string {
  return argument.replaceAll(/\$\((\w+)\)/g, (whole, name: string) => env[name] ?? whole);
}

function crdsOf(text: string): readonly string[] {
  return text
    .split(/^---(?:[ \t].*)?$/m)
    .filter((document) => /^kind: ["']?CustomResourceDefinition\b/m.test(document));
}

function defined(named: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
