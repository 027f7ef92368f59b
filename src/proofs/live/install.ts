import type { Cluster } from './cluster.ts';
import type { ApiObject, LiveRun } from './job.ts';
import { until } from './running-program.ts';

/** Kinds in the order in which they need each other. */
const ORDER = [
  'Namespace',
  'ServiceAccount',
  'ClusterRole',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
  'ConfigMap',
  'Secret',
];

/** Installs what a manager needs to start. Answers with what the API server refused. */
export async function install(cluster: Cluster, run: LiveRun): Promise<readonly string[]> {
  const known = run.objects.filter(({ kind }) => kind !== undefined && ORDER.includes(kind));
  const namespaces = [
    ...new Set([run.namespace, ...known.flatMap(({ metadata }) => metadata?.namespace ?? [])]),
  ];
  const needed: ApiObject[] = [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: run.serviceAccount, namespace: run.namespace },
    },
  ];
  const refused: (string | undefined)[] = await Promise.all(
    run.crds.map((text) => cluster.applyCrd(withoutConversion(text))),
  );
  for (const kind of ORDER) {
    const ofKind = [...needed, ...known].filter((object) => object.kind === kind);
    refused.push(...(await Promise.all(ofKind.map((object) => cluster.apply(object)))));
  }
  await until(() => cluster.crdsAreServed(), 30_000);
  return refused.filter((text) => text !== undefined);
}

/** No webhook can be reached here; without them the API server converts by changing the version's name alone. */
export function withoutConversion(crd: string): string {
  return crd.replace(/^ {2}conversion:\n(?: {4}.*\n|\n)*/m, '');
}

/** Serves a kind of another project: anything is valid. Its plural is guessed, as nobody names it. */
export async function installStub(
  cluster: Cluster,
  kind: string,
  group: string,
  version: string,
): Promise<void> {
  const singular = kind.toLowerCase();
  const plural = singular.replace(/(?:(s|x|ch)|([^aeiou])y|)$/, (_all, hiss, letter) =>
    hiss ? `${hiss}es` : letter ? `${letter}ies` : 's',
  );
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular, listKind: `${kind}List` },
      scope: 'Namespaced',
      versions: [{ name: version, served: true, storage: true, schema, subresources: { status: {} } }],
    },
  };
  await cluster.request('POST', 'apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd);
  await until(() => cluster.crdsAreServed(), 15_000);
}

/** Stands for a kind that is not known yet: once its group is served, a manager says which kind it looked for. */
export const PLACEHOLDER = 'Placeholder';

/** Kinds that a manager looked for in vain, from what it printed; of a group that is not served at all only the group is known. */
export function missingKinds(output: string): readonly { kind: string; group: string; version: string }[] {
  const named = output.matchAll(/no matches for kind \\?"(\w+)\\?" in version \\?"([\w.-]+)\/(\w+)\\?"/g);
  const groups = output.matchAll(/no matches for ([\w.-]+\.[\w-]+)\/(\w+), Resource=/g);
  const kinds = [
    ...[...named].map(([, kind = '', group = '', version = '']) => ({ kind, group, version })),
    ...[...groups].map(([, group = '', version = '']) => ({ kind: PLACEHOLDER, group, version })),
  ];
  return kinds.filter(
    (one, at) => kinds.findIndex(({ kind, group }) => kind === one.kind && group === one.group) === at,
  );
}
